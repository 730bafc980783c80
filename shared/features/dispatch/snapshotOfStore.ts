import type { Order } from '#shared/model/order/order.ts';
import type { DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { type DispatchExperience, learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** Learning looks back so far, and at so many orders at most. */
const learnFromMs = 8 * 3_600_000;
const maxLearntOrders = 400;
/** ... and again after so long. */
export const learnEveryMs = 5 * 60_000;

/** What a station's planner keeps from one decision to the next. */
export type PlannerMemory = {
  readonly experience: DispatchExperience;
  readonly learntAtMs: number;
  readonly lastTrips: DispatchSnapshot['lastTrips'];
};

/** What the planner sees of the site in this station's store; null before the layout is there. Gives the memory to hand in next time. */
export function snapshotOfStore(
  store: Pick<StationStore, 'view' | 'find' | 'all'>,
  atMs: number,
  memory: PlannerMemory | null,
): { snapshot: DispatchSnapshot; memory: PlannerMemory } | null {
  const site = store.view.site();
  if (site === undefined) return null;
  const isFresh = memory !== null && atMs >= memory.learntAtMs && atMs - memory.learntAtMs < learnEveryMs;
  const kept = isFresh ? memory : { ...learnFromStore(store, atMs, site), lastTrips: memory?.lastTrips ?? [] };
  const orders = store.find.openOrders();
  const { location, promiseMs, stageBudgetsMs } = site;
  const snapshot: DispatchSnapshot = {
    ...{ atMs, site: { location, promiseMs, stageBudgetsMs }, orders },
    couriers: [...store.all('courier')],
    trips: [...store.all('trip')].filter((trip) => trip.status === 'planned' || trip.status === 'underway'),
    experience: kept.experience,
    gramsOf: Object.fromEntries(orders.map((order) => [order.id, gramsOf(order, store)])),
    lastTrips: kept.lastTrips,
  };
  return { snapshot, memory: kept };
}

function learnFromStore(store: Pick<StationStore, 'all'>, atMs: number, site: Parameters<typeof learnExperience>[2]) {
  const orders = [...store.all('order')]
    .filter((order) => order.placedAtMs > atMs - learnFromMs)
    .toSorted((a, b) => b.placedAtMs - a.placedAtMs || (a.id < b.id ? -1 : 1))
    .slice(0, maxLearntOrders);
  const trips = [...store.all('trip')].filter((trip) => trip.plannedAtMs > atMs - learnFromMs);
  return { experience: learnExperience(orders, trips, site), learntAtMs: atMs };
}

function gramsOf(order: Order, store: Pick<StationStore, 'view'>): number {
  return order.lines.reduce((sum, line) => {
    const sku = store.view.get('sku', line.skuId);
    return sum + (line.orderedQuantity - line.shortQuantity) * (sku === undefined ? 0 : sku.unit === 'gram' ? 1 : sku.weightGrams);
  }, 0);
}
