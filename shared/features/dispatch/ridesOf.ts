import type { Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { DispatchPlan, PlannedTrip } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { wishOf } from '#shared/rules/delivery/wishOf.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** A line of the dispatch board. `key` stays the same while it is about the same thing. */
export type Ride =
  | { readonly kind: 'planned'; readonly key: string; readonly trip: Trip }
  | { readonly kind: 'suggested'; readonly key: string; readonly trip: PlannedTrip }
  | { readonly kind: 'held'; readonly key: string; readonly order: Order };

/** The board's rides: suggestions first, due before later, then what is planned and waits for its courier, then held orders. */
export function ridesOf(plan: DispatchPlan | null, store: Pick<StationStore, 'find' | 'all' | 'view'>, nowMs: number): Ride[] {
  const isOpen = (trip: PlannedTrip) => trip.orderIds.every((id) => isFree(store.view.get('order', id)));
  const suggested = (plan?.trips ?? [])
    .filter(isOpen)
    .map((trip): Ride => ({ kind: 'suggested', key: `s:${trip.courierId}:${trip.orderIds.join('+')}`, trip }));
  const planned = [...store.all('trip')]
    .filter((trip) => trip.status === 'planned')
    .toSorted((a, b) => a.plannedAtMs - b.plannedAtMs || (a.id < b.id ? -1 : 1))
    .map((trip): Ride => ({ kind: 'planned', key: `t:${trip.id}`, trip }));
  const held = store.find
    .openOrders()
    .filter((order) => isFree(order) && (wishOf(order).heldUntilMs ?? 0) > nowMs)
    .map((order): Ride => ({ kind: 'held', key: `h:${order.id}`, order }));
  return [...suggested, ...planned, ...held];
}

function isFree(order: Order | undefined): boolean {
  return order !== undefined && order.tripId === null && order.stage !== 'handedOver' && order.stage !== 'delivered';
}
