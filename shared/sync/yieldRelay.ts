import { pause } from '#shared/ports/scheduler.ts';
import { maxRowsPerPage } from '#shared/wire/platform/syncMessages.ts';
import type { PendingCommand } from './pendingCommands.ts';
import type { PushBatch } from './planRelay.ts';
import type { StoreCore } from './storeCore.ts';

/** Batches of other stations' commands from which on it is worth to let one station bring all of them. */
export const backlogBatches = 20;
/** Without news of the platform for so long, times its place among the stations, a station does it itself, milliseconds. */
const patienceMs = 600;
/** Longest a station waits for the others in one round, milliseconds. */
const longestYieldMs = 60_000;

/** Through which number the platform holds each outbox. */
export type HeldOutboxes = Readonly<Record<string, number>>;

/**
 * After hours without the platform every station has the whole day of all stations, each command resting on those of others. Were
 * all of them to bring it there, the platform would hear everything as often as there are stations. So the first by its outbox begins;
 * the others wait while the platform tells of news, and then look what it holds. Answers that, or null when there is no such backlog.
 */
export async function yieldRelay(core: StoreCore, batches: readonly PushBatch[]): Promise<HeldOutboxes | null> {
  if (batches.filter(({ isForeign }) => isForeign).length < backlogBatches) return null;
  const outboxes = [...new Set(core.pending.merged().map(({ entry }) => entry.command.outboxId))].sort();
  const longestQuietMs = patienceMs * Math.max(0, outboxes.indexOf(core.outboxId));
  const feed: AskedFeed = { cursor: core.position.cursor, held: { ...core.position.covered } };
  let quietMs = 0;
  for (let waitedMs = 0; quietMs < longestQuietMs && waitedMs < longestYieldMs; waitedMs += patienceMs) {
    const before = core.newsSeq;
    await pause(core.options.scheduler, patienceMs);
    if (core.newsSeq !== before) {
      quietMs = 0;
      continue;
    }
    quietMs += patienceMs;
    // Quiet because everything is there already, or because nobody does it: the feed tells.
    if (quietMs < longestQuietMs && (!(await askHeld(core, feed)) || !isAnyLacking(core, feed.held))) return feed.held;
  }
  await askHeld(core, feed);
  return feed.held;
}

function isAnyLacking(core: StoreCore, held: HeldOutboxes): boolean {
  return core.pending.merged().some(({ entry }) => entry.stationSeq > (held[entry.command.outboxId] ?? 0));
}

/** What of the pending commands is still to be brought: others' commands the platform holds are not sent again. */
export function withoutHeld(pending: readonly PendingCommand[], held: HeldOutboxes): readonly PendingCommand[] {
  return pending.filter(({ entry, isForeign }) => !isForeign || entry.stationSeq > (held[entry.command.outboxId] ?? 0));
}

/** Our own commands that somebody brought there for us: sent in any case, for their answers, but without regard to what they rest on. */
export function broughtByOthers(core: StoreCore, held: HeldOutboxes): readonly PendingCommand[] {
  const through = held[core.outboxId] ?? 0;
  return core.pending.list().filter(({ entry }) => entry.result === null && entry.stationSeq <= through);
}

/** How far the feed was asked, and what it said of outboxes up to there. */
type AskedFeed = { cursor: number; held: Record<string, number> };

/**
 * Goes on through the feed for what it says of outboxes only; the rows are pulled, all together, after everything sent was answered.
 * False, and nothing is held, when the platform speaks of another epoch.
 */
async function askHeld(core: StoreCore, feed: AskedFeed): Promise<boolean> {
  for (let hasMore = true; hasMore;) {
    const answer = await core.options.link.changes(feed.cursor, maxRowsPerPage);
    if (answer.epoch !== core.position.epoch) {
      feed.held = {};
      return false;
    }
    for (const { outboxId, throughSeq } of answer.outboxes ?? []) feed.held[outboxId] = Math.max(feed.held[outboxId] ?? 0, throughSeq);
    hasMore = answer.hasMore && answer.cursor > feed.cursor;
    feed.cursor = Math.max(feed.cursor, answer.cursor);
  }
  return true;
}
