import type { OperatorId, StationId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import { isLiveTask } from './putTask.ts';
import { isInShare, type Share } from './takeShare.ts';

/** Why a task stands where it stands: a message key below `queue` and its parameters. Durations in milliseconds. */
export type RankReason = { readonly key: string; readonly params: Readonly<Record<string, string | number>> };
export type RankedTask = { readonly task: Task; readonly leftMs: number; readonly reason: RankReason };

/** Who asks for work, and when. With a `share` (no platform, no other station in reach) only the station's part of the unclaimed tasks. */
export type RankAsker = {
  readonly atMs: number;
  readonly stationId: StationId;
  readonly operatorId: OperatorId;
  readonly share?: Share | undefined;
};

/** How much earlier a member's task counts as due. */
export const tierAdvantageMs: Readonly<Record<Order['memberTier'], number>> = { standard: 0, gold: 2 * 60_000, black: 4 * 60_000 };
/** From this wait on every further minute counts as one minute less left, so that nothing waits for ever. */
export const starvationAfterMs = 10 * 60_000;

/**
 * The tasks an operator may work on, best first ("Get work"): their own in progress, then by time left, members counting as due
 * earlier and long waits as more urgent. Tasks somebody else holds by a live lease are left out. Ties go by age, then id.
 */
export function rankTasks(tasks: Iterable<Task>, asker: RankAsker, ordersById: ReadonlyMap<string, Order>): RankedTask[] {
  const scored: { readonly ranked: RankedTask; readonly scoreMs: number; readonly isOwn: boolean }[] = [];
  for (const task of tasks) {
    if (!isLiveTask(task)) continue;
    const isOwn = task.holder?.operatorId === asker.operatorId;
    const isHeld = task.holder !== null && !isOwn && asker.atMs < task.holder.untilMs;
    if (isHeld) continue;
    if (asker.share && !isOwn && !isInShare(task, asker.share, asker.atMs)) continue;
    scored.push({ ...scoreOf(task, asker, ordersById, isOwn), isOwn });
  }
  const sorted = scored.toSorted(
    (a, b) =>
      Number(b.isOwn) - Number(a.isOwn) ||
      a.scoreMs - b.scoreMs ||
      a.ranked.task.createdAtMs - b.ranked.task.createdAtMs ||
      (a.ranked.task.id < b.ranked.task.id ? -1 : 1),
  );
  return sorted.map((entry) => entry.ranked);
}

function scoreOf(
  task: Task,
  asker: RankAsker,
  ordersById: ReadonlyMap<string, Order>,
  isOwn: boolean,
): { ranked: RankedTask; scoreMs: number } {
  const leftMs = task.dueAtMs - asker.atMs;
  const advantageMs = Math.max(0, ...task.orderIds.map((id) => tierAdvantageMs[ordersById.get(id)?.memberTier ?? 'standard']));
  const starvedMs = Math.max(0, asker.atMs - task.createdAtMs - starvationAfterMs);
  const ranked = { task, leftMs, reason: reasonOf(task, leftMs, advantageMs, starvedMs, isOwn) };
  return { ranked, scoreMs: leftMs - advantageMs - starvedMs };
}

function reasonOf(task: Task, leftMs: number, advantageMs: number, starvedMs: number, isOwn: boolean): RankReason {
  if (isOwn) return { key: 'queue.own', params: {} };
  if (leftMs < 0) return { key: 'queue.late', params: { lateMs: -leftMs } };
  if (starvedMs > 0) return { key: 'queue.waitedLong', params: { waitedMs: starvedMs + starvationAfterMs } };
  if (advantageMs > 0) return { key: 'queue.member', params: { leftMs } };
  return { key: task.kind === 'pick' ? 'queue.timeLeft' : 'queue.returnToShelf', params: { leftMs } };
}
