import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import { bagGrams, expectedWeightOf, icePackGrams, likelyWrongOf } from '#shared/rules/packing/expectedWeight.ts';
import { bringTo, createRulesSite, orderIdsOf, packDrafts, ruleSku } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const idsOf = orderIdsOf;

/** Brings an order to packing with everything in its bag. */
function packed(world: RulesWorld, name: string, wants: Readonly<Record<string, number>>): void {
  bringTo(world, name, 'packing', wants);
  for (const draft of packDrafts(world, name)) world.must(draft);
}

const close = (name: string, weightGrams: number) =>
  ({ kind: 'closeParcels', payload: { orderId: idsOf(name).orderId, weightGrams } }) as const;
const bread = (world: RulesWorld) => world.get('sku', 'bread');

test('[PA13] goods and bags; the band follows from how well each unit weight is known', () => {
  const world = createRulesSite();
  const entry = (skuId: string, quantity: number) => ({ ...idsOf('o1'), lineNo: 1, skuId: asId<'sku'>(skuId), lotId: null, quantity });
  const one = expectedWeightOf(world.view, [entry('bread', 1)], [{ bagType: 'medium' }]);
  const four = expectedWeightOf(world.view, [entry('bread', 4)], [{ bagType: 'medium' }, { bagType: 'insulated', icePacks: 2 }]);
  expect([one.grams, four.grams]).toEqual([500 + bagGrams.medium, 2000 + bagGrams.medium + bagGrams.insulated + 2 * icePackGrams]);
  // 25 g of tolerance are two deviations; four of one SKU are off together.
  expect([one.toleranceGrams, four.toleranceGrams]).toEqual([Math.ceil(2.6 * Math.hypot(12.5, 5)), Math.ceil(2.6 * Math.hypot(50, 5))]);
});

test('[PA13] the likely item is the one whose unit explains the difference', () => {
  const world = createRulesSite();
  const entries = ['bread', 'water'].map((skuId) => ({ ...idsOf('o1'), lineNo: 1, skuId: asId<'sku'>(skuId), lotId: null, quantity: 1 }));
  expect([-480, 9100, 100].map((off) => likelyWrongOf(world.view, entries, off)?.id)).toEqual(['bread', 'water', undefined]);
});

test('[PA14] the unit weight goes to the true one over many packs, and the band gets narrower', () => {
  const world = createRulesSite((site) => site.put('sku', ruleSku('bread', { weightGrams: 500, weightToleranceGrams: 60 })));
  world.put('stock', { ...world.get('stock', 'bread|b1|-|available'), quantity: 10_000 });
  const trueGrams = 530;
  const prng = createPrng(5);
  const bands: number[] = [];
  for (let pack = 0; pack < 40; pack += 1) {
    const name = `p${pack}`;
    packed(world, name, { bread: 1 + (pack % 3) });
    const contents = world.get('parcel', idsOf(name).parcelId).contents;
    bands.push(
      expectedWeightOf(
        world.view,
        contents.map((entry) => ({ ...entry, quantity: 1 })),
        [{ bagType: 'medium' }],
      ).toleranceGrams,
    );
    world.must(close(name, Math.round((1 + (pack % 3)) * trueGrams + bagGrams.medium + 6 * (prng.next() + prng.next() - 1))));
  }
  const learned = bread(world).learnedWeight;
  expect(Math.abs((learned?.meanMilligrams ?? 0) - trueGrams * 1000)).toBeLessThan(4_000);
  expect([learned?.packs, (bands.at(-1) ?? 0) < (bands[0] ?? 0) / 2]).toEqual([40, true]);
});

test('[PA14] a pack out of its band, and one without a weight, teach nothing', () => {
  const world = createRulesSite();
  packed(world, 'o1', { bread: 2 });
  world.must(close('o1', 3000));
  packed(world, 'o2', { bread: 2 });
  world.must({ kind: 'closeParcels', payload: { orderId: idsOf('o2').orderId, weightGrams: null } });
  expect(bread(world).learnedWeight).toBeUndefined();
});

test('[PA11] a reopened order is in packing with its bags open; one that left is not', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  const { orderId, parcelId } = idsOf('o1');
  world.must({ kind: 'reopenPacking', payload: { orderId } });
  expect([world.get('order', 'o1').stage, world.get('parcel', parcelId), world.violations()]).toMatchObject([
    'packing',
    { status: 'open', shelfCode: null, labelPrints: 1 },
    [],
  ]);
  bringTo(world, 'o2', 'handedOver');
  expect(world.send({ kind: 'reopenPacking', payload: { orderId: idsOf('o2').orderId } })).toMatchObject({
    error: { code: 'ORDER_ALREADY_LEFT' },
  });
});

test("[PA12] a void bag's goods are in the tote again; a closed bag is not voided", () => {
  const world = createRulesSite();
  packed(world, 'o1', { bread: 2, water: 1 });
  const { orderId, parcelId, toteId } = idsOf('o1');
  const voided = { kind: 'voidParcel', payload: { orderId, parcelId } } as const;
  world.must(voided);
  expect([
    world.get('parcel', parcelId),
    world.get('tote', toteId).contents.length,
    world.get('order', 'o1').lines,
    world.violations(),
  ]).toMatchObject([{ status: 'voided', contents: [] }, 2, [{ packedQuantity: 0 }, { packedQuantity: 0 }], []]);
  world.must(voided);
  expect(world.discrepancies()).toEqual(['lateFact']);
});

test('[PA15] only a supervisor lets a wrong weight go, and it stays on record', () => {
  const world = createRulesSite();
  packed(world, 'o1', { bread: 2 });
  for (const [id, roles] of [
    ['op1', ['packer']],
    ['boss', ['supervisor']],
  ] as const) {
    world.put('operator', {
      ...{ name: id, badgeCode: id, pinHash: '', language: 'zh-CN', validUntilMs: world.nowMs + 1 },
      id: asId<'operator'>(id),
      roles: [...roles],
    });
  }
  const draft = {
    kind: 'acceptWeight',
    payload: { orderId: idsOf('o1').orderId, weightGrams: 900, expectedGrams: 1020, reason: 'checkedByHand' },
  } as const;
  expect(world.send(draft)).toMatchObject({ error: { code: 'NOT_PERMITTED' } });
  world.must(draft, { operatorId: 'boss' });
  expect(world.all('discrepancy')).toMatchObject([{ detail: { key: 'discrepancy.weightAccepted', params: { reason: 'checkedByHand' } } }]);
});

test('[PA16] a bag is what the packer says it is until it leaves', () => {
  const world = createRulesSite();
  packed(world, 'o1', { bread: 2 });
  const { orderId, parcelId } = idsOf('o1');
  const bag = { orderId, parcelId, bagType: 'insulated', icePacks: 2, isReused: true, planNo: null } as const;
  world.must({ kind: 'setBag', payload: { ...bag, planNo: 3 } });
  const planned = world.get('parcel', parcelId).planNo;
  world.must({ kind: 'setBag', payload: bag });
  expect([planned, world.get('parcel', parcelId)]).toMatchObject([3, { bagType: 'insulated', icePacks: 2, isReused: true }]);
  expect(world.get('parcel', parcelId).planNo).toBeUndefined();
  world.must(close('o1', 1_500));
  world.must({ kind: 'handOver', payload: { orderId, courierId: idsOf('o1').courierId, parcelIds: [parcelId] } });
  world.must({ kind: 'setBag', payload: { ...bag, icePacks: 0 } });
  expect([world.get('parcel', parcelId).icePacks, world.discrepancies(), world.violations()]).toEqual([2, ['lateFact'], []]);
});
