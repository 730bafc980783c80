import { expect, test, type Page } from '@playwright/test';
import type { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { serveScreens } from '#test/browser/fixture/serveScreens.ts';
import type { createFakeBridge } from '#test/support/fakeBridge.ts';
import type { createScreenFixture } from '#test/support/screenFixture.ts';

type ScreensWindow = {
  readonly fixture: Awaited<ReturnType<typeof createScreenFixture>>;
  readonly host: ReturnType<typeof createFakeBridge>;
  readonly codes: typeof toSiteCode;
};
declare const window: Window & typeof globalThis & ScreensWindow;

let screens: Awaited<ReturnType<typeof serveScreens>>;
test.beforeAll(async () => {
  screens = await serveScreens();
});
test.afterAll(() => screens.close());

/** The board as a supervisor sees it, once its worker has planned. */
async function openBoard(page: Page): Promise<void> {
  await page.goto(`${screens.url}?signedIn=1#/dispatch`);
  await page.waitForFunction(() => '__halfhour' in window);
  await page.evaluate(() => {
    const operator = window.fixture.operator();
    Object.assign(operator, { roles: ['supervisor'] });
  });
  await expect(page.locator('[data-ride="suggested"]').first()).toBeVisible();
}

/** The orders of the first suggestion, and what the records say of them. */
const firstSuggestion = (page: Page) =>
  page
    .locator('[data-ride="suggested"]')
    .first()
    .evaluate((card) => [...card.querySelectorAll('[data-order-no]')].map((each) => Number(each.textContent)));
const ordersOf = (page: Page, numbers: readonly number[]) =>
  page.evaluate(
    (wanted) =>
      window.fixture.store.find
        .openOrders()
        .filter((order) => wanted.includes(order.daySequence))
        .map(({ daySequence, tripId, dispatchWish }) => ({ daySequence, tripId, dispatchWish })),
    numbers,
  );

test('one key accepts the first suggestion; it is shown as not synced until the platform has it', async ({ page }) => {
  await openBoard(page);
  const numbers = await firstSuggestion(page);
  await page.keyboard.press('a');
  await expect(page.locator('[data-ride="planned"]').first()).toContainText('待同步');
  expect((await ordersOf(page, numbers)).every(({ tripId }) => tripId !== null)).toBe(true);
});

test('P pins the orders to their courier, U takes the pins off', async ({ page }) => {
  await openBoard(page);
  const numbers = await firstSuggestion(page);
  await page.keyboard.press('p');
  await expect.poll(async () => (await ordersOf(page, numbers)).every((order) => order.dispatchWish?.courierId != null)).toBe(true);
  await expect(page.locator(`[data-order="${numbers[0]}"]`)).toContainText('指定');
});

test('H holds, and the held order is let go again', async ({ page }) => {
  await openBoard(page);
  const numbers = await firstSuggestion(page);
  await page.keyboard.press('h');
  await expect(page.locator('[data-ride="held"]').first()).toBeVisible();
  expect((await ordersOf(page, numbers)).every((order) => order.dispatchWish?.heldUntilMs != null)).toBe(true);
  await page.locator('[data-ride="held"]').first().click();
  await page.keyboard.press('u');
  await expect.poll(async () => (await ordersOf(page, numbers)).filter((order) => order.dispatchWish?.heldUntilMs == null).length).toBe(1);
});

test("scanning a courier's code gives him the planned ride", async ({ page }) => {
  await openBoard(page);
  await page.keyboard.press('a');
  const planned = page.locator('[data-ride="planned"]').first();
  await expect(planned).toBeVisible();
  await planned.click();
  const code = await page.evaluate(() => {
    const free = [...window.fixture.store.all('courier')].filter((courier) => courier.status === 'atSite' && courier.tripId === null);
    return window.codes('courier', free.at(-1)!.code);
  });
  const scanNo = await page.evaluate((text) => window.host.send(text), code);
  await page.waitForFunction((no) => window.host.acknowledged.includes(no), scanNo);
  const given = await page.evaluate(() => {
    const trip = [...window.fixture.store.all('trip')].find(({ status }) => status === 'planned')!;
    return window.codes('courier', window.fixture.store.view.get('courier', trip.courierId)!.code);
  });
  expect(given).toBe(code);
});

test('an order is dragged to a courier, or taken up by Enter and given by a number', async ({ page }) => {
  await openBoard(page);
  const offered = page.locator('[data-ride="suggested"] [data-order-no]');
  await expect.poll(() => offered.count()).toBeGreaterThan(1);
  const numbers = (await offered.allTextContents()).slice(0, 2).map(Number);
  const own = await page.evaluate(() => [...window.fixture.store.all('courier')].map(({ id, name }) => ({ id, name })));
  const courierOf = async (index: number) => (await ordersOf(page, [numbers[index]!]))[0]?.dispatchWish?.courierId ?? null;
  const target = page.locator('[data-courier]').nth(1);
  const name = await target.getAttribute('data-courier');
  await page.locator(`button[data-order="${numbers[0]}"]`).dragTo(target);
  await expect.poll(() => courierOf(0)).toBe(own.find((courier) => courier.name === name)?.id);
  await page.locator(`button[data-order="${numbers[1]}"]`).press('Enter');
  await page.keyboard.press('1');
  await expect.poll(() => courierOf(1)).not.toBeNull();
});

test('the map is drawn without any network, and what if is answered by the worker', async ({ page }) => {
  const outside: string[] = [];
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(screens.url) || url.startsWith('blob:') || url.startsWith('data:')) return route.continue();
    outside.push(url);
    return route.abort();
  });
  await openBoard(page);
  await page.keyboard.press('m');
  await expect(page.locator('[data-testid="map"][data-ready="true"]')).toBeVisible();
  await expect(page.locator('.maplibregl-marker').first()).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByTestId('what-if')).toHaveText(/\d+ → \d+/);
  expect(outside).toEqual([]);
});
