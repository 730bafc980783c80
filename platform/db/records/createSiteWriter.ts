import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { type KeptViews, createKeptViews, newKeptSite } from './keptViews.ts';
import { OpenSession } from './openSession.ts';
import { type SiteLane, createSiteLane } from './siteLane.ts';
import { type RecordPorts, type SiteSession, type TakenPush, UnknownSite } from './siteSession.ts';
import { writeSiteRows } from './writeSiteRows.ts';

/** Writers of one site that wait in this process at most; one more is told to come again. */
export const maxWaitingWriters = 256;

/** The only way records of a site change. */
export type SiteWriter = {
  /**
   * Runs `work` in one transaction that holds the site's row lock, so sequences are given out in commit order.
   * Rejects with UnknownSite, and with RequestProblem where too many wait; any error of `work` rolls everything back.
   */
  write<T>(siteId: SiteId, work: (session: SiteSession) => Promise<T>): Promise<T>;
  /**
   * Decides an outbox's next commands on the rows at hand and writes them with one statement, together with what others wait to have
   * written. Gives null where that cannot be known to be right (nothing at hand, another number expected, another node wrote, an id used
   * before): nothing happened then, and `write` finds out.
   */
  writeNext(siteId: SiteId, commands: readonly [Command, ...Command[]]): Promise<TakenPush | null>;
};

/** Builds the writer. Within a process the writers of a site take turns here, so that they hold one connection, not all. */
export function createSiteWriter(ports: RecordPorts): SiteWriter {
  const lanes = new Map<string, SiteLane>();
  const views = createKeptViews();
  const inLane = async <T>(siteId: SiteId, use: (lane: SiteLane) => Promise<T>): Promise<T> => {
    const lane = lanes.get(siteId) ?? createSiteLane(ports, views, siteId);
    if (lane.waiting() >= maxWaitingWriters)
      throw new RequestProblem(503, 'SITE_BUSY', 'Too many writers wait for this site; come again in a moment.');
    lanes.set(siteId, lane);
    try {
      return await use(lane);
    } finally {
      if (lane.waiting() === 0) lanes.delete(siteId);
    }
  };
  return {
    write: (siteId, work) => inLane(siteId, (lane) => lane.alone(() => runSession(ports, views, siteId, work))),
    writeNext: (siteId, commands) => inLane(siteId, (lane) => lane.next(commands)),
  };
}

async function runSession<T>(ports: RecordPorts, views: KeptViews, siteId: SiteId, work: (session: SiteSession) => Promise<T>): Promise<T> {
  const kept = views.take(siteId);
  const { answer, session, rows } = await ports.db.transaction(async (transaction) => {
    const tx = transaction as Database;
    const [row] = await queryRows<{ seq: number | string; epoch: string }>(
      tx,
      sql`select seq, epoch from sites where site_id = ${siteId} for update`,
    );
    if (row === undefined) throw new UnknownSite(siteId);
    const seq = Number(row.seq);
    const isTrue = kept !== null && kept.epoch === row.epoch && kept.seq === seq;
    const session = new OpenSession(ports, tx, siteId, isTrue ? kept : newKeptSite(siteId, row.epoch, seq));
    const answer = await work(session);
    const rows = session.toRows();
    // The epoch is what the session found: work may have renewed it, and then writes nothing else.
    if (rows.headSeq !== rows.startSeq && !(await writeSiteRows(tx, siteId, rows))) throw new Error(`site ${siteId} moved under its lock`);
    return { answer, session, rows };
  });
  if (rows.areKeptAsGiven) views.keep(siteId, session.toKept());
  for (const { kind, outcome } of rows.outcomes) ports.onOutcome(kind, outcome);
  if (rows.headSeq !== rows.startSeq) ports.onChanged(siteId, rows.headSeq);
  return answer;
}
