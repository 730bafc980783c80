import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { OutboxHead } from '#shared/wire/platform/syncMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { platformStationId } from '#platform/db/records/siteSession.ts';

type HeadRow = { outbox_id: OutboxHead['outboxId']; station_seq: number | string };

/** The stations' outboxes that moved after one sequence and up to another, each with the last number taken by then. */
export async function readMovedOutboxes(db: Database, siteId: SiteId, afterSeq: number, throughSeq: number): Promise<OutboxHead[]> {
  if (throughSeq <= afterSeq) return [];
  const rows = await queryRows<HeadRow>(
    db,
    sql`select outbox_id, max(station_seq) as station_seq from command_log
      where site_id = ${siteId} and site_seq > ${afterSeq}::bigint and site_seq <= ${throughSeq}::bigint
        and station_id <> ${platformStationId}
      group by outbox_id`,
  );
  return rows.map(toHead);
}

/** All outboxes of a site's stations with the last number taken: one index look-up each, however long the log is. */
export async function readOutboxHeads(db: Database, siteId: SiteId): Promise<OutboxHead[]> {
  const newest = sql`order by station_id desc, outbox_id desc, station_seq desc limit 1`;
  const rows = await queryRows<HeadRow & { station_id: string }>(
    db,
    sql`with recursive heads as (
        (select station_id, outbox_id, station_seq from command_log where site_id = ${siteId} ${newest})
        union all
        select below.station_id, below.outbox_id, below.station_seq from heads cross join lateral (
          select station_id, outbox_id, station_seq from command_log
          where site_id = ${siteId} and (station_id, outbox_id) < (heads.station_id, heads.outbox_id) ${newest}
        ) below
      ) select station_id, outbox_id, station_seq from heads`,
  );
  return rows.filter((row) => row.station_id !== platformStationId).map(toHead);
}

function toHead(row: HeadRow): OutboxHead {
  return { outboxId: row.outbox_id, throughSeq: Number(row.station_seq) };
}
