import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, parcelId, tripId } = orderIdsOf('o1');
const k1 = asId<'courier'>('k1');
const minuteMs = 60_000;
type Fate = 'again' | 'stock' | 'waste';
const returned = (fate: Fate, parcelIds = [parcelId]): CommandDraft => ({ kind: 'returnOrder', payload: { orderId, parcelIds, fate } });
const plan = (orderIds = [orderId], id = tripId): CommandDraft => ({
  kind: 'planTrip',
  payload: { tripId: id, courierId: k1, orderIds, reason: { key: 'test', params: {} } },
});
const handOver = (name = 'o1'): CommandDraft => {
  const ids = orderIdsOf(name);
  return { kind: 'handOver', payload: { orderId: ids.orderId, courierId: k1, parcelIds: [ids.parcelId] } };
};
const fail: CommandDraft = { kind: 'failDelivery', payload: { orderId, courierId: k1, reason: 'nobodyThere' } };

/** Order o1 left with a trip and its delivery failed. */
function failedWorld(wants: Record<string, number> = { bread: 2 }): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved', wants);
  for (const draft of [plan(), handOver(), fail]) world.must(draft);
  return world;
}

/** What is in the books of a SKU in bins, by status. */
function binsOf(world: RulesWorld, skuId: string) {
  return world
    .all('stock')
    .filter((row) => row.skuId === skuId && row.quantity !== 0)
    .map((row) => `${row.binId} ${row.status} ${row.quantity}`)
    .toSorted((one, other) => one.localeCompare(other));
}

test('[HO15] a second ride: goods in the bag, order packed and without a trip, the question settled, and it is delivered', () => {
  const world = failedWorld();
  world.must(returned('again'));
  const order = world.get('order', 'o1');
  expect([order.stage, order.tripId, order.deliveryFailure, order.timeline.at(-1)?.stage]).toEqual(['packed', null, undefined, 'packed']);
  expect(world.get('parcel', parcelId)).toMatchObject({ status: 'packed', contents: [{ skuId: 'bread', quantity: 2 }] });
  expect(world.all('discrepancy').map((one) => [one.kind, one.status])).toEqual([['deliveryFailed', 'resolved']]);
  world.must({ kind: 'reportCourier', payload: { courierId: k1, status: 'atSite', position: null } });
  world.must({ kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: 'H02' } });
  for (const draft of [plan([orderId], asId('second')), handOver()]) world.must(draft);
  world.must({ kind: 'confirmDelivery', payload: { orderId, courierId: k1 } });
  expect([world.get('order', 'o1').stage, world.discrepancies(), world.violations()]).toEqual(['delivered', ['deliveryFailed'], []]);
});

test('[HO15] cold goods that were away too long and go out again are told', () => {
  const world = failedWorld({ milk: 1, bread: 1 });
  world.nowMs += 31 * minuteMs;
  world.must(returned('again'));
  expect(world.all('discrepancy').map((one) => one.detail.key)).toEqual(['discrepancy.deliveryFailed', 'discrepancy.coldSentAgain']);
});

test.each([
  ['soon', 14, 'available', 'available'],
  ['after the limit of frozen goods', 20, 'available', 'hold'],
  ['after both limits', 31, 'hold', 'hold'],
] as const)('[HO16] goods that come back %s', (_name, minutes, milk, dumplings) => {
  const world = createRulesSite();
  const before = (['bread', 'milk', 'dumplings'] as const).map((skuId) => [skuId, binsOf(world, skuId)]);
  bringTo(world, 'o1', 'shelved', { bread: 2, milk: 1, dumplings: 1 });
  for (const draft of [plan(), handOver(), fail]) world.must(draft);
  world.nowMs = (world.get('order', 'o1').timeline.at(-1)?.atMs ?? 0) + minutes * minuteMs;
  world.must(returned('stock'));
  const task = world.all('task').find((one) => one.kind === 'returnToShelf')!;
  for (const step of task.steps)
    world.must({ kind: 'returnStep', payload: { taskId: task.id, stepNo: step.stepNo, binId: step.binId, quantity: step.quantity } });
  const statusOf = (skuId: string) => (binsOf(world, skuId).some((row) => row.includes(' hold ')) ? 'hold' : 'available');
  expect([world.get('order', 'o1').stage, world.get('order', 'o1').cancelReason, world.get('parcel', parcelId).status]).toEqual([
    'cancelled',
    'nobodyThere',
    'voided',
  ]);
  expect([statusOf('bread'), statusOf('milk'), statusOf('dumplings'), world.violations()]).toEqual(['available', milk, dumplings, []]);
  if (minutes === 14) expect((['bread', 'milk', 'dumplings'] as const).map((skuId) => [skuId, binsOf(world, skuId)])).toEqual(before);
});

test('[HO16] the site says how long cold goods may be away', () => {
  const world = failedWorld({ milk: 1 });
  const site = world.all('site')[0]!;
  world.put('site', { ...site, coldReturnLimitsMs: { chilled: minuteMs, frozen: minuteMs } });
  world.nowMs += 2 * minuteMs;
  world.must(returned('stock'));
  expect(world.all('task').flatMap((task) => (task.kind === 'pick' ? [] : task.steps.map((step) => step.isSetApart)))).toEqual([true]);
});

test('[HO17] goods that are written off leave the books', () => {
  const world = failedWorld();
  world.must(returned('waste'));
  const lastMoves = world.moves.slice(-2);
  expect(lastMoves).toMatchObject([
    { quantity: 2, from: { kind: 'outside', reason: 'returned' }, to: { kind: 'parcel' } },
    { quantity: 2, from: { kind: 'parcel' }, to: { kind: 'outside', reason: 'wasted' } },
  ]);
  expect([world.get('order', 'o1').stage, world.get('parcel', parcelId).status, world.violations()]).toEqual(['cancelled', 'voided', []]);
});

test('[HO18] the same bag comes back once', () => {
  const world = failedWorld();
  for (const fate of ['waste', 'stock'] as const) world.must(returned(fate));
  expect([world.discrepancies(), world.violations()]).toEqual([['deliveryFailed', 'lateFact'], []]);
});

test('[HO18] a bag that is missing is told, and follows', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'packing', { bread: 2, water: 1 });
  const second = asId<'parcel'>('second-bag');
  const first = world.get('parcel', parcelId);
  const water = world.get('order', 'o1').lines.find((line) => line.skuId === 'water')!;
  const pack = first.packs?.find((one) => one.lineNo === water.lineNo);
  if (pack !== undefined) world.must({ kind: 'undoPack', payload: { orderId, lineNo: water.lineNo, parcelId, commandId: pack.commandId } });
  const [toteId] = world.get('order', 'o1').toteIds;
  world.must({ kind: 'openParcel', payload: { orderId, parcelId: second, parcelCode: 'P2', bagType: 'small' } });
  world.must({ kind: 'packItem', payload: { orderId, lineNo: water.lineNo, parcelId: second, toteId: toteId!, quantity: 1 } });
  for (const line of world.get('order', 'o1').lines.filter((one) => one.skuId === 'bread' && one.packedQuantity < 2))
    world.must({ kind: 'packItem', payload: { orderId, lineNo: line.lineNo, parcelId, toteId: toteId!, quantity: 2 } });
  world.must({ kind: 'closeParcels', payload: { orderId, weightGrams: null } });
  world.must({ kind: 'handOver', payload: { orderId, courierId: k1, parcelIds: [parcelId, second] } });
  world.must(returned('stock'));
  const told = world.all('discrepancy').map((one) => one.detail.key);
  world.must(returned('stock', [second]));
  const steps = world
    .all('task')
    .flatMap((task) => (task.kind === 'pick' ? [] : task.steps.map((step) => `${step.skuId} ${step.quantity}`)));
  expect([told, steps.toSorted((one, other) => one.localeCompare(other)), world.violations()]).toEqual([
    ['discrepancy.bagNotBack'],
    ['bread 2', 'water 1'],
    [],
  ]);
});

test('[HO19] back before the courier said so: his trip goes on without it, and is done with the other door', () => {
  const world = createRulesSite();
  const other = orderIdsOf('o2');
  for (const name of ['o1', 'o2']) bringTo(world, name, 'shelved');
  for (const draft of [plan([orderId, other.orderId]), handOver(), handOver('o2')]) world.must(draft);
  world.must(returned('again'));
  const going = world.get('trip', tripId);
  world.must({ kind: 'confirmDelivery', payload: { orderId: other.orderId, courierId: k1 } });
  expect([going.status, going.orderIds, world.get('trip', tripId).status, world.get('courier', 'k1').deliveredToday]).toEqual([
    'underway',
    ['o2'],
    'done',
    1,
  ]);
  expect(world.discrepancies()).toEqual([]);
});

test('[HO19] the only order of a trip: the trip is done and the courier comes back', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  for (const draft of [plan(), handOver(), returned('stock')]) world.must(draft);
  expect([world.get('trip', tripId).status, world.get('courier', 'k1').status, world.get('courier', 'k1').deliveredToday]).toEqual([
    'done',
    'returning',
    0,
  ]);
});
