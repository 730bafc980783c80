import { sql } from 'drizzle-orm';
import type { Command } from '#shared/model/command/command.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';
import { queryRows } from '#platform/db/database.ts';
import { toOutboxKey } from '#platform/db/records/keptViews.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

/** What the log knows of one outbox's part of a push: answers under its numbers, in order, and the last number taken (0: none). */
export type KnownOutbox = { readonly logged: readonly CommandResult[]; readonly lastSeq: number };
/** Of all outboxes of a push, by `toOutboxKey`, and which of its ids were used under any number. */
export type KnownCommands = { readonly outboxes: ReadonlyMap<string, KnownOutbox>; readonly usedIds: ReadonlySet<string> };

type Row = {
  part: 'logged' | 'last' | 'used';
  station_id: string | null;
  outbox_id: string | null;
  station_seq: number | string | null;
  command_id: string | null;
  outcome: CommandResult['outcome'] | null;
  site_seq: number | string | null;
  refusal: CommandResult['refusal'];
};

/** Asks the log, in one statement, about the commands of a push; the commands of each outbox are numbered without gaps. */
export async function readKnownCommands(session: SiteSession, commands: readonly Command[]): Promise<KnownCommands> {
  const parts = new Map<string, { station: string; outbox: string; first: number; after: number }>();
  for (const { stationId, outboxId, stationSeq } of commands) {
    const key = toOutboxKey(stationId, outboxId);
    const part = parts.get(key);
    parts.set(key, { station: stationId, outbox: outboxId, first: part?.first ?? stationSeq, after: stationSeq + 1 });
  }
  const [outboxesText, idsText] = [JSON.stringify([...parts.values()]), JSON.stringify(commands.map(({ id }) => id))];
  const outboxes = sql`jsonb_to_recordset(${outboxesText}::text::jsonb) as o(station text, outbox text, first bigint, after bigint)`;
  const rows = await queryRows<Row>(
    session.tx,
    // `offset 0`: one index look-up per outbox and id, whatever the statistics say.
    sql`select 'logged' as part, l.* from ${outboxes} cross join lateral (
        select station_id, outbox_id, station_seq, command_id, outcome, site_seq, refusal from command_log
        where site_id = ${session.siteId} and station_id = o.station and outbox_id = o.outbox
          and station_seq >= o.first and station_seq < o.after order by station_seq offset 0) l
      union all select 'last', o.station, o.outbox, l.station_seq, null, null, null, null from ${outboxes} cross join lateral (
        select station_seq from command_log where site_id = ${session.siteId} and station_id = o.station and outbox_id = o.outbox
        order by station_seq desc limit 1) l
      union all select 'used', null, null, null, l.command_id, null, null, null from jsonb_array_elements_text(${idsText}::text::jsonb) as i(id)
      cross join lateral (select command_id from command_log where site_id = ${session.siteId} and command_id = i.id offset 0) l`,
  );
  const known = new Map<string, { logged: CommandResult[]; lastSeq: number }>();
  for (const key of parts.keys()) known.set(key, { logged: [], lastSeq: 0 });
  const usedIds = new Set<string>();
  for (const row of rows) {
    const outbox = known.get(toOutboxKey(row.station_id ?? '', row.outbox_id ?? ''));
    if (row.part === 'used') usedIds.add(row.command_id ?? '');
    else if (row.part === 'last' && outbox) outbox.lastSeq = Number(row.station_seq);
    else outbox?.logged.push(toResult(row));
  }
  for (const { logged } of known.values()) logged.sort((a, b) => a.stationSeq - b.stationSeq);
  return { outboxes: known, usedIds };
}

function toResult(row: Row): CommandResult {
  return {
    commandId: row.command_id as CommandResult['commandId'],
    stationSeq: Number(row.station_seq),
    outcome: row.outcome as CommandResult['outcome'],
    siteSeq: Number(row.site_seq),
    refusal: row.refusal,
  };
}
