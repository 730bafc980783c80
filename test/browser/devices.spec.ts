import { expect, test, type Locator, type Page } from '@playwright/test';
import type { deviceCodeOf as makeDeviceCode } from '#shared/features/devices/testLabel.ts';
import type { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { serveScreens } from '#test/browser/fixture/serveScreens.ts';
import type { createFakeBridge } from '#test/support/fakeBridge.ts';
import type { showManyDevices as showDevices } from '#test/support/manyDevices.ts';

type ScreensWindow = {
  readonly host: ReturnType<typeof createFakeBridge>;
  readonly codes: typeof toSiteCode;
  readonly deviceCodeOf: typeof makeDeviceCode;
  readonly showManyDevices: typeof showDevices;
};
declare const window: Window & typeof globalThis & ScreensWindow;

let screens: Awaited<ReturnType<typeof serveScreens>>;
test.beforeAll(async () => {
  screens = await serveScreens();
});
test.afterAll(() => screens.close());

async function openDevices(page: Page): Promise<void> {
  await page.goto(`${screens.url}?signedIn=1#/queue`);
  await page.waitForFunction(() => '__halfhour' in window);
  await page.evaluate(() => window.showManyDevices(window.host, Date.now()));
  await page.keyboard.press('F6');
  await expect(page.getByRole('heading', { name: '设备', exact: true })).toBeVisible();
  await expect(page.getByText('备用打印机').first()).toBeVisible();
}

/** A scan of a command sheet or a label; returns when the page has taken it. */
async function scan(page: Page, kind: 'commandSheet' | 'device', body: string): Promise<void> {
  const scanNo = await page.evaluate(
    ([of, text]) => window.host.send(window.codes(of, of === 'device' ? window.deviceCodeOf(text) : text)),
    [kind, body] as const,
  );
  await page.waitForFunction((no) => window.host.acknowledged.includes(no), scanNo);
}
/** Walks with Tab until the thing has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not come there');
}
const callsOf = (page: Page): Promise<string[]> => page.evaluate(() => window.host.calls.map((call) => JSON.stringify(call)));

test('[DV7] the device screen is worked with the scanner alone: test label, exchange by its code', async ({ page }) => {
  await openDevices(page);
  await scan(page, 'commandSheet', 'CHOICE/3');
  await expect(page.getByTestId('choices')).toContainText('打测试标签');
  await scan(page, 'commandSheet', 'CHOICE/2');
  await expect(page.getByText('测试标签已排队')).toBeVisible();
  await scan(page, 'commandSheet', 'CHOICE/3');
  await scan(page, 'commandSheet', 'CHOICE/3');
  await expect(page.getByText('再走到应该叫“面单打印机”的那台前')).toBeVisible();
  await scan(page, 'device', 'printer-1');
  await expect(page.getByText('就是它')).toBeVisible();
  await scan(page, 'device', 'printer-2');
  await expect(page.getByRole('heading', { name: '打印任务' })).toBeVisible();
  const calls = await callsOf(page);
  expect([calls.filter((call) => call.includes('printTest')).length, calls.at(-1)]).toEqual([
    1,
    JSON.stringify({ name: 'swap', deviceId: 'printer-1', otherId: 'printer-2' }),
  ]);
});

test('[DV7] the device screen is worked with the keyboard alone: zero, settle, reprint with its reason, settings', async ({ page }) => {
  await openDevices(page);
  await page.keyboard.press('5');
  await expect(page.getByTestId('choices')).toContainText('归零');
  await page.keyboard.press('3');
  await expect(page.getByText('测试完成')).toBeVisible();
  expect(await callsOf(page)).toContain(JSON.stringify({ name: 'tareScale', deviceId: 'scale-1' }));
  const reprint = page.getByRole('button', { name: '补打' }).first();
  await tabTo(page, reprint);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('choices')).toContainText('为什么补打');
  await page.keyboard.press('2');
  await expect.poll(() => callsOf(page).then((calls) => calls.some((call) => call.includes('"reason":"lost"')))).toBe(true);
  await page.keyboard.press('3');
  await expect(page.getByTestId('choices')).toContainText('对“面单打印机”做什么');
  await page.keyboard.press('4');
  await expect(page.getByLabel('名称')).toHaveValue('面单打印机');
  await tabTo(page, page.getByLabel('名称'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('二号打印机');
  await tabTo(page, page.getByRole('button', { name: '保存' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('已保存')).toBeVisible();
  expect((await callsOf(page)).at(-1)).toContain('"name":"二号打印机"');
});
