import { describe, expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
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

describe('packing workflow', () => {
  it('[KW1] [KW3] a tote opens its order; the last item closes, records and prints', async () => {
    const { test, orderId, work } = await packer({ water: 2, bread: 1 });
    const opened = await work.scan(tote);
    const seen = [await work.scan(testGtins.water), await work.scan(testGtins.bread), await work.scan(testGtins.water)];
    const parcel = test.store.find.parcelsOfOrder(orderId)[0];
    expect([opened.commands, seen.map(({ sound }) => sound), seen[2]?.commands, work.effects()]).toEqual([
      ['startPacking', 'openParcel'],
      ['ok', 'lineDone', 'orderDone'],
      ['packItem', 'closeParcels', 'recordLabel'],
      [{ kind: 'printParcelLabel', orderId, parcelId: parcel?.id, isReprint: false }],
    ]);
    expect([test.order(orderId).stage, parcel?.status, parcel?.labelPrints, test.store.view.get('tote', 'tote-T001')?.status]).toEqual([
      'packed',
      'packed',
      1,
      'empty',
    ]);
  });

  it('[KW2] [KW11] a tote still being picked is a stop, an unused one a warning', async () => {
    const test = await createTestStore();
    const orderId = await test.place({ water: 1 });
    await test.commit({ kind: 'claimTask', payload: { taskId: asId<'task'>('task-1'), isTakeover: false } });
    await test.commit({
      kind: 'bindTote',
      payload: { taskId: asId<'task'>('task-1'), orderId, toteId: asId<'tote'>('tote-T001'), toteCode: 'T001' },
    });
    const work = driveWorkflow(test, startPacking(), stepPacking, settlePacking);
    const early = await work.scan(tote);
    const held = await work.scan(testGtins.water);
    await work.act('confirm');
    const empty = await work.scan(toSiteCode('tote', 'T009'));
    expect([early.sound, early.key, held.sound, empty.sound, empty.key]).toEqual([
      'stop',
      'pack.stillPicking',
      'stop',
      'warning',
      'pack.emptyTote',
    ]);
  });

  it('[KW4] [KW5] a foreign item is a stop, one too many a warning; neither counts', async () => {
    const { test, orderId, work } = await packer({ water: 1, bread: 1 });
    await work.scan(tote);
    await work.scan(testGtins.water);
    const tooMany = await work.scan(testGtins.water);
    const foreign = await work.scan(testGtins.milk);
    expect([
      tooMany.sound,
      tooMany.key,
      tooMany.commands,
      foreign.sound,
      foreign.key,
      foreign.commands,
      test.order(orderId).lines.map((line) => line.packedQuantity),
    ]).toEqual(['warning', 'pack.alreadyComplete', [], 'stop', 'pack.notInOrder', [], [1, 0]]);
  });

  it('[KW6] weighed goods are verified with YES', async () => {
    const { test, orderId, work } = await packer({ apples: 500 });
    await work.scan(tote);
    const done = await work.act('yes');
    expect([done.sound, test.order(orderId).stage, test.order(orderId).lines[0]?.packedQuantity]).toEqual(['orderDone', 'packed', 500]);
  });

  it('[KW7] UNDO takes the last item out again', async () => {
    const { test, orderId, work } = await packer({ water: 2 });
    await work.scan(tote);
    await work.scan(testGtins.water);
    const undone = await work.act('undo');
    expect([
      undone.key,
      test.order(orderId).lines[0]?.packedQuantity,
      test.store.view.get('tote', 'tote-T001')?.contents[0]?.quantity,
    ]).toEqual(['pack.undone', 0, 2]);
  });

  it('[KW8] TOTEFULL opens the next bag; all bags are labelled at the end', async () => {
    const { test, orderId, work } = await packer({ water: 2 });
    await work.scan(tote);
    await work.scan(testGtins.water);
    await work.act('toteFull');
    await work.scan(testGtins.water);
    expect([
      test.store.find.parcelsOfOrder(orderId).map((parcel) => [parcel.bagNo, parcel.status, parcel.labelPrints]),
      work.effects().length,
    ]).toEqual([
      [
        [1, 'packed', 1],
        [2, 'packed', 1],
      ],
      2,
    ]);
  });

  it('[KW9] a half done packing goes on at the same parcel', async () => {
    const { test, orderId, work } = await packer({ water: 2 });
    await work.scan(tote);
    await work.scan(testGtins.water);
    const again = driveWorkflow(test, startPacking(), stepPacking, settlePacking);
    await again.scan(tote);
    await again.scan(testGtins.water);
    expect([test.order(orderId).stage, test.store.find.parcelsOfOrder(orderId).length]).toEqual(['packed', 1]);
  });

  it('[KW10] goods go into the bag suggested for them, opened with its ice and named', async () => {
    const { test, orderId, work } = await packer({ water: 1, dumplings: 1, milk: 1 });
    await work.scan(tote);
    const frozen = await work.scan(testGtins.dumplings);
    const warm = await work.scan(testGtins.water);
    await work.scan(testGtins.milk);
    const bags = test.store.find.parcelsOfOrder(orderId);
    expect([
      [frozen.commands, frozen.key, warm.commands, warm.key],
      bags.map((bag) => [bag.bagType, bag.icePacks, bag.contents.length, bag.status]),
      work.effects().length,
    ]).toEqual([
      [['openParcel', 'packItem'], 'pack.into.insulated', ['packItem'], 'pack.into.small'],
      [
        ['small', 0, 1, 'packed'],
        ['insulated', 2, 2, 'packed'],
      ],
      2,
    ]);
  });

  it('[KW17] one key puts everything into the bag in hand; a bag not needed gets no label', async () => {
    const { test, orderId, work } = await packer({ water: 1, dumplings: 1, milk: 1 });
    await work.scan(tote);
    await work.scan(testGtins.dumplings);
    const all = await work.act('choice', '6');
    await work.scan(testGtins.water);
    await work.scan(testGtins.milk);
    expect([
      all.key,
      test.store.find.parcelsOfOrder(orderId).map((bag) => [bag.bagType, bag.icePacks, bag.contents.length, bag.status]),
      work.effects().length,
    ]).toEqual([
      'pack.takesAll',
      [
        ['small', 0, 0, 'voided'],
        ['insulated', 2, 3, 'packed'],
      ],
      1,
    ]);
  });

  it('[KW17] another kind, used, more ice and less, and back to the suggestion', async () => {
    const { test, orderId, work } = await packer({ dumplings: 2 });
    await work.scan(tote);
    for (const key of ['5', '7', '9', '9', '8', '6', '6']) await work.act('choice', key);
    const bag = test.store.find.parcelsOfOrder(orderId)[0];
    expect([bag?.bagType, bag?.isReused, bag?.icePacks, bag?.planNo]).toEqual(['insulated', true, 3, 1]);
    await work.act('choice', '7');
    expect(test.store.find.parcelsOfOrder(orderId)[0]?.isReused).toBe(false);
  });
});
