import { expect, test } from 'vitest';
import type { OrderStage } from '#shared/model/order/order.ts';
import { pickDoneReport, pickDoneWaitsUntilMs } from '#shared/rules/channel/pickDoneReport.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { bringTo, createRulesSite, orderIdsOf, pickDrafts } from '#test/support/rulesSite.ts';

const minuteMs = 60_000;
const { orderId, taskId } = orderIdsOf('o1');

/** A marketplace order in a stage, everything done within the second in which it was accepted. */
function orderAt(stage: OrderStage, channel: 'marketplace' | 'app' = 'marketplace') {
  const world = createRulesSite();
  bringTo(world, 'o1', stage as 'picked', { bread: 1 }, { channel });
  return { world, order: () => world.get('order', 'o1') };
}

test('[CH6] too early waits for its time, which is the same however often one asks', () => {
  const { order } = orderAt('picked');
  const { notBeforeMs } = pickDoneReport(order())!;
  expect([notBeforeMs, pickDoneWaitsUntilMs(order(), notBeforeMs - 1), pickDoneWaitsUntilMs(order(), notBeforeMs)]).toEqual([
    testStartMs + minuteMs,
    notBeforeMs,
    null,
  ]);
});

test('[CH6] a channel without a rule is told at once', () => {
  const { order, world } = orderAt('picked', 'app');
  expect(pickDoneWaitsUntilMs(order(), world.nowMs)).toBe(null);
  expect(pickDoneReport(order())).not.toBe(null);
});

test('[CH6] nothing is owed before picking is done', () => {
  expect(pickDoneReport(orderAt('picking').order())).toBe(null);
});

test('[CH6] a courier who had it first: never reported; one who comes later: once', () => {
  const soon = orderAt('handedOver').order();
  const later = orderAt('shelved');
  later.world.nowMs = testStartMs + 2 * minuteMs;
  const ids = orderIdsOf('o1');
  later.world.must({ kind: 'handOver', payload: { orderId, courierId: ids.courierId, parcelIds: [ids.parcelId] } });
  expect([pickDoneReport(soon), pickDoneReport(later.order())]).toEqual([null, { notBeforeMs: testStartMs + minuteMs }]);
});

test('[CH6] a packing that is opened again does not make it a second report', () => {
  const { world, order } = orderAt('packed');
  const first = pickDoneReport(order());
  world.nowMs += 5 * minuteMs;
  world.must({ kind: 'reopenPacking', payload: { orderId } });
  expect(pickDoneReport(order())).toEqual(first);
});

test('[CH6] the last line short is a cancellation and no report', () => {
  const { world, order } = orderAt('picking');
  const pick = pickDrafts(world, 'o1')[0]!;
  const { lineNo, stepNo } = pick.payload as { lineNo: number; stepNo: number };
  for (let step = stepNo; order().stage !== 'cancelled' && step < stepNo + 5; step += 1)
    world.must({ kind: 'shortLine', payload: { orderId, taskId, lineNo, stepNo: step, reason: 'notFound' } });
  expect([order().stage, order().cancelReason, pickDoneReport(order())]).toEqual(['cancelled', 'allLinesShort', null]);
});
