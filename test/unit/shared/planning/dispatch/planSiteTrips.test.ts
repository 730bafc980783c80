import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { defaultDispatchOptions, type DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { forecastReady } from '#shared/planning/dispatch/forecastReady.ts';
import { learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import { planSiteTrips } from '#shared/planning/dispatch/planSiteTrips.ts';
import { dispatchCourier, dispatchOrder, dispatchSnapshot, dispatchTrip } from '#test/support/dispatchDraws.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { createTestSite } from '#test/support/testSite.ts';

const minuteMs = 60_000;
const plan = (snapshot: DispatchSnapshot) => planSiteTrips(snapshot, defaultDispatchOptions);
const planOf = (orders: readonly Order[], couriers: readonly Courier[], fields: Partial<DispatchSnapshot> = {}) =>
  plan(dispatchSnapshot(orders, couriers, fields));
const pairs = (...given: Parameters<typeof planOf>) => planOf(...given).trips.map((trip) => [trip.courierId, ...trip.orderIds]);
const wish = (fields: Partial<NonNullable<Order['dispatchWish']>>) => ({
  dispatchWish: { courierId: null, notCourierIds: [], heldUntilMs: null, ...fields },
});

test('[RP1] what lies on the shelf is due, what is still packed is planned and not due', () => {
  const { trips, orders } = planOf(
    [dispatchOrder('o1', 20, 900), dispatchOrder('o2', 24, -900, 0, 'packing')],
    [dispatchCourier('k1'), dispatchCourier('k2')],
  );
  const due = trips.map((trip) => [trip.orderIds, trip.isDue]);
  expect(due).toEqual([
    [['o1'], true],
    [['o2'], false],
  ]);
  expect(orders.find(({ orderId }) => orderId === 'o2')!.readyAtMs).toBeGreaterThan(testStartMs);
});

test('[RP2] the same snapshot gives the same plan, also in another order', () => {
  const orders = Array.from({ length: 14 }, (_, no) =>
    dispatchOrder(`o${no}`, 8 + no * 2, 300 * (no % 5) - 600, 400 * (no % 4) - 700, no % 3 === 0 ? 'picking' : 'shelved'),
  );
  const couriers = ['k1', 'k2', 'k3'].map((id) => dispatchCourier(id));
  const one = planOf(orders, couriers);
  expect(planOf(orders.toReversed(), couriers.toReversed()).trips).toEqual(one.trips);
  expect(one.trips.flatMap(({ orderIds }) => orderIds)).toHaveLength(14);
});

test('[RP3] pins, bans and holds are kept', () => {
  const couriers = [dispatchCourier('k1'), dispatchCourier('k2'), dispatchCourier('k3', { status: 'offShift' })];
  const k1 = asId<'courier'>('k1');
  const orders = [
    dispatchOrder('o1', 20, 900, 0, 'shelved', wish({ courierId: k1 })),
    dispatchOrder('o2', 20, 900, 20, 'shelved', wish({ notCourierIds: [k1] })),
    dispatchOrder('o3', 20, -900, 0, 'shelved', wish({ heldUntilMs: testStartMs + minuteMs })),
    dispatchOrder('o4', 20, -900, 0, 'shelved', wish({ courierId: asId('k3') })),
    dispatchOrder('o5', 20, 900, 40, 'shelved', wish({ heldUntilMs: testStartMs })),
  ];
  const trips = pairs(orders, couriers);
  const courierOf = (id: string) => trips.find((trip) => trip.includes(asId<'order'>(id)))?.[0] ?? null;
  expect(['o1', 'o2', 'o3', 'o4'].map(courierOf)).toEqual(['k1', 'k2', null, null]);
  expect(courierOf('o5')).not.toBeNull();
});

test('[RP4] an accepted ride stays, its courier is planned from when he is back', () => {
  const orders = [dispatchOrder('o1', 20, 900, 0, 'packing', { tripId: asId('t1') }), dispatchOrder('o2', 28, 500)];
  const couriers = [dispatchCourier('k1', { tripId: asId('t1') })];
  const { trips, couriers: states } = planOf(orders, couriers, { trips: [dispatchTrip('t1', 'k1', ['o1'])] });
  expect(trips).toMatchObject([{ courierId: 'k1', orderIds: ['o2'], isDue: false, reason: { key: 'dispatch.courierAway' } }]);
  expect(trips[0]!.leavesAtMs).toBeGreaterThanOrEqual(states[0]!.freeAtMs);
});

test('[RP5] one courier waits for a neighbour that is nearly packed, and not when that breaks the promise', () => {
  const soon = (dueMinutes: number) => [
    dispatchOrder('o1', dueMinutes, 1500),
    dispatchOrder('o2', 24, 1520, 0, 'packing', { timeline: [{ stage: 'picked', atMs: testStartMs - 2 * minuteMs }] }),
  ];
  const waits = planOf(soon(25), [dispatchCourier('k1')]).trips[0]!;
  const goes = planOf(soon(10), [dispatchCourier('k1')]).trips[0]!;
  expect([[...waits.orderIds].toSorted(), waits.isDue, waits.reason.key]).toEqual([['o1', 'o2'], false, 'dispatch.waitsFor']);
  expect([goes.orderIds, goes.isDue]).toEqual([['o1'], true]);
});

test('[RP6] count, weight and the end of the shift bound what a courier takes', () => {
  const orders = Array.from({ length: 6 }, (_, no) => dispatchOrder(`o${no}`, 14, 800 + no * 10));
  const byCount = planOf(orders, [dispatchCourier('k1', { capacityOrders: 2 })]).trips.map(({ orderIds }) => orderIds.length);
  const gramsOf = Object.fromEntries(orders.map(({ id }) => [id, 6000]));
  const byWeight = planOf(orders, [dispatchCourier('k1', { capacityGrams: 13_000 })], { gramsOf }).trips.map(
    ({ orderIds }) => orderIds.length,
  );
  const byShift = planOf(orders, [dispatchCourier('k1', { capacityOrders: 3, shiftEndsAtMs: testStartMs + 3 * minuteMs })]).trips;
  expect([Math.max(...byCount), Math.max(...byWeight), byShift.length]).toEqual([2, 2, 1]);
});

test('[RP7] lateness says its cause', () => {
  const orders = [
    dispatchOrder('o1', 4, 900, 0, 'picking'),
    dispatchOrder('o2', 18, 9000),
    dispatchOrder('o3', 9, 700, 0, 'shelved', wish({ heldUntilMs: testStartMs + 15 * minuteMs })),
    dispatchOrder('o4', 9, -900, 100),
    dispatchOrder('o5', 29, 400),
  ];
  const busy = dispatchCourier('k1', { status: 'returning', position: null });
  const reasons = planOf(orders, [busy]).orders.map(({ orderId, isLate, reason }) => [orderId, isLate, reason?.key ?? null]);
  const nobody = planOf(orders.slice(4), []).orders[0]!;
  expect(reasons).toEqual([
    ['o1', true, 'dispatch.late.pick'],
    ['o2', true, 'dispatch.lateFar'],
    ['o3', true, 'dispatch.lateHeld'],
    ['o4', true, 'dispatch.lateCourier'],
    ['o5', false, null],
  ]);
  expect([nobody.isLate, nobody.doorAtMs, nobody.reason?.key]).toEqual([true, null, 'dispatch.lateNobody']);
});

test('[RP8] a slow site is predicted slow, an even one with less spread', () => {
  const { site } = createTestSite();
  const past = (packMinutes: (no: number) => number) =>
    Array.from({ length: 60 }, (_, no): Order => {
      const placedAtMs = testStartMs - (120 - no) * minuteMs;
      const packedAtMs = placedAtMs + 6 * minuteMs + packMinutes(no) * minuteMs;
      return dispatchOrder(`p${no}`, 20, 900, 0, 'delivered', {
        placedAtMs,
        timeline: [
          { stage: 'placed', atMs: placedAtMs },
          { stage: 'picking', atMs: placedAtMs + minuteMs },
          { stage: 'picked', atMs: placedAtMs + 6 * minuteMs },
          { stage: 'packed', atMs: packedAtMs },
          { stage: 'shelved', atMs: packedAtMs + minuteMs },
        ],
      });
    });
  const even = learnExperience(
    past(() => 9),
    [],
    site,
  );
  const uneven = learnExperience(
    past((no) => (no % 2 === 0 ? 3 : 15)),
    [],
    site,
  );
  const order = dispatchOrder('o1', 20, 900, 0, 'picked', { timeline: [{ stage: 'picked', atMs: testStartMs }] });
  const ready = (experience: typeof even) => forecastReady([order], experience, testStartMs).get('o1')!;
  expect(even.legs.pack.meanMs / minuteMs).toBeGreaterThan(8);
  expect(Math.abs(ready(even).readyAtMs - ready(uneven).readyAtMs)).toBeLessThan(minuteMs);
  expect(ready(uneven).spreadMs).toBeGreaterThan(2 * ready(even).spreadMs);
});

test('[RP9] of couriers who would do equally well the one with fewer deliveries goes', () => {
  const couriers = [dispatchCourier('k1', { deliveredToday: 9 }), dispatchCourier('k2', { deliveredToday: 2 })];
  expect(pairs([dispatchOrder('o1', 20, 900)], couriers)).toEqual([['k2', 'o1']]);
});

test('[RP10] an order long over its promise goes first when couriers are few', () => {
  const young = Array.from({ length: 4 }, (_, no) => dispatchOrder(`o${no + 2}`, 9 + no, -1200 - no * 900, no * 500));
  const [first] = planOf([dispatchOrder('o1', -45, 2600), ...young], [dispatchCourier('k1', { capacityOrders: 1 })]).trips;
  expect(first!.orderIds).toEqual(['o1']);
});

test('[RP11] a courier under way is back after the doors he still has', () => {
  const orders = [dispatchOrder('o1', 10, 1000, 0, 'handedOver'), dispatchOrder('o2', 12, 2000, 0, 'handedOver')];
  const courier = dispatchCourier('k1', { status: 'outbound', tripId: asId('t1') });
  const backOf = (ids: readonly string[]) => {
    const open = orders.filter(({ id }) => ids.includes(id));
    return planOf(open, [courier], { trips: [dispatchTrip('t1', 'k1', ['o1', 'o2'], 1)] }).couriers[0]!.freeAtMs;
  };
  const both = backOf(['o1', 'o2']);
  const one = backOf(['o1']);
  expect([both > one, one > testStartMs + 2 * minuteMs]).toEqual([true, true]);
});
