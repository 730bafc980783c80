import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { type DispatchSnapshot, defaultDispatchOptions } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { distanceMetres } from '#shared/planning/dispatch/distanceMetres.ts';
import { learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import { planNearestDeadline } from '#shared/planning/dispatch/planNearestDeadline.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { bringTo, createRulesSite } from '#test/support/rulesSite.ts';
import { createTestSite } from '#test/support/testSite.ts';

const shelved: Order = (() => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  return world.get('order', 'o1');
})();

/** A shelved order due in some minutes, its door so many metres north of the first. */
function orderOf(id: string, minutes: number, metresNorth = 0, fields: Partial<Order> = {}): Order {
  const destination = { ...shelved.destination, lat: shelved.destination.lat + metresNorth / 111_195 };
  return { ...shelved, id: asId(id), promiseAtMs: testStartMs + minutes * 60_000, destination, ...fields };
}

function courierOf(id: string, deliveredToday: number, fields: Partial<Courier> = {}): Courier {
  return { id: asId(id), code: id, name: id, status: 'atSite', capacityOrders: 3, position: null, tripId: null, deliveredToday, ...fields };
}

const planOf = (orders: readonly Order[], couriers: readonly Courier[]) => {
  const { site } = createTestSite();
  const experience = learnExperience([], [], site);
  const snapshot: DispatchSnapshot = { atMs: testStartMs, site, orders, couriers, trips: [], experience, gramsOf: {}, lastTrips: [] };
  return planNearestDeadline(snapshot, defaultDispatchOptions).trips;
};
const pairs = (orders: readonly Order[], couriers: readonly Courier[]) =>
  planOf(orders, couriers).map((trip) => [trip.courierId, ...trip.orderIds]);

test('[DI1] the nearest deadline goes with whoever delivered least', () => {
  const trips = pairs([orderOf('o-late', 20), orderOf('o-soon', 5)], [courierOf('k-busy', 9), courierOf('k-fresh', 1)]);
  expect(trips).toEqual([
    ['k-fresh', 'o-soon'],
    ['k-busy', 'o-late'],
  ]);
});

test('[DI2] only what is ready is planned', () => {
  const orders = [orderOf('packed', 1, 0, { stage: 'packed' }), orderOf('planned', 2, 0, { tripId: asId('t') }), orderOf('ready', 3)];
  const couriers = [
    courierOf('k-away', 0, { status: 'outbound' }),
    courierOf('k-trip', 0, { tripId: asId('t') }),
    courierOf('k-off', 0, { status: 'offShift' }),
  ];
  expect([pairs(orders, couriers), pairs(orders, [...couriers, courierOf('k', 5)])]).toEqual([[], [['k', 'ready']]]);
});

test('[DI3] orders outnumbering the couriers share a trip with their neighbours, up to the capacity', () => {
  const orders = [orderOf('a', 5), orderOf('b', 6, 700), orderOf('c', 7, 300), orderOf('far', 8, 3000), orderOf('d', 9, 100)];
  expect(pairs(orders, [courierOf('k1', 0)])).toEqual([['k1', 'a', 'c', 'b']]);
  expect(pairs(orders, [courierOf('k1', 0), courierOf('k2', 1), courierOf('k3', 2)])).toEqual([
    ['k1', 'a', 'b'],
    ['k2', 'c', 'd'],
    ['k3', 'far'],
  ]);
  expect(pairs(orders.slice(0, 2), [courierOf('k1', 0), courierOf('k2', 1)])).toEqual([
    ['k1', 'a'],
    ['k2', 'b'],
  ]);
});

test('[DI4] the order of the lists does not matter', () => {
  const orders = [orderOf('a', 5), orderOf('b', 5, 100), orderOf('c', 5, 200), orderOf('d', 7, 300)];
  const couriers = [courierOf('k1', 0), courierOf('k2', 0)];
  expect(planOf(orders.toReversed(), couriers.toReversed())).toEqual(planOf(orders, couriers));
});

test('[DI5] a trip says why', () => {
  expect(planOf([orderOf('a', 5), orderOf('b', 6)], [courierOf('k1', 0)]).map((trip) => trip.reason)).toEqual([
    { key: 'dispatch.nearestDeadlineGrouped', params: { order: 1, leftMs: 300_000, orders: 2 } },
  ]);
});

test('[DI6] walk-in orders wait for their customer', () => {
  expect(pairs([orderOf('a', 5, 0, { channel: 'walkIn' })], [courierOf('k1', 0)])).toEqual([]);
});

test('a degree of latitude is 111 km', () => {
  expect(Math.round(distanceMetres({ lat: 31, lng: 121 }, { lat: 32, lng: 121 }) / 100)).toBe(1112);
});
