import { type SQL, sql } from 'drizzle-orm';
import { type Database, toJsonText } from '#platform/db/database.ts';

/** Most rows of one kind in one statement. */
export const maxRowsPerInsert = 4000;

export type RecordRow = { readonly kind: string; readonly id: string; readonly seq: number; readonly body: unknown };
export type LogRow = {
  readonly siteSeq: number;
  readonly commandId: string;
  readonly stationId: string;
  readonly outboxId: string;
  readonly stationSeq: number;
  readonly kind: string;
  readonly outcome: string;
  readonly refusal: unknown;
  readonly body: unknown;
};
export type MoveRow = {
  readonly siteSeq: number;
  readonly commandId: string;
  readonly entryNo: number;
  readonly atMs: number;
  readonly skuId: string;
  readonly lotId: string | null;
  readonly quantity: number;
  readonly from: unknown;
  readonly to: unknown;
};

/** Everything one transaction changes. */
export type SiteRows = {
  readonly headSeq: number;
  readonly receivedAtMs: number;
  readonly log: readonly LogRow[];
  readonly moves: readonly MoveRow[];
  readonly records: readonly RecordRow[];
};

/**
 * Appends to the command log and the ledger, puts records in place and moves the site's sequence: one statement, and one more for each
 * further 4,000 rows. `areKeptAsGiven` is false when text had to be changed for the database to keep it.
 */
export async function writeSiteRows(tx: Database, siteId: string, rows: SiteRows): Promise<{ areKeptAsGiven: boolean }> {
  const parts = Math.max(1, ...[rows.log, rows.moves, rows.records].map((each) => Math.ceil(each.length / maxRowsPerInsert)));
  let areKeptAsGiven = true;
  const toText = (each: readonly unknown[], part: number) => {
    const slice = each.slice(part * maxRowsPerInsert, (part + 1) * maxRowsPerInsert);
    if (slice.length === 0) return null;
    const text = JSON.stringify(slice);
    const storable = toJsonText(slice, text);
    areKeptAsGiven &&= storable === text;
    return storable;
  };
  for (let part = 0; part < parts; part += 1) {
    const [log, moves, records] = [toText(rows.log, part), toText(rows.moves, part), toText(rows.records, part)];
    const written = [
      ...(log === null ? [] : [logStatement(siteId, log, rows.receivedAtMs)]),
      ...(moves === null ? [] : [movesStatement(siteId, moves)]),
      ...(records === null ? [] : [recordsStatement(siteId, records)]),
    ].map((statement, index) => sql`${sql.raw(`w${index}`)} as (${statement})`);
    const before = written.length === 0 ? sql`` : sql`with ${sql.join(written, sql`, `)} `;
    await tx.execute(sql`${before}update sites set seq = ${rows.headSeq}::bigint where site_id = ${siteId}`);
  }
  return { areKeptAsGiven };
}

/** Newest sequence wins. */
function recordsStatement(siteId: string, text: string): SQL {
  return sql`insert into records (site_id, kind, id, seq, body)
    select ${siteId}, t.kind, t.id, t.seq, t.body
    from jsonb_to_recordset(${text}::text::jsonb) as t(kind text, id text, seq bigint, body jsonb)
    on conflict (site_id, kind, id) do update set seq = excluded.seq, body = excluded.body`;
}

function logStatement(siteId: string, text: string, receivedAtMs: number): SQL {
  return sql`insert into command_log (site_id, site_seq, command_id, station_id, outbox_id, station_seq, kind, outcome, refusal, body, received_at_ms)
    select ${siteId}, t."siteSeq", t."commandId", t."stationId", t."outboxId", t."stationSeq", t.kind, t.outcome, t.refusal, t.body, ${receivedAtMs}::bigint
    from jsonb_to_recordset(${text}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "stationId" text, "outboxId" text,
      "stationSeq" bigint, kind text, outcome text, refusal jsonb, body jsonb)`;
}

function movesStatement(siteId: string, text: string): SQL {
  return sql`insert into stock_move (site_id, command_id, entry_no, site_seq, at_ms, sku_id, lot_id, quantity, from_place, to_place)
    select ${siteId}, t."commandId", t."entryNo", t."siteSeq", t."atMs", t."skuId", t."lotId", t.quantity, t."from", t."to"
    from jsonb_to_recordset(${text}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "entryNo" integer, "atMs" bigint,
      "skuId" text, "lotId" text, quantity bigint, "from" jsonb, "to" jsonb)`;
}
