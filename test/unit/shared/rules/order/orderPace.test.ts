import { expect, test } from 'vitest';
import type { Order } from '#shared/model/order/order.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';

const minute = 60_000;
const site = {
  promiseMs: 30 * minute,
  stageBudgetsMs: { release: minute, pick: 6 * minute, pack: 3 * minute, handover: 3 * minute, ride: 17 * minute },
};
const picking = {
  stage: 'picking',
  placedAtMs: 0,
  promiseAtMs: 30 * minute,
  timeline: [
    { stage: 'placed', atMs: 0 },
    { stage: 'released', atMs: minute },
    { stage: 'picking', atMs: 2 * minute },
  ],
} as unknown as Order;

test('the pick budget runs from the release, not from the first scan', () => {
  expect(orderPace(picking, site, 4 * minute)).toEqual({
    leftMs: 26 * minute,
    stage: 'pick',
    stageLeftMs: 3 * minute,
    stageShare: 0.5,
    standing: 'onTime',
    reason: null,
  });
});

test('an order is known to be late before it is: the stages to come no longer fit', () => {
  expect([7.7, 7.9].map((minutes) => orderPace(picking, site, minutes * minute).standing)).toEqual(['onTime', 'willBeLate']);
});

test('an order past its promise is late, a delivered one is done', () => {
  expect([
    orderPace(picking, site, 31 * minute).standing,
    orderPace({ ...picking, stage: 'delivered' }, site, 31 * minute).standing,
  ]).toEqual(['late', 'done']);
});

test('a ride that started in time is urgent in the last quarter, not late', () => {
  const riding = { ...picking, stage: 'handedOver', timeline: [...picking.timeline, { stage: 'handedOver', atMs: 10 * minute }] } as Order;
  expect(orderPace(riding, site, 26 * minute).standing).toBe('soon');
});
