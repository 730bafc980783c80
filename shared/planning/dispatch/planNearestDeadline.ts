import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import type { DispatchOptions, DispatchPlan, DispatchSnapshot, PlannedTrip } from './dispatchPlanner.ts';
import { playDoors } from './forecastCourier.ts';
import { distanceMetres } from './distanceMetres.ts';

/**
 * The simple rule: couriers waiting at the site, fewest deliveries first, each get the shelved order with the nearest deadline.
 * Only when orders outnumber couriers does one take along orders whose doors are near. The most urgent order is delivered first,
 * then always the nearest next door.
 */
export const planNearestDeadline = (snapshot: DispatchSnapshot, options: DispatchOptions): DispatchPlan => {
  const couriers = snapshot.couriers
    .filter((courier) => courier.status === 'atSite' && courier.tripId === null)
    .toSorted(byFewestDeliveries);
  let waiting = snapshot.orders.filter(isWaiting).toSorted(byDeadline);
  const trips: PlannedTrip[] = [];
  for (const [index, courier] of couriers.entries()) {
    const fairShare = Math.ceil(waiting.length / (couriers.length - index));
    const group = groupFor(waiting, Math.min(courier.capacityOrders, options.maxOrdersPerTrip, fairShare), options);
    if (group.length === 0) break;
    trips.push(toTrip(courier, group, snapshot));
    const taken = new Set(group);
    waiting = waiting.filter((order) => !taken.has(order));
  }
  return { trips, orders: [], couriers: [] };
};

function isWaiting(order: Order): boolean {
  return order.stage === 'shelved' && order.tripId === null && channelPolicies[order.channel].needsCourier;
}

function byFewestDeliveries(a: Courier, b: Courier): number {
  return a.deliveredToday - b.deliveredToday || (a.id < b.id ? -1 : 1);
}

function byDeadline(a: Order, b: Order): number {
  return a.promiseAtMs - b.promiseAtMs || (a.id < b.id ? -1 : 1);
}

function groupFor(waiting: readonly Order[], limit: number, options: DispatchOptions): Order[] {
  const [seed, ...others] = waiting;
  if (seed === undefined || limit < 1) return [];
  const near = others
    .filter((order) => distanceMetres(seed.destination, order.destination) <= options.groupRadiusMetres)
    .slice(0, limit - 1);
  return inDoorOrder(seed, near);
}

function inDoorOrder(seed: Order, near: readonly Order[]): Order[] {
  const route = [seed];
  let left = [...near];
  let at = seed;
  while (left.length > 0) {
    const here = at;
    const [next] = left.toSorted(
      (a, b) => distanceMetres(here.destination, a.destination) - distanceMetres(here.destination, b.destination) || byDeadline(a, b),
    );
    if (next === undefined) break;
    route.push(next);
    left = left.filter((order) => order !== next);
    at = next;
  }
  return route;
}

function toTrip(courier: Courier, group: readonly Order[], snapshot: DispatchSnapshot): PlannedTrip {
  const [first] = group;
  const leftMs = (first?.promiseAtMs ?? snapshot.atMs) - snapshot.atMs;
  const params = { order: first?.daySequence ?? 0, leftMs, orders: group.length };
  const key = group.length > 1 ? 'dispatch.nearestDeadlineGrouped' : 'dispatch.nearestDeadline';
  return {
    courierId: courier.id,
    orderIds: group.map((order) => order.id),
    reason: { key, params },
    leavesAtMs: snapshot.atMs,
    backAtMs: playDoors(snapshot.atMs, snapshot.site.location, group, snapshot).freeAtMs,
    isDue: true,
  };
}
