import { expect, test } from 'vitest';
import { findItems, type LinkPorts, settleLink, startLink, stepLink } from '#shared/features/link/stepLink.ts';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore, type TestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { createTestSite, testBinCode, testGtins, testSkuIds } from '#test/support/testSite.ts';

const gtin = '06933333333337';
const bin = (name: 'milk' | 'water' | 'apples') => toSiteCode('bin', testBinCode(name));

function work(test: TestStore, offered: LinkPorts['offered'] = () => []) {
  const ports: LinkPorts = {
    offered,
    skusInBin: (binId) => [...test.store.all('stock')].filter((row) => row.binId === binId).map((row) => row.skuId),
  };
  return driveWorkflow(
    test,
    startLink(gtin, test.tools()),
    (state, input, tools) => stepLink(state, input, tools, ports),
    (state, _commands, tools) => settleLink(state, tools),
  );
}

test('[LK2] the item is found by its bin, by its other barcode or by its number; weighed goods are turned away', async () => {
  const store = await createTestStore();
  const byBin = work(store);
  const byCode = work(store);
  const byNumber = work(store, () => [testSkuIds.beer, testSkuIds.milk]);
  const heard = [await byBin.scan(bin('water')), await byCode.scan(testGtins.bread), await byNumber.act('choice', '2')];
  expect(heard.map(({ key, commands }) => [key, commands])).toEqual([
    ['link.isIt', []],
    ['link.isIt', []],
    ['link.isIt', []],
  ]);
  expect([byBin.state().skuId, byCode.state().skuId, byNumber.state().skuId]).toEqual([
    testSkuIds.water,
    testSkuIds.bread,
    testSkuIds.milk,
  ]);
  const weighed = work(store);
  expect([(await weighed.scan(bin('apples'))).key, weighed.state().phase, (await byBin.act('choice', '0')).key]).toEqual([
    'refusal.SKU_IS_WEIGHED',
    'search',
    'link.badPack',
  ]);
  expect((await work(store, () => [testSkuIds.beer]).act('choice', '3')).params).toEqual({ no: 3, count: 1 });
});

test('[LK2] a bin with several items offers them by number', async () => {
  const row = {
    id: 'more',
    skuId: testSkuIds.beer,
    binId: `bin-${testBinCode('water')}`,
    lotId: null,
    status: 'available',
    quantity: 3,
    allocated: 0,
  };
  const store = await createTestStore([{ kind: 'stock', id: 'more', row } as unknown as RecordWrite]);
  const several = work(store, () => [testSkuIds.beer, testSkuIds.water]);
  const asked = await several.scan(bin('water'));
  await several.act('choice', '1');
  expect([asked.key, several.state().phase, several.state().skuId]).toEqual(['link.severalInBin', 'confirm', testSkuIds.beer]);
});

test('[LK3] its own bin links and another bin does not; [LK4] a number is the pack', async () => {
  const store = await createTestStore();
  const linking = work(store);
  await linking.scan(testGtins.water);
  await linking.act('choice', '6');
  const other = await linking.scan(bin('milk'));
  const own = await linking.scan(bin('water'));
  expect([other.key, other.commands, own.key, own.commands, own.params['count']]).toEqual([
    'link.otherBin',
    [],
    'link.done',
    ['linkBarcode'],
    6,
  ]);
  expect(resolveScan(gtin, null, store.tools())).toMatchObject({ kind: 'sku', skuId: testSkuIds.water, packUnits: 6, linkedGtin: gtin });
});

test.each(['code', 'confirm'] as const)('[LK3] the other barcode again and CONFIRM link too: %s', async (how) => {
  const store = await createTestStore();
  const linking = work(store);
  const tooEarly = await linking.act('confirm');
  await linking.scan(testGtins.milk);
  const done = how === 'code' ? await linking.scan(testGtins.milk) : await linking.act('confirm');
  expect([tooEarly.key, tooEarly.commands, done.commands, linking.state().phase]).toEqual([
    'link.findFirst',
    [],
    ['linkBarcode'],
    'linked',
  ]);
});

test('[LK5] UNDO goes back, leaves, or takes the link back, also when the code is scanned again later', async () => {
  const store = await createTestStore();
  const linking = work(store);
  await linking.scan(testGtins.milk);
  await linking.act('undo');
  const again = linking.state().phase;
  await linking.act('undo');
  const left = linking.effects();
  await linking.scan(testGtins.milk);
  await linking.act('confirm');
  const later = work(store);
  const found = later.state();
  const undone = await later.act('undo');
  expect([again, left, found.phase, found.skuId, undone.commands, later.state().phase]).toEqual([
    'search',
    [{ kind: 'go', screen: 'queue', subjectId: null }],
    'linked',
    testSkuIds.milk,
    ['unlinkBarcode'],
    'search',
  ]);
  expect(resolveScan(gtin, null, store.tools())).toEqual({ kind: 'unknown', reason: 'scan.unknownGoods', gtin });
});

test('[LK6] a code that the catalogue has by now is not linked', async () => {
  const milk = createTestSite().skus.find((sku) => sku.id === testSkuIds.milk)!;
  const row = { ...milk, barcodes: [...milk.barcodes, { gtin: gtin.slice(1), packUnits: 1 }] };
  const store = await createTestStore([{ kind: 'sku', id: milk.id, row }]);
  const linking = work(store);
  await linking.scan(testGtins.water);
  const refused = await linking.act('confirm');
  expect([refused.key, refused.commands, refused.params['skuEn']]).toEqual(['link.inCatalogue', [], milk.name.en]);
});

test('[LK7] words find items by code and by name in both languages, those that begin with them first', () => {
  const { skus } = createTestSite();
  const codes = (words: string) => findItems(words, skus).map((sku) => sku.code);
  expect([codes('milk'), codes('牛奶'), codes('m'), codes('苹果'), codes(' '), codes('zzz')]).toEqual([
    ['MILK'],
    ['MILK'],
    ['MILK', 'WATER', ...codes('m').slice(2)],
    [],
    [],
    [],
  ]);
  expect(codes('m').length).toBeGreaterThan(2);
});
