import { type SQL, sql } from 'drizzle-orm';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteRows } from './siteRows.ts';

/** Most rows of one table in one statement. */
export const maxRowsPerInsert = 4000;

/** Whether the rows fit one statement. */
export function areOneStatement(rows: SiteRows): boolean {
  return partsOf(rows) <= 1;
}

/**
 * Appends to the command log and the ledger, puts records in place and moves the site's sequence, if the site still stands where the rows
 * start: one statement, and one more for each further 4,000 rows (then `db` must be a transaction). The update of the site's row comes
 * first and waits for whoever holds it, so sequences become visible in their order. Gives false, and writes nothing, where the site moved on.
 */
export async function writeSiteRows(db: Database, siteId: string, rows: SiteRows): Promise<boolean> {
  const parts = partsOf(rows);
  const records = [...rows.records.values()];
  for (let part = 0; part < parts; part += 1) {
    const toText = (each: readonly string[]) => {
      const slice = each.slice(part * maxRowsPerInsert, (part + 1) * maxRowsPerInsert);
      return slice.length === 0 ? null : `[${slice.join(',')}]`;
    };
    const [log, moves, changed] = [toText(rows.log), toText(rows.moves), toText(records)];
    const fromSeq = part === 0 ? rows.startSeq : rows.headSeq;
    const written = [
      sql`moved as (update sites set seq = ${rows.headSeq}::bigint
        where site_id = ${siteId} and seq = ${fromSeq}::bigint and epoch = ${rows.epoch} returning site_id)`,
      ...(log === null ? [] : [logStatement(log)]),
      ...(moves === null ? [] : [movesStatement(moves)]),
      ...(changed === null ? [] : [recordsStatement(changed)]),
    ];
    const found = await queryRows(db, sql`with ${sql.join(written, sql`, `)} select site_id from moved`);
    if (found.length === 0) return false;
  }
  return true;
}

function partsOf(rows: SiteRows): number {
  return Math.max(1, ...[rows.log.length, rows.moves.length, rows.records.size].map((count) => Math.ceil(count / maxRowsPerInsert)));
}

/** Newest sequence wins. */
function recordsStatement(text: string): SQL {
  return sql`put_records as (insert into records (site_id, kind, id, seq, body)
    select moved.site_id, t.kind, t.id, t.seq, t.body
    from moved cross join jsonb_to_recordset(${text}::text::jsonb) as t(kind text, id text, seq bigint, body jsonb)
    on conflict (site_id, kind, id) do update set seq = excluded.seq, body = excluded.body)`;
}

function logStatement(text: string): SQL {
  return sql`put_log as (insert into command_log
      (site_id, site_seq, command_id, station_id, outbox_id, station_seq, kind, outcome, refusal, body, received_at_ms)
    select moved.site_id, t."siteSeq", t."commandId", t."stationId", t."outboxId", t."stationSeq", t.kind, t.outcome, t.refusal, t.body,
      t."receivedAtMs"
    from moved cross join jsonb_to_recordset(${text}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "stationId" text,
      "outboxId" text, "stationSeq" bigint, kind text, outcome text, refusal jsonb, body jsonb, "receivedAtMs" bigint))`;
}

function movesStatement(text: string): SQL {
  return sql`put_moves as (insert into stock_move
      (site_id, command_id, entry_no, site_seq, at_ms, sku_id, lot_id, quantity, from_place, to_place)
    select moved.site_id, t."commandId", t."entryNo", t."siteSeq", t."atMs", t."skuId", t."lotId", t.quantity, t."from", t."to"
    from moved cross join jsonb_to_recordset(${text}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "entryNo" integer,
      "atMs" bigint, "skuId" text, "lotId" text, quantity bigint, "from" jsonb, "to" jsonb))`;
}
