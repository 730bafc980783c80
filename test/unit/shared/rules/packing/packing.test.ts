import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { addStock, bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, taskId, parcelId, parcelCode, toteId, toteCode } = orderIdsOf('o1');
const start = { kind: 'startPacking', payload: { orderId } } as const;
const close = { kind: 'closeParcels', payload: { orderId, weightGrams: 1200 } } as const;

function packingSite(wants: Readonly<Record<string, number>> = { bread: 2 }, seed?: (world: RulesWorld) => void): RulesWorld {
  const world = createRulesSite(seed);
  bringTo(world, 'o1', 'packing', wants);
  return world;
}

function pack(world: RulesWorld, quantity: number, lineNo = 1, id = 'pack') {
  return world.must({ kind: 'packItem', payload: { orderId, lineNo, parcelId, toteId, quantity } }, { id });
}

const packedOf = (world: RulesWorld) => world.get('order', 'o1').lines.map((line) => line.packedQuantity);

test('[PA1] packing begins with a picked order and is resumed', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking');
  expect(world.send(start)).toMatchObject({ ok: false, error: { code: 'STAGE_DOES_NOT_ALLOW', params: { stage: 'picking' } } });
  bringTo(world, 'o2', 'picked');
  const second = { kind: 'startPacking', payload: { orderId: orderIdsOf('o2').orderId } } as const;
  world.must(second);
  expect(world.send(second).ok).toBe(true);
});

test('[PA2] items move from tote to parcel over their lots', () => {
  const world = packingSite({ milk: 5 });
  pack(world, 4);
  expect([world.get('parcel', parcelId).contents, world.get('tote', toteId).contents, packedOf(world)]).toMatchObject([
    [
      { lotId: 'milk-old', quantity: 3 },
      { lotId: 'milk-new', quantity: 1 },
    ],
    [{ lotId: 'milk-new', quantity: 1 }],
    [4],
  ]);
});

test('[PA2] surplus goods in a bag do not count as packed', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking', { bread: 2 });
  world.must({
    kind: 'pickLine',
    payload: { taskId, orderId, lineNo: 1, stepNo: 1, binId: asId('b1'), lotId: null, toteCode, quantity: 5, source: 'typed' },
  });
  world.must({ kind: 'finishPicking', payload: { taskId } });
  world.must(start);
  world.must({ kind: 'openParcel', payload: { orderId, parcelId, parcelCode, bagType: 'small' } });
  pack(world, 3);
  expect([packedOf(world), world.discrepancies(), world.violations()]).toEqual([[2], ['overPicked', 'overPicked'], []]);
});

test('[PA3] more than the tote holds moves what is there', () => {
  const world = packingSite();
  pack(world, 5);
  expect([packedOf(world), world.discrepancies(), world.violations()]).toEqual([[2], ['stageMismatch'], []]);
});

test('[PA4] goods of a lot recalled meanwhile stay in the tote', () => {
  const world = packingSite({ milk: 4 });
  world.put('lot', { ...world.get('lot', 'milk-old'), status: 'recalled' });
  pack(world, 4);
  expect([world.get('parcel', parcelId).contents, world.discrepancies()]).toMatchObject([
    [{ lotId: 'milk-new', quantity: 1 }],
    ['forbiddenLot', 'stageMismatch'],
  ]);
});

test('[PA5] undo takes back what the command packed, once', () => {
  const world = packingSite({ milk: 5 });
  const before = world.get('tote', toteId).contents;
  pack(world, 4);
  const undo = { kind: 'undoPack', payload: { orderId, lineNo: 1, parcelId, commandId: asId<'command'>('pack') } } as const;
  world.must(undo);
  expect([
    world.get('tote', toteId).contents.toSorted((a, b) => b.quantity - a.quantity),
    world.get('parcel', parcelId).contents,
    packedOf(world),
  ]).toEqual([before, [], [0]]);
  expect([world.must(undo).moves, world.discrepancies(), world.violations()]).toEqual([[], ['lateFact'], []]);
});

test('[PA6] with everything packed the order is packed and the tote free', () => {
  const world = packingSite();
  pack(world, 2);
  world.must(close);
  expect([world.get('order', 'o1').stage, world.get('tote', toteId).status, world.get('parcel', parcelId)]).toMatchObject([
    'packed',
    'empty',
    { status: 'packed', weightGrams: 1200, packedAtMs: world.nowMs },
  ]);
});

test('[PA7] with goods left in the tote the order stays in packing', () => {
  const world = packingSite();
  pack(world, 1);
  world.must(close);
  expect([world.get('order', 'o1').stage, world.get('tote', toteId).status, world.discrepancies()]).toEqual([
    'packing',
    'toPack',
    ['stageMismatch'],
  ]);
  pack(world, 1, 1, 'pack2');
  world.must(close);
  expect([world.get('order', 'o1').stage, world.discrepancies().length]).toEqual(['packed', 1]);
});

test('[PA8] label prints are counted', () => {
  const world = packingSite();
  for (const isReprint of [false, true]) world.must({ kind: 'recordLabel', payload: { orderId, parcelId, jobId: 'job', isReprint } });
  expect(world.get('parcel', parcelId).labelPrints).toBe(2);
});

test('[PA9] a parcel opened twice is one parcel', () => {
  const world = packingSite({ bread: 1 }, (w) => addStock(w, 'bread', 'b2', 1));
  world.must({ kind: 'openParcel', payload: { orderId, parcelId, parcelCode, bagType: 'small' } });
  world.must({ kind: 'openParcel', payload: { orderId, parcelId: asId('p2'), parcelCode: 'p2', bagType: 'small' } });
  expect([world.get('order', 'o1').parcelIds, world.get('parcel', 'p2').bagNo, world.discrepancies()]).toEqual([
    [parcelId, 'p2'],
    2,
    ['doubleWork'],
  ]);
});
