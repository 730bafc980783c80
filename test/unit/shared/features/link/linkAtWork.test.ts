import { expect, test } from 'vitest';
import { askAtWork, maxAskedItems, readBarcodeReport } from '#shared/features/link/linkAtWork.ts';
import { asId } from '#shared/base/ids.ts';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { testSkuIds } from '#test/support/testSite.ts';

const gtin = '06933333333337';
const orderId = asId<'order'>('order-1');

test('[LK8] one digit links the barcode to the wanted item, and the next scan of it counts', async () => {
  const store = await createTestStore();
  const tools = store.tools();
  const question = askAtWork(gtin, { skuIds: [testSkuIds.water, testSkuIds.milk, testSkuIds.water], orderId }, true, tools);
  expect([question?.title.params, question?.choices.map(({ key }) => key)]).toEqual([
    { scanned: '6933333333337' },
    ['link.isItem', 'link.isItem', 'link.isNone'],
  ]);
  const step = question?.stepOf(2);
  expect([step?.drafts, step?.feedback.message?.key]).toEqual([
    [{ kind: 'linkBarcode', payload: { gtin, skuId: testSkuIds.milk, packUnits: 1 } }],
    'link.scanAgain',
  ]);
  await store.commit(...(step?.drafts ?? []));
  const { view, find } = store.store;
  const thing = resolveScan(gtin.slice(1), ']E0', { view, find, site: tools.site, nowMs: tools.nowMs });
  expect(thing).toMatchObject({ kind: 'sku', skuId: testSkuIds.milk, linkedGtin: gtin });
  expect([question?.stepOf(3).drafts, question?.stepOf(9).drafts]).toEqual([[], []]);
});

test('[LK9] who may not link tells the supervisor code, item and order', async () => {
  const tools = (await createTestStore()).tools();
  const step = askAtWork(gtin, { skuIds: [testSkuIds.milk], orderId }, false, tools)?.stepOf(1);
  const [draft] = step?.drafts ?? [];
  expect(draft).toMatchObject({ kind: 'raiseAlert', payload: { kind: 'stock', orderId } });
  const reason = draft?.kind === 'raiseAlert' ? draft.payload.reason : '';
  expect([readBarcodeReport(reason), readBarcodeReport('packing')]).toEqual([{ gtin, skuId: testSkuIds.milk }, null]);
});

test('[LK9] weighed goods and work that wants nothing ask nothing; at most as many items as there are digits', async () => {
  const tools = (await createTestStore()).tools();
  const ask = (skuIds: readonly (typeof testSkuIds.milk)[]) => askAtWork(gtin, { skuIds, orderId: null }, true, tools);
  expect([ask([]), ask([testSkuIds.apples])]).toEqual([null, null]);
  const many = Object.values(testSkuIds);
  expect(ask(many)?.choices.length).toBeLessThanOrEqual(maxAskedItems + 1);
});
