import { afterEach, expect, test } from 'vitest';
import { createTestStore } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { testBinCode, testGtins } from '#test/support/testSite.ts';

let close = () => undefined as void;
afterEach(() => close());

async function openPage(options: Parameters<typeof renderStation>[1] = {}) {
  const store = await createTestStore();
  const orderId = await store.place({ milk: 2, water: 1 });
  const page = await renderStation(store, options);
  close = page.close;
  return { store, orderId, page };
}

test('one order is picked with nothing but scans, from the queue to the done screen', async () => {
  const { store, orderId, page } = await openPage();
  const seen: (string | null)[] = [];
  await page.scanCode('commandSheet', 'NEXT');
  await page.scanCode('tote', 'T009');
  seen.push(page.big());
  await page.scanCode('bin', testBinCode('water'));
  await page.scan(testGtins.water);
  seen.push(page.big());
  await page.scanCode('bin', testBinCode('milk'));
  await page.scan(testGtins.milk);
  await page.scan(testGtins.milk);
  expect([seen, store.order(orderId).stage, page.sounds.last()?.name, page.text().includes('T009')]).toEqual([
    [testBinCode('water'), testBinCode('milk')],
    'picked',
    'orderDone',
    true,
  ]);
});

test('a wrong item stops everything: Enter and further scans do nothing, the key C releases it', async () => {
  const { page } = await openPage();
  await page.scanCode('commandSheet', 'NEXT');
  await page.scanCode('tote', 'T009');
  await page.scanCode('bin', testBinCode('water'));
  await page.scan(testGtins.beer);
  const stopped = page.text();
  await page.press('Enter');
  await page.scan(testGtins.water);
  const still = page.text();
  await page.press('KeyC');
  const after = page.text();
  expect([
    stopped.includes('啤酒 500 毫升'),
    stopped.includes('矿泉水 550 毫升'),
    still.includes('又扫了 1 次'),
    after.includes('拿错了商品'),
  ]).toEqual([true, true, true, false]);
});

test('a page opened again stands on the exact line, and the last pick can be undone', async () => {
  const { store, page } = await openPage();
  await page.scanCode('commandSheet', 'NEXT');
  await page.scanCode('tote', 'T009');
  await page.scanCode('bin', testBinCode('water'));
  await page.scan(testGtins.water);
  page.close();
  const again = await renderStation(store, { hash: '/picking' });
  close = again.close;
  const line = again.big();
  await again.press('F8');
  expect([line, again.big(), again.text().includes('已撤销')]).toEqual([testBinCode('milk'), testBinCode('water'), true]);
});

test('scanning the tote of a picked order opens packing and its scans finish the order with a label for each bag', async () => {
  const { store, orderId, page } = await openPage();
  await page.scanCode('commandSheet', 'NEXT');
  for (const [kind, code] of [
    ['tote', 'T009'],
    ['bin', testBinCode('water')],
  ] as const)
    await page.scanCode(kind, code);
  await page.scan(testGtins.water);
  await page.scanCode('bin', testBinCode('milk'));
  await page.scan(testGtins.milk);
  await page.scan(testGtins.milk);
  await page.scanCode('tote', 'T009');
  for (const gtin of [testGtins.milk, testGtins.water, testGtins.milk]) await page.scan(gtin);
  expect([store.order(orderId).stage, page.host.printed.map((job) => job.isReprint), page.sounds.last()?.name]).toEqual([
    'packed',
    [false, false],
    'orderDone',
  ]);
});

test('a badge signs in; before that no other scan does anything', async () => {
  const { page } = await openPage({ signedInAs: null });
  await page.scanCode('tote', 'T009');
  const before = page.text().includes('扫工牌登录');
  await page.scanCode('badge', '1001');
  expect([before, page.text().includes('林晓'), page.text().includes('领取最急的任务')]).toEqual([true, true, true]);
});

test('the strip shows a cut line and unsynced work in words, in English too', async () => {
  const { page } = await openPage({ language: 'en' });
  page.host.setConnection({ wan: { status: 'down', sinceMs: 0, fault: null } });
  await page.press('F7');
  expect([/WAN\s*Down/.test(page.text()), page.text().includes('Unsynced')]).toEqual([true, true]);
});

test('[KW16] a label is printed again only once a reason is chosen, by number; the host is told who and why', async () => {
  const { store, orderId, page } = await openPage();
  await page.scanCode('commandSheet', 'NEXT');
  await page.scanCode('tote', 'T009');
  await page.scanCode('bin', testBinCode('water'));
  await page.scan(testGtins.water);
  await page.scanCode('bin', testBinCode('milk'));
  await page.scan(testGtins.milk);
  await page.scan(testGtins.milk);
  await page.scanCode('tote', 'T009');
  for (const gtin of [testGtins.milk, testGtins.water, testGtins.milk]) await page.scan(gtin);
  const parcelId = store.store.find.parcelsOfOrder(orderId).at(-1)?.id ?? '';
  const prints = () => store.store.view.get('parcel', parcelId)?.labelPrints;
  await page.press('KeyR');
  const asked = page.text().includes('卡纸');
  await page.press('Escape');
  const before = [page.host.printed.length, prints()];
  await page.press('KeyR');
  await page.scanCode('commandSheet', 'CHOICE/3');
  const recorded = store.store.pendingCommands().flatMap((command) => (command.kind === 'recordLabel' ? [command.payload.isReprint] : []));
  expect([asked, before, prints(), recorded]).toEqual([true, [2, 1], 2, [false, false, true]]);
  expect(page.host.printed[2]).toMatchObject({ parcelId, isReprint: true, cause: { operator: '林晓', reason: 'jammed' } });
});
