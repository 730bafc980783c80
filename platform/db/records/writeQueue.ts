import type { SiteId } from '#shared/base/ids.ts';
import { maxCommandsPerPush } from '#shared/wire/platform/syncMessages.ts';
import type { Database } from '#platform/db/database.ts';
import type { RecordPorts } from './siteSession.ts';
import { type SiteRows, joinSiteRows } from './siteRows.ts';
import { areOneStatement, writeSiteRows } from './writeSiteRows.ts';

/** Most commands written by one statement: several stations' pushes of one site that wait at once share a commit. */
export const maxCommandsPerWrite = maxCommandsPerPush;

/** What was decided at one site and is on its way to the database. */
export type WriteQueue = {
  /** Resolves after the commit with true; with false, and nothing written, where the site stood elsewhere or something is in the log already. */
  add(rows: SiteRows): Promise<boolean>;
  /** Resolves when there is room for one more push. */
  hasRoom(): Promise<void>;
  /** Resolves when nothing is on its way. */
  isEmpty(): Promise<void>;
};

type Waiting = { readonly rows: SiteRows; settle(isWritten: boolean): void; fail(fault: unknown): void };

/** Writes in the order of adding; while one statement is under way what comes gathers for the next. `onLost` hears when something was not written. */
export function createWriteQueue(ports: RecordPorts, siteId: SiteId, onLost: () => void): WriteQueue {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const writeGroup = async (group: readonly [Waiting, ...Waiting[]]) => {
    const rows = group.map((each) => each.rows).reduce(joinSiteRows);
    try {
      const isWritten = await writeAtOnce(ports.db, siteId, rows);
      if (isWritten) announce(ports, siteId, rows);
      else onLost();
      for (const each of group) each.settle(isWritten);
    } catch (fault) {
      onLost();
      const isKnown = isUsedBefore(fault);
      for (const each of group) {
        if (isKnown) each.settle(false);
        else each.fail(fault);
      }
    }
  };
  const writeAll = async () => {
    while (waiting.length > 0) {
      const group = takeGroup(waiting);
      waiting = waiting.slice(group.length);
      await writeGroup(group);
    }
    writing = null;
  };

  return {
    add(rows) {
      const written = new Promise<boolean>((resolve, reject) => waiting.push({ rows, settle: resolve, fail: reject }));
      writing ??= writeAll();
      return written;
    },
    async hasRoom() {
      if (countCommands(waiting) >= maxCommandsPerWrite) await writing;
    },
    async isEmpty() {
      await writing;
    },
  };
}

function takeGroup(waiting: readonly Waiting[]): readonly [Waiting, ...Waiting[]] {
  const [first, ...others] = waiting as readonly [Waiting, ...Waiting[]];
  const group: [Waiting, ...Waiting[]] = [first];
  for (const next of others) {
    if (countCommands([...group, next]) > maxCommandsPerWrite) break;
    group.push(next);
  }
  return group;
}

function countCommands(waiting: readonly Waiting[]): number {
  return waiting.reduce((count, each) => count + each.rows.log.length, 0);
}

function writeAtOnce(db: Database, siteId: SiteId, rows: SiteRows): Promise<boolean> {
  return areOneStatement(rows) ? writeSiteRows(db, siteId, rows) : db.transaction((tx) => writeSiteRows(tx as Database, siteId, rows));
}

function announce(ports: RecordPorts, siteId: SiteId, rows: SiteRows): void {
  for (const { kind, outcome } of rows.outcomes) ports.onOutcome(kind, outcome);
  ports.onChanged(siteId, rows.headSeq);
}

/** A number or an id of a push is in the log already. */
function isUsedBefore(fault: unknown): boolean {
  const code = (fault as { code?: unknown }).code ?? (fault as { cause?: { code?: unknown } }).cause?.code;
  return code === '23505';
}
