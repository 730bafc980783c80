import { asId } from '#shared/base/ids.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import { testStartMs } from './fixedClock.ts';
import { bringTo, createRulesSite } from './rulesSite.ts';
import { createTestSite } from './testSite.ts';

const minuteMs = 60_000;
const metresPerDegree = 111_195;
const life: readonly OrderStage[] = ['placed', 'accepted', 'released', 'picking', 'picked', 'packing', 'packed', 'shelved', 'handedOver'];
const shelved: Order = (() => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  return world.get('order', 'o1');
})();

/** An order due in some minutes, its door so many metres north and east of the site; placed half an hour before it is due. */
export function dispatchOrder(
  id: string,
  dueMinutes: number,
  north: number,
  east = 0,
  stage: OrderStage = 'shelved',
  fields: Partial<Order> = {},
): Order {
  const { location } = createTestSite().site;
  const placedAtMs = testStartMs + (dueMinutes - 30) * minuteMs;
  const stages = life.slice(0, life.indexOf(stage) + 1);
  const stepMs = Math.max(0, testStartMs - placedAtMs) / Math.max(1, stages.length);
  const lng = location.lng + east / (metresPerDegree * Math.cos((location.lat * Math.PI) / 180));
  return {
    ...shelved,
    ...{ id: asId<'order'>(id), stage, placedAtMs, tripId: null },
    daySequence: Number(id.replace(/\D/g, '') || 1),
    promiseAtMs: testStartMs + dueMinutes * minuteMs,
    destination: { lat: location.lat + north / metresPerDegree, lng, distanceMetres: Math.round(Math.hypot(north, east)) },
    timeline: stages.map((each, index) => ({ stage: each, atMs: Math.round(placedAtMs + index * stepMs) })),
    ...fields,
  };
}

/** A courier at the site. */
export function dispatchCourier(id: string, fields: Partial<Courier> = {}): Courier {
  return {
    ...{ id: asId<'courier'>(id), code: id, name: id, status: 'atSite', capacityOrders: 4 },
    ...{ position: null, tripId: null, deliveredToday: 0 },
    ...fields,
  } as Courier;
}

/** A ride with the orders, planned or under way since some minutes. */
export function dispatchTrip(id: string, courierId: string, orderIds: readonly string[], leftMinutes: number | null = null): Trip {
  return {
    id: asId<'trip'>(id),
    courierId: asId<'courier'>(courierId),
    orderIds: orderIds.map((orderId) => asId<'order'>(orderId)),
    status: leftMinutes === null ? 'planned' : 'underway',
    plannedAtMs: testStartMs - (leftMinutes ?? 0) * minuteMs,
    leftAtMs: leftMinutes === null ? null : testStartMs - leftMinutes * minuteMs,
    doneAtMs: null,
    reason: { key: 'test', params: {} },
  };
}

/** What the planner sees, with a site that has learnt nothing yet. */
export function dispatchSnapshot(
  orders: readonly Order[],
  couriers: readonly Courier[],
  fields: Partial<DispatchSnapshot> = {},
): DispatchSnapshot {
  const { site } = createTestSite();
  const experience = learnExperience([], [], site);
  return { atMs: testStartMs, site, orders, couriers, trips: [], experience, gramsOf: {}, lastTrips: [], ...fields };
}
