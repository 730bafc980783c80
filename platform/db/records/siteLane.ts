import type { SiteId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { maxCommandsPerPush } from '#shared/wire/platform/syncMessages.ts';
import type { Database } from '#platform/db/database.ts';
import type { KeptViews } from './keptViews.ts';
import { OpenSession } from './openSession.ts';
import type { RecordPorts, TakenPush } from './siteSession.ts';
import { type SiteRows, joinSiteRows } from './siteRows.ts';
import { areOneStatement, writeSiteRows } from './writeSiteRows.ts';

/** Most commands written by one statement: several stations' pushes of one site that wait at once share a commit. */
export const maxCommandsPerWrite = maxCommandsPerPush;

/** The writers of one site in this process, in the order they came. */
export type SiteLane = {
  /** Runs `work` when everything before it is written or given up, and lets nothing else begin meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** SiteWriter.writeNext. */
  next(commands: readonly [Command, ...Command[]]): Promise<TakenPush | null>;
  /** Writers that wait or are at it. */
  waiting(): number;
};

type Decided = { readonly rows: SiteRows; settle(isWritten: boolean): void; fail(fault: unknown): void };

/**
 * Takes turns at a site. Commands are decided one push after the other on the rows at hand, which are ahead of the database by what is
 * still being written; while one statement is under way the pushes decided meanwhile gather for the next. Every statement names the
 * sequence it starts from, so one that was decided on something that did not come to pass writes nothing.
 */
export function createSiteLane(ports: RecordPorts, views: KeptViews, siteId: SiteId): SiteLane {
  let lastTurn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let decided: Decided[] = [];
  let writing: Promise<void> | null = null;

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

  const writeAll = async () => {
    while (decided.length > 0) {
      const group = takeGroup(decided);
      decided = decided.slice(group.length);
      const rows = group.map((each) => each.rows).reduce(joinSiteRows);
      try {
        const isWritten = await writeAtOnce(ports.db, siteId, rows);
        if (isWritten) announce(ports, siteId, rows);
        else views.forget(siteId);
        for (const each of group) each.settle(isWritten);
      } catch (fault) {
        views.forget(siteId);
        const wasUsed = isUsedBefore(fault);
        for (const each of group) {
          if (wasUsed) each.settle(false);
          else each.fail(fault);
        }
      }
    }
    writing = null;
  };

  /** Decides now; the answer comes when it is written. */
  const decide = async (commands: readonly [Command, ...Command[]]): Promise<{ written: Promise<TakenPush | null> } | null> => {
    if (countCommands(decided) >= maxCommandsPerWrite) await writing;
    const kept = views.take(siteId);
    if (kept === null) return null;
    const session = new OpenSession(ports, ports.db, siteId, kept);
    const [first] = commands;
    if (session.lastNumber(first.stationId, first.outboxId) !== first.stationSeq - 1) {
      views.keep(siteId, kept);
      return null;
    }
    const results = await session.apply(commands);
    const rows = session.toRows();
    if (rows.areKeptAsGiven) views.keep(siteId, session.toKept());
    const taken: TakenPush = { epoch: kept.epoch, headSeq: rows.headSeq, results };
    const written = new Promise<TakenPush | null>((resolve, reject) => {
      decided.push({ rows, settle: (isWritten) => resolve(isWritten ? taken : null), fail: reject });
    });
    writing ??= writeAll();
    return { written };
  };

  return {
    alone: (work) =>
      counted(() =>
        takeTurn(async () => {
          await writing;
          return work();
        }),
      ),
    next: (commands) => counted(async () => (await takeTurn(() => decide(commands)))?.written ?? null),
    waiting: () => waiting,
  };
}

function takeGroup(decided: readonly Decided[]): readonly [Decided, ...Decided[]] {
  const [first, ...others] = decided as readonly [Decided, ...Decided[]];
  const group: [Decided, ...Decided[]] = [first];
  for (const next of others) {
    if (countCommands([...group, next]) > maxCommandsPerWrite) break;
    group.push(next);
  }
  return group;
}

function countCommands(decided: readonly Decided[]): number {
  return decided.reduce((count, each) => count + each.rows.log.length, 0);
}

function writeAtOnce(db: Database, siteId: SiteId, rows: SiteRows): Promise<boolean> {
  return areOneStatement(rows) ? writeSiteRows(db, siteId, rows) : db.transaction((tx) => writeSiteRows(tx as Database, siteId, rows));
}

function announce(ports: RecordPorts, siteId: SiteId, rows: SiteRows): void {
  for (const { kind, outcome } of rows.outcomes) ports.onOutcome(kind, outcome);
  ports.onChanged(siteId, rows.headSeq);
}

/** A number or an id of the push is in the log already. */
function isUsedBefore(fault: unknown): boolean {
  const code = (fault as { code?: unknown }).code ?? (fault as { cause?: { code?: unknown } }).cause?.code;
  return code === '23505';
}
