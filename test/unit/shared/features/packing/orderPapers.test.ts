import { expect, it } from 'vitest';
import type { Order } from '#shared/model/order/order.ts';
import { type PaperWords, paperJobsOf, rowsOfSheet } from '#shared/features/packing/orderPapers.ts';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { pickAll } from '#test/support/pickAll.ts';
import { testGtins, testSkuIds } from '#test/support/testSite.ts';

const words: PaperWords = {
  title: (document) => document,
  name: ({ en }) => en,
  quantity: (count, unit) => `${count} ${unit}`,
  bags: (count) => `${count} bags`,
  total: (rows, bags) => `${rows} rows ${bags} bags`,
};

async function packed(channel: Order['channel'], more: Partial<Order> = {}) {
  const test = await createTestStore();
  const orderId = await test.place({ water: 1 }, { channel, ...more });
  await pickAll(test, orderId);
  const work = driveWorkflow(test, startPacking(), stepPacking, settlePacking);
  await work.scan(toSiteCode('tote', 'T001'));
  await work.scan(testGtins.water);
  return { test, orderId, work, papers: () => work.effects().flatMap((effect) => (effect.kind === 'printPaper' ? [effect] : [])) };
}

it('[KW20] a wholesale order gets its delivery note, and packed again a reprint of it', async () => {
  const { test, orderId, work, papers } = await packed('b2b');
  expect([test.order(orderId).stage, papers()]).toEqual(['packed', [{ kind: 'printPaper', orderId, document: 'deliveryNote', copyNo: 1 }]]);
  await work.act('undo');
  await work.act('yes');
  expect(papers().at(-1)).toMatchObject({ document: 'deliveryNote', copyNo: 2 });
  expect((await packed('app')).papers()).toEqual([]);
});

it("[KW20] the manifest of a leader's lot comes with its last order and names all of them", async () => {
  const groupLot = { leader: '李团长', pickupPoint: '阳光花园' };
  const { test, orderId, papers } = await packed('groupBuy', { groupLot });
  expect(papers()).toMatchObject([{ document: 'groupManifest' }]);
  const [sheet, ...more] = paperJobsOf(test.store, { orderId, document: 'groupManifest', copyNo: 1 }, words);
  expect([more.length, sheet?.fields]).toMatchObject([
    0,
    { customer: '李团长', line1: expect.stringMatching(/^#1 1 bags /), total: '1 rows 1 bags' },
  ]);
});

it('[KW19] rows beyond one sheet go on the next, the total on the last', async () => {
  const { test, orderId } = await packed('b2b');
  const order = test.order(orderId);
  const lines = Array.from({ length: rowsOfSheet + 1 }, (_, index) => ({ ...order.lines[0]!, lineNo: index + 1, skuId: testSkuIds.water }));
  const view = {
    ...test.store.view,
    get: ((kind: string, id: string) => (kind === 'order' ? { ...order, lines } : test.store.view.get(kind as 'sku', id))) as never,
  };
  const sheets = paperJobsOf({ view, find: test.store.find }, { orderId, document: 'customsSheet', copyNo: 2 }, words);
  expect(
    sheets.map(({ fields, isReprint }) => [
      isReprint,
      (fields as Record<string, string>)['page'],
      (fields as Record<string, string>)['total'],
    ]),
  ).toEqual([
    [true, '1/2', undefined],
    [true, '2/2', `${rowsOfSheet + 1} rows 1 bags`],
  ]);
  expect(sheets[1]?.fields).toMatchObject({ line1: expect.stringMatching(/^WATER Mineral water 550 ml 1 each ¥/) });
});
