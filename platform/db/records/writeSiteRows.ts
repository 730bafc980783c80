import { sql } from 'drizzle-orm';
import { type Database, toJsonText } from '#platform/db/database.ts';

/** Most rows of one insert statement. */
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

/** Puts records in place, newest sequence wins. One statement per 4,000 rows. */
export async function upsertRecords(tx: Database, siteId: string, rows: readonly RecordRow[]): Promise<void> {
  for (const part of inParts(rows)) {
    await tx.execute(sql`insert into records (site_id, kind, id, seq, body)
      select ${siteId}, t.kind, t.id, t.seq, t.body
      from jsonb_to_recordset(${toJsonText(part)}::text::jsonb) as t(kind text, id text, seq bigint, body jsonb)
      on conflict (site_id, kind, id) do update set seq = excluded.seq, body = excluded.body`);
  }
}

/** Appends to the command log. */
export async function insertLog(tx: Database, siteId: string, rows: readonly LogRow[], receivedAtMs: number): Promise<void> {
  for (const part of inParts(rows)) {
    await tx.execute(sql`insert into command_log (site_id, site_seq, command_id, station_id, outbox_id, station_seq, kind, outcome, refusal, body, received_at_ms)
      select ${siteId}, t."siteSeq", t."commandId", t."stationId", t."outboxId", t."stationSeq", t.kind, t.outcome, t.refusal, t.body, ${receivedAtMs}::bigint
      from jsonb_to_recordset(${toJsonText(part)}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "stationId" text, "outboxId" text,
        "stationSeq" bigint, kind text, outcome text, refusal jsonb, body jsonb)`);
  }
}

/** Appends to the stock ledger. */
export async function insertMoves(tx: Database, siteId: string, rows: readonly MoveRow[]): Promise<void> {
  for (const part of inParts(rows)) {
    await tx.execute(sql`insert into stock_move (site_id, command_id, entry_no, site_seq, at_ms, sku_id, lot_id, quantity, from_place, to_place)
      select ${siteId}, t."commandId", t."entryNo", t."siteSeq", t."atMs", t."skuId", t."lotId", t.quantity, t."from", t."to"
      from jsonb_to_recordset(${toJsonText(part)}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "entryNo" integer, "atMs" bigint,
        "skuId" text, "lotId" text, quantity bigint, "from" jsonb, "to" jsonb)`);
  }
}

function* inParts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += maxRowsPerInsert) yield rows.slice(start, start + maxRowsPerInsert);
}
