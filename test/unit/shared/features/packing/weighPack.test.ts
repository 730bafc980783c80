import { describe, expect, it } from 'vitest';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import { expectedOf } from '#shared/features/packing/weighPack.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { pickAll } from '#test/support/pickAll.ts';
import { testGtins, type TestSkuName } from '#test/support/testSite.ts';

const tote = toSiteCode('tote', 'T001');

async function packer(lines: Partial<Record<TestSkuName, number>>) {
  const test = await createTestStore();
  const orderId = await test.place(lines);
  await pickAll(test, orderId);
  const work = driveWorkflow(test, startPacking(), stepPacking, settlePacking);
  return { test, orderId, work };
}

/** An order with everything in its bag, on a bench whose scale has shown a weight. */
async function weighing() {
  const at = await packer({ water: 2, bread: 1 });
  await at.work.scan(tote);
  await at.work.weigh(40);
  await at.work.scan(testGtins.water);
  await at.work.scan(testGtins.bread);
  const last = await at.work.scan(testGtins.water);
  return { ...at, last, expected: expectedOf(at.test.order(at.orderId), at.test.tools()) };
}

describe('[KW12] weighing the pack', () => {
  it('in its band it closes and prints, with no click', async () => {
    const { test, orderId, work, last, expected } = await weighing();
    expect([last.key, last.commands, test.order(orderId).stage]).toEqual(['pack.putOnScale', ['packItem'], 'packing']);
    const weighed = await work.weigh(expected.grams + 5);
    expect([weighed.sound, weighed.commands, work.effects().length, test.order(orderId).stage]).toEqual([
      'orderDone',
      ['closeParcels', 'recordLabel'],
      1,
      'packed',
    ]);
    expect(test.store.find.parcelsOfOrder(orderId)[0]?.weightGrams).toBe(expected.grams + 5);
  });

  it('out of it nothing leaves: the likely item is named, and the same reading says nothing new', async () => {
    const { test, orderId, work, expected } = await weighing();
    const light = await work.weigh(expected.grams - 500);
    await work.act('confirm');
    const again = await work.weigh(expected.grams - 501);
    const heavy = await work.weigh(expected.grams + 250);
    expect([light.sound, light.key, again.sound, heavy.key, test.order(orderId).stage]).toEqual([
      'stop',
      'pack.weightMissing',
      'tick',
      'pack.weightOff',
      'packing',
    ]);
    await work.act('confirm');
    expect((await work.weigh(expected.grams)).sound).toBe('orderDone');
  });

  it('a bench without a scale closes at the last item', async () => {
    const { work } = await packer({ water: 1 });
    await work.scan(tote);
    expect((await work.scan(testGtins.water)).commands).toEqual(['packItem', 'closeParcels', 'recordLabel']);
  });
});

it("[KW13] a supervisor's reason by number closes a pack of another weight", async () => {
  const { test, orderId, work, expected } = await weighing();
  await work.weigh(expected.grams - 500);
  await work.act('confirm');
  const letGo = await work.act('choice', '3');
  expect([letGo.commands, test.order(orderId).stage, [...test.store.all('discrepancy')].map((one) => one.detail.key)]).toEqual([
    ['acceptWeight', 'closeParcels', 'recordLabel'],
    'packed',
    ['discrepancy.weightAccepted'],
  ]);
});

it('[KW14] UNDO on the empty table reopens the order closed last; YES closes it again as a reprint', async () => {
  const { test, orderId, work } = await packer({ water: 1, bread: 1 });
  await work.scan(tote);
  await work.scan(testGtins.water);
  await work.scan(testGtins.bread);
  const reopened = await work.act('undo');
  const closed = await work.act('yes');
  expect([reopened.commands, reopened.key, closed.commands, work.effects()]).toMatchObject([
    ['reopenPacking'],
    'pack.reopened',
    ['closeParcels', 'recordLabel'],
    [{ kind: 'printParcelLabel', isReprint: true }],
  ]);
  await work.act('undo');
  await work.act('undo');
  expect(test.order(orderId).lines.map((line) => line.packedQuantity)).toEqual([1, 0]);
  expect((await work.scan(testGtins.bread)).sound).toBe('orderDone');
});

it('[KW15] the label of a bag on the table scanned twice voids it and opens a new one', async () => {
  const { test, orderId, work } = await packer({ water: 1, bread: 1 });
  await work.scan(tote);
  await work.scan(testGtins.water);
  const label = toSiteCode('parcel', test.store.find.parcelsOfOrder(orderId)[0]?.code ?? '');
  const asked = await work.scan(label);
  const voided = await work.scan(label);
  await work.scan(testGtins.water);
  await work.scan(testGtins.bread);
  expect([
    asked.sound,
    voided.commands,
    test.order(orderId).stage,
    test.store.find.parcelsOfOrder(orderId).map(({ status }) => status),
  ]).toEqual(['warning', ['voidParcel', 'openParcel'], 'packed', ['voided', 'packed']]);
});
