import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { wishOf } from '#shared/rules/delivery/wishOf.ts';
import type { DispatchReason, DispatchSnapshot, OrderForecast, PlannedTrip } from './dispatchPlanner.ts';
import { type CourierState, playDoors } from './forecastCourier.ts';
import { legOf, type ReadyForecast } from './forecastReady.ts';
import { doorstepMs } from './learnExperience.ts';
import { rideMs } from './rideTime.ts';

/** When each open order is ready and at its door, and why it will be late if it will. */
export function forecastOrders(
  snapshot: DispatchSnapshot,
  couriers: readonly { readonly courier: Courier; readonly state: CourierState }[],
  trips: readonly PlannedTrip[],
  ready: ReadonlyMap<string, ReadyForecast>,
): OrderForecast[] {
  const doorAtMs = new Map<string, number>();
  for (const { state } of couriers) for (const [id, atMs] of state.doorAtMs) doorAtMs.set(id, atMs);
  const orderOf = new Map(snapshot.orders.map((order) => [order.id as string, order]));
  for (const trip of trips) {
    const doors = trip.orderIds.flatMap((id) => orderOf.get(id) ?? []);
    for (const [id, atMs] of playDoors(trip.leavesAtMs, snapshot.site.location, doors, snapshot).doorAtMs) doorAtMs.set(id, atMs);
  }
  return snapshot.orders
    .filter((order) => channelPolicies[order.channel].needsCourier && order.stage !== 'delivered' && order.stage !== 'cancelled')
    .map((order) => toForecast(order, doorAtMs.get(order.id) ?? aloneUnderWay(order, snapshot), ready.get(order.id)!, snapshot));
}

/** An order somebody took along without a planned ride is believed to go straight to its door. */
function aloneUnderWay(order: Order, { site, experience, atMs }: DispatchSnapshot): number | null {
  if (order.stage !== 'handedOver' || order.deliveryFailure !== undefined) return null;
  const leftAtMs = order.timeline.find(({ stage }) => stage === 'handedOver')?.atMs ?? atMs;
  return Math.round(Math.max(atMs, leftAtMs + rideMs(site.location, order.destination, experience.rideFactor)) + doorstepMs);
}

function toForecast(
  order: Order,
  plannedMs: number | null,
  { readyAtMs, spreadMs }: ReadyForecast,
  snapshot: DispatchSnapshot,
): OrderForecast {
  const ownRideMs = rideMs(snapshot.site.location, order.destination, snapshot.experience.rideFactor) + doorstepMs;
  const heldUntilMs = order.tripId === null ? wishOf(order).heldUntilMs : null;
  const isHeld = heldUntilMs !== null && heldUntilMs > snapshot.atMs;
  const doorAtMs = isHeld ? Math.round(Math.max(heldUntilMs, readyAtMs) + snapshot.experience.counterMs + ownRideMs) : plannedMs;
  const isLate = (doorAtMs ?? Infinity) > order.promiseAtMs;
  const about = { order, doorAtMs, readyAtMs, ownRideMs, isHeld };
  const reason = isLate ? reasonOfLateness(about, snapshot) : null;
  return { orderId: order.id, readyAtMs, readySpreadMs: spreadMs, doorAtMs, isLate, reason };
}

type Late = {
  readonly order: Order;
  readonly doorAtMs: number | null;
  readonly readyAtMs: number;
  readonly ownRideMs: number;
  readonly isHeld: boolean;
};

/** What has to change for it to be on time, the nearest cause first. */
function reasonOfLateness({ order, doorAtMs, readyAtMs, ownRideMs, isHeld }: Late, { atMs, experience }: DispatchSnapshot): DispatchReason {
  const lateMs = doorAtMs === null ? 0 : doorAtMs - order.promiseAtMs;
  if (isHeld) return { key: 'dispatch.lateHeld', params: { lateMs } };
  if (doorAtMs === null) return { key: 'dispatch.lateNobody', params: {} };
  if (order.stage === 'handedOver') return { key: 'dispatch.lateRiding', params: { lateMs } };
  const soonestMs = experience.counterMs + ownRideMs;
  if (order.placedAtMs + soonestMs + experience.legs.pick.meanMs + experience.legs.pack.meanMs > order.promiseAtMs)
    return { key: 'dispatch.lateFar', params: { lateMs } };
  const leg = legOf(order);
  if (leg !== null && readyAtMs + soonestMs > order.promiseAtMs) return { key: `dispatch.late.${leg}`, params: { lateMs } };
  return { key: atMs > order.promiseAtMs ? 'dispatch.lateAlready' : 'dispatch.lateCourier', params: { lateMs } };
}
