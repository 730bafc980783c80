import type { Order } from '#shared/model/order/order.ts';
import type { ReplayOrder } from '#shared/planning/floorReplay/replayBooks.ts';
import type { FloorDay } from '#shared/planning/floorReplay/replayFloor.ts';
import { siteDayOf } from '#shared/rules/stock/siteDay.ts';
import { tasksOf } from '#shared/rules/task/tasksOfOrder.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** Most orders replayed: a busy hour and more; the newest of the day. */
export const maxReplayedOrders = 200;
/** Packing, shelving and handing over one order by the person who picked it. */
export const packMsPerOrder = 45_000;

const dayMs = 86_400_000;

/** The day whose orders are replayed: yesterday, or today so far where yesterday had none. */
export type ReplayDay = { readonly day: 'yesterday' | 'today'; readonly orders: readonly ReplayOrder[]; readonly allOrders: number };

/** Orders of the day with their picks, from the store alone; null without any. */
export function dayToReplay(store: Pick<StationStore, 'all' | 'view'>, nowMs: number): ReplayDay | null {
  const timeZone = store.view.site()?.timeZone ?? 'UTC';
  const byDay = new Map<string, ReplayOrder[]>();
  for (const order of store.all('order')) {
    const releasedAtMs = order.timeline.find((entry) => entry.stage === 'released')?.atMs;
    if (releasedAtMs === undefined || nowMs - releasedAtMs > 2 * dayMs) continue;
    const steps = stepsOf(store, order);
    if (steps.length === 0) continue;
    const day = siteDayOf(timeZone, releasedAtMs);
    byDay.set(day, [...(byDay.get(day) ?? []), { order, releasedAtMs, steps }]);
  }
  for (const [day, atMs] of [
    ['yesterday', nowMs - dayMs],
    ['today', nowMs],
  ] as const) {
    const found = byDay.get(siteDayOf(timeZone, atMs));
    if (found === undefined) continue;
    const newest = found.toSorted((a, b) => b.releasedAtMs - a.releasedAtMs).slice(0, maxReplayedOrders);
    return { day, orders: newest, allOrders: found.length };
  }
  return null;
}

/** The day on this site's floor with so many pickers; null where the site has no walk graph. */
export function toFloorDay(store: Pick<StationStore, 'view'>, replayed: ReplayDay, pickers: number): FloorDay | null {
  const site = store.view.site();
  return site?.walk === undefined ? null : { site, view: store.view, orders: replayed.orders, pickers, packMsPerOrder };
}

function stepsOf(store: Pick<StationStore, 'view'>, order: Order): ReplayOrder['steps'] {
  return tasksOf(store.view, order).flatMap((task) => task.steps.filter((step) => step.orderId === order.id));
}
