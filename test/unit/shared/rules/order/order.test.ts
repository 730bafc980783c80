import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft, OrderDraft } from '#shared/model/command/command.ts';
import { applyOrder } from '#shared/rules/order/decideOrder.ts';
import { orderProgress } from '#shared/rules/order/orderProgress.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { addBin, addLot, addStock, bringTo, createRulesSite, orderIdsOf, pickDrafts, ruleDraft, ruleSku } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, taskId, tripId, toteId } = orderIdsOf('o1');
const minuteMs = 60_000;
const release = { kind: 'releaseOrder', payload: { orderId, taskId } } as const;

function codeOf(result: ReturnType<RulesWorld['send']>): string {
  return result.ok ? 'granted' : result.error.code;
}

/** What the pick task asks for, in its order: SKU, bin, lot, quantity. */
function stepsOf(world: RulesWorld): unknown[] {
  return world.get('task', taskId).steps.map((step) => [step.skuId, step.binId, step.lotId, step.quantity]);
}

test('[OR2] the same channel order id again is refused with the id of the first', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'placed');
  const again = world.send({
    kind: 'placeOrder',
    payload: { orderId: asId('other'), daySequence: 2, draft: ruleDraft('o1', { bread: 1 }) },
  });
  expect(again).toEqual({ ok: false, error: { code: 'ORDER_EXISTS', params: { orderId: 'o1', channelOrderId: 'o1' } } });
});

test('[OR3] an unknown SKU is refused, repeated line numbers are numbered anew', () => {
  const world = createRulesSite();
  const unknown = world.send({ kind: 'placeOrder', payload: { orderId, daySequence: 1, draft: ruleDraft('o1', { nothing: 1 }) } });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'UNKNOWN_SKU', params: { skuId: 'nothing' } } });
  const lines = [1, 1].map((lineNo) => ({ lineNo, skuId: asId<'sku'>('bread'), orderedQuantity: 1, priceFen: 1 }));
  world.must({ kind: 'placeOrder', payload: { orderId, daySequence: 1, draft: ruleDraft('o1', {}, { lines }) } });
  expect(world.get('order', 'o1').lines.map((line) => line.lineNo)).toEqual([1, 2]);
});

test('[OR4] payment gates accept and release', () => {
  const gates = (fields: Partial<OrderDraft>) => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'placed', { bread: 1 }, fields);
    const accepted = codeOf(world.send({ kind: 'acceptOrder', payload: { orderId } }));
    world.must({ kind: 'editOrder', payload: { orderId, payment: 'paid' } });
    if (accepted !== 'granted') world.must({ kind: 'acceptOrder', payload: { orderId } });
    world.must({ kind: 'editOrder', payload: { orderId, payment: 'onHold' } });
    return [accepted, codeOf(world.send(release))];
  };
  expect([gates({ payment: 'unpaid' }), gates({ payment: 'onHold' }), gates({ payment: 'paid' })]).toEqual([
    ['NOT_PAID', 'NOT_PAID'],
    ['NOT_PAID', 'NOT_PAID'],
    ['granted', 'NOT_PAID'],
  ]);
});

test('[OR5] customs gate the release', () => {
  const world = createRulesSite();
  world.nowMs = testStartMs + 29 * minuteMs;
  bringTo(world, 'o1', 'accepted', { bread: 1 }, { channel: 'crossBorder', customs: 'pending' });
  const pending = codeOf(world.send(release));
  world.must({ kind: 'editOrder', payload: { orderId, customs: 'cleared' } });
  expect([pending, codeOf(world.send(release))]).toEqual(['CUSTOMS_PENDING', 'granted']);
});

describe('[OR6] allocation', () => {
  test('[OR6] first expired first out over two rows', () => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'released', { milk: 5 });
    expect(stepsOf(world)).toEqual([
      ['milk', 'b4', 'milk-old', 3],
      ['milk', 'b5', 'milk-new', 2],
    ]);
  });

  test('[OR6] lots that may not leave, blocked bins, reserve bins and other statuses are passed over', () => {
    const world = createRulesSite((w) => {
      w.put('sku', ruleSku('tea', { minRemainingLifeDays: 2 }));
      addBin(w, 'blocked', 10, { isBlocked: true });
      addBin(w, 'reserve', 11, { use: 'reserve' });
      addLot(w, 'tea-held', 'tea', '2026-04-01', 'held');
      addLot(w, 'tea-recalled', 'tea', '2026-04-02', 'recalled');
      addLot(w, 'tea-expired', 'tea', '2026-03-01');
      addLot(w, 'tea-soon', 'tea', '2026-03-03');
      addLot(w, 'tea-good', 'tea', '2026-05-01');
      for (const lot of ['tea-held', 'tea-recalled', 'tea-expired', 'tea-soon', 'tea-good', 'tea-nobody-knows'])
        addStock(w, 'tea', 'b1', 5, lot);
      addStock(w, 'tea', 'blocked', 5, 'tea-good');
      addStock(w, 'tea', 'reserve', 5, 'tea-good');
      addStock(w, 'tea', 'b2', 5, 'tea-good', 'damaged');
    });
    bringTo(world, 'o1', 'released', { tea: 9 });
    expect([stepsOf(world), world.get('order', 'o1').lines[0]?.shortQuantity]).toEqual([[['tea', 'b1', 'tea-good', 5]], 4]);
  });
});

test('[OR7] walking order, cold last, heavy first in one place', () => {
  const world = createRulesSite((w) => addStock(w, 'water', 'b1', 10));
  bringTo(world, 'o1', 'released', { dumplings: 1, milk: 1, apples: 300, bread: 1, water: 25 });
  expect(stepsOf(world)).toEqual([
    ['water', 'b1', null, 10],
    ['bread', 'b1', null, 1],
    ['water', 'b2', null, 15],
    ['apples', 'b3', null, 300],
    ['milk', 'b4', 'milk-old', 1],
    ['dumplings', 'b6', null, 1],
  ]);
});

test('[OR8] what is missing is short at once, nothing at all is refused', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'released', { bread: 25 });
  expect(world.get('order', 'o1').lines[0]).toMatchObject({ shortQuantity: 5, shortReason: 'notFound' });
  bringTo(world, 'o2', 'accepted', { bread: 1 });
  const second = orderIdsOf('o2');
  expect(codeOf(world.send({ kind: 'releaseOrder', payload: { orderId: second.orderId, taskId: second.taskId } }))).toBe('NO_STOCK');
});

test('[OR9] the task is due at the promise less pack, handover and ride', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'released');
  expect(world.get('task', taskId).dueAtMs).toBe(testStartMs + (30 - 4 - 4 - 15) * minuteMs);
});

test('[OR10] two lines of one SKU share the stock', () => {
  const world = createRulesSite();
  const lines = [1, 2].map((lineNo) => ({ lineNo, skuId: asId<'sku'>('bread'), orderedQuantity: 15, priceFen: 1 }));
  bringTo(world, 'o1', 'released', {}, { lines });
  expect([world.get('stock', 'bread|b1|-|available').allocated, world.get('order', 'o1').lines.map((line) => line.shortQuantity)]).toEqual([
    20,
    [0, 10],
  ]);
});

test('[OR11] cancelling before picking frees stock and task', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking');
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } });
  expect([world.get('stock', 'bread|b1|-|available').allocated, world.get('task', taskId).status, world.all('task').length]).toEqual([
    0,
    'cancelled',
    1,
  ]);
  expect([world.get('tote', toteId).status, world.get('order', 'o1').cancelReason, world.violations()]).toEqual(['empty', 'customer', []]);
});

test('[OR12] cancelling after picking and packing makes one return task for everything', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'packing', { bread: 2, milk: 4 });
  world.must({ kind: 'packItem', payload: { orderId, lineNo: 1, parcelId: orderIdsOf('o1').parcelId, toteId, quantity: 1 } });
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } }, { id: 'cancel' });
  const task = world.get('task', 'cancel-return');
  expect(task).toMatchObject({ kind: 'returnToShelf', status: 'open', temperatures: ['ambient', 'chilled'] });
  expect(task.steps.map((step) => [step.skuId, step.lotId, step.binId, step.quantity, step.goodsAt?.kind])).toEqual([
    ['bread', null, 'b1', 1, 'tote'],
    ['milk', 'milk-old', 'b4', 3, 'tote'],
    ['milk', 'milk-new', 'b5', 1, 'tote'],
    ['bread', null, 'b1', 1, 'parcel'],
  ]);
});

test.each(['handedOver', 'delivered'] as const)('[OR13] an order that is %s is not cancelled', (stage) => {
  const world = createRulesSite();
  bringTo(world, 'o1', stage);
  expect(codeOf(world.send({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } }))).toBe('ORDER_ALREADY_LEFT');
});

test('[OR14] a cancelled order leaves its trip, an empty trip is cancelled', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  bringTo(world, 'o2', 'shelved');
  const orders = [orderId, orderIdsOf('o2').orderId];
  world.must({ kind: 'planTrip', payload: { tripId, courierId: asId('k1'), orderIds: orders, reason: { key: 'test', params: {} } } });
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } });
  expect([world.get('trip', tripId).orderIds, world.get('trip', tripId).status, world.get('courier', 'k1').tripId]).toEqual([
    ['o2'],
    'planned',
    tripId,
  ]);
  world.must({ kind: 'cancelOrder', payload: { orderId: orderIdsOf('o2').orderId, reason: 'customer' } });
  expect([world.get('trip', tripId).status, world.get('courier', 'k1').tripId]).toEqual(['cancelled', null]);
});

test('[OR15] quantities change before release only, and never to nothing', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'accepted', { bread: 2, water: 1 });
  const edit = (lines: readonly (readonly [number, number])[]) =>
    codeOf(
      world.send({
        kind: 'editOrder',
        payload: { orderId, lines: lines.map(([lineNo, orderedQuantity]) => ({ lineNo, orderedQuantity })) },
      }),
    );
  expect([
    edit([
      [1, 0],
      [2, 0],
    ]),
    edit([
      [1, 0],
      [2, 3],
    ]),
  ]).toEqual(['LAST_LINE_MEANS_CANCEL', 'granted']);
  expect(world.get('order', 'o1').lines).toMatchObject([{ lineNo: 2, orderedQuantity: 3 }]);
  world.must(release);
  expect([edit([[2, 1]]), codeOf(world.send({ kind: 'editOrder', payload: { orderId, note: 'ring' } }))]).toEqual([
    'STAGE_DOES_NOT_ALLOW',
    'granted',
  ]);
});

test('[OR16] a fact with an earlier time does not turn the timeline back', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'placed');
  const moved = applyOrder(world.get('order', 'o1'), { kind: 'stageChanged', stage: 'accepted', atMs: testStartMs - 5000 });
  expect(moved.timeline).toEqual([
    { stage: 'placed', atMs: testStartMs },
    { stage: 'accepted', atMs: testStartMs },
  ]);
});

test('[OR17] a scheduled order waits for its lead time', () => {
  const world = createRulesSite();
  const promiseAtMs = testStartMs + 120 * minuteMs;
  bringTo(world, 'o1', 'accepted', { bread: 1 }, { channel: 'scheduled', promiseAtMs });
  const early = world.send(release);
  world.nowMs = promiseAtMs - 40 * minuteMs;
  expect([early, codeOf(world.send(release))]).toMatchObject([
    { error: { code: 'TOO_EARLY', params: { notBeforeMs: world.nowMs } } },
    'granted',
  ]);
});

test('[OR18] progress: fine, over its stage budget, late, and over', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking');
  const budgets = world.get('site', 'site-test').stageBudgetsMs;
  const at = (minutes: number) => orderProgress(world.get('order', 'o1'), budgets, testStartMs + minutes * minuteMs);
  expect(at(2)).toMatchObject({ stage: 'pick', leftMs: 28 * minuteMs, stageUsedMs: 2 * minuteMs, isPredictedLate: false, reason: null });
  expect(at(8)).toMatchObject({
    isLate: false,
    isPredictedLate: true,
    reason: { key: 'progress.stageOverBudget', params: { stage: 'pick', overMs: 2 * minuteMs } },
  });
  expect(at(31)).toMatchObject({ isLate: true, reason: { key: 'progress.late', params: { lateMs: minuteMs } } });
  const done = createRulesSite();
  bringTo(done, 'o1', 'delivered');
  expect(orderProgress(done.get('order', 'o1'), budgets, testStartMs + 90 * minuteMs)).toMatchObject({
    stage: null,
    isLate: false,
    reason: null,
  });
});

test('[OR19] facts about an order nobody knows change nothing', () => {
  const world = createRulesSite();
  const facts: readonly CommandDraft[] = [
    { kind: 'closeParcels', payload: { orderId, weightGrams: null } },
    { kind: 'handOver', payload: { orderId, courierId: asId<'courier'>('k1'), parcelIds: [asId<'parcel'>('p')] } },
    { kind: 'confirmDelivery', payload: { orderId, courierId: asId<'courier'>('k1') } },
    { kind: 'finishPicking', payload: { taskId } },
  ];
  for (const draft of facts) {
    expect(world.must(draft).writes.map((write) => write.kind)).toEqual(['discrepancy']);
  }
  expect(pickDrafts(world, 'o1')).toEqual([]);
  expect(world.all('discrepancy').map((found) => found.id)).toEqual(['c1-1', 'c2-1', 'c3-1', 'c4-1']);
});
