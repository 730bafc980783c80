import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { ChangedRow, ChangesResponse } from '#shared/wire/platform/syncMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { readMovedOutboxes } from './readOutboxHeads.ts';
import { UnknownSite } from '#platform/db/records/siteSession.ts';

type FeedRow = { kind: ChangedRow['kind']; id: string; seq: number | string; body: unknown };

/**
 * Rows changed after a sequence, oldest first. Rows of one sequence are never parted, so a page may be a little longer than `limit`.
 * Sequences are given out under the site's row lock, so whatever is visible up to the last row is complete. Rejects with UnknownSite.
 */
export async function readChanges(db: Database, siteId: SiteId, afterSeq: number, limit: number): Promise<ChangesResponse> {
  const head = await readHead(db, siteId);
  const rows = await selectAfter(db, siteId, afterSeq, limit + 1);
  const cut = rows[limit];
  if (cut === undefined) {
    const lastSeq = Number(rows.at(-1)?.seq ?? afterSeq);
    const cursor = Math.max(lastSeq, head.headSeq, 0);
    const outboxes = await readMovedOutboxes(db, siteId, afterSeq, cursor);
    return { epoch: head.epoch, rows: rows.map(toChangedRow), cursor, headSeq: cursor, hasMore: false, outboxes };
  }
  const cutSeq = Number(cut.seq);
  let page = rows.filter((row) => Number(row.seq) < cutSeq);
  if (page.length === 0) page = await selectAt(db, siteId, cutSeq);
  const cursor = Number(page.at(-1)?.seq ?? afterSeq);
  const outboxes = await readMovedOutboxes(db, siteId, afterSeq, cursor);
  return { epoch: head.epoch, rows: page.map(toChangedRow), cursor, headSeq: Math.max(head.headSeq, cursor), hasMore: true, outboxes };
}

/** A site's newest sequence and epoch. Rejects with UnknownSite. */
export async function readHead(db: Database, siteId: SiteId): Promise<{ readonly headSeq: number; readonly epoch: string }> {
  const [row] = await queryRows<{ seq: number | string; epoch: string }>(db, sql`select seq, epoch from sites where site_id = ${siteId}`);
  if (row === undefined) throw new UnknownSite(siteId);
  return { headSeq: Number(row.seq), epoch: row.epoch };
}

function selectAfter(db: Database, siteId: SiteId, afterSeq: number, limit: number): Promise<FeedRow[]> {
  return queryRows<FeedRow>(
    db,
    sql`select kind, id, seq, body from records where site_id = ${siteId} and seq > ${afterSeq}::bigint order by seq limit ${limit}::int`,
  );
}

function selectAt(db: Database, siteId: SiteId, seq: number): Promise<FeedRow[]> {
  return queryRows<FeedRow>(db, sql`select kind, id, seq, body from records where site_id = ${siteId} and seq = ${seq}::bigint`);
}

function toChangedRow(row: FeedRow): ChangedRow {
  return { kind: row.kind, id: row.id, siteSeq: Number(row.seq), row: row.body };
}
