import type { SiteId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { type KeptViews, toOutboxKey } from './keptViews.ts';
import { OpenSession } from './openSession.ts';
import type { RecordPorts, TakenPush } from './siteSession.ts';
import { createWriteQueue } from './writeQueue.ts';

/** The writers of one site in this process, in the order they came. */
export type SiteLane = {
  /** Runs `work` when everything before it is written or given up, and lets nothing else begin meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** SiteWriter.writeNext. */
  next(commands: readonly [Command, ...Command[]]): Promise<TakenPush | null>;
  /** Writers that wait or are at it. */
  waiting(): number;
};

/**
 * Takes turns at a site. Commands are decided one push after the other on the rows at hand, which are ahead of the database by what is
 * still being written. Every statement names the sequence it starts from, so one that was decided on something that did not come to pass
 * writes nothing.
 */
export function createSiteLane(ports: RecordPorts, views: KeptViews, siteId: SiteId): SiteLane {
  const queue = createWriteQueue(ports, siteId, () => views.forget(siteId));
  let lastTurn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const takeTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => undefined);
    return turn;
  };
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1;
    try {
      return await work();
    } finally {
      waiting -= 1;
    }
  };
  /** Decides now; the answer comes when it is written. */
  const decide = async (commands: readonly [Command, ...Command[]]): Promise<{ written: Promise<TakenPush | null> } | null> => {
    await queue.hasRoom();
    const kept = views.take(siteId);
    if (kept === null) return null;
    const session = new OpenSession(ports, ports.db, siteId, kept);
    if (!doFollow(session, commands)) {
      views.keep(siteId, kept);
      return null;
    }
    const results = await session.apply(commands);
    const rows = session.toRows();
    if (rows.areKeptAsGiven) views.keep(siteId, session.toKept());
    const taken: TakenPush = { epoch: kept.epoch, headSeq: rows.headSeq, results };
    return { written: queue.add(rows).then((isWritten) => (isWritten ? taken : null)) };
  };

  return {
    alone: (work) =>
      counted(() =>
        takeTurn(async () => {
          await queue.isEmpty();
          return work();
        }),
      ),
    next: (commands) => counted(async () => (await takeTurn(() => decide(commands)))?.written ?? null),
    waiting: () => waiting,
  };
}

/** Whether the commands of each outbox go on where its last one at hand ended. */
function doFollow(session: OpenSession, commands: readonly Command[]): boolean {
  const last = new Map<string, number | undefined>();
  for (const { stationId, outboxId, stationSeq } of commands) {
    const key = toOutboxKey(stationId, outboxId);
    const before = last.has(key) ? last.get(key) : session.lastNumber(stationId, outboxId);
    if (before !== stationSeq - 1) return false;
    last.set(key, stationSeq);
  }
  return true;
}
