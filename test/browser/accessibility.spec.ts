import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { createFakeBridge } from '#test/support/fakeBridge.ts';
import type { createScreenFixture } from '#test/support/screenFixture.ts';
import type { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { serveScreens } from '#test/browser/fixture/serveScreens.ts';

type ScreensWindow = {
  readonly fixture: Awaited<ReturnType<typeof createScreenFixture>>;
  readonly host: ReturnType<typeof createFakeBridge>;
  readonly codes: typeof toSiteCode;
  readonly ambiguousCode: string;
};
declare const window: Window & typeof globalThis & ScreensWindow;

let screens: Awaited<ReturnType<typeof serveScreens>>;
test.beforeAll(async () => {
  screens = await serveScreens();
});
test.afterAll(() => screens.close());

/** Opens a screen and waits until what it shows stands still. */
async function open(page: Page, scheme: string, address: string, isSignedIn = true): Promise<void> {
  await page.goto(`${screens.url}?scheme=${scheme}&signedIn=${isSignedIn ? 1 : 0}#${address}`);
  await page.waitForFunction(() => '__halfhour' in window);
  await expect(page.getByRole('heading').first()).toBeVisible();
}

/** Every way an operator comes to something else to look at. */
const looks: Readonly<Record<string, (page: Page, scheme: string) => Promise<void>>> = {
  'sign in': (page, scheme) => open(page, scheme, '/', false),
  'the choice of a workplace': (page, scheme) => open(page, scheme, '/'),
  work: (page, scheme) => open(page, scheme, '/queue'),
  'picking without a task': (page, scheme) => open(page, scheme, '/picking'),
  picking: async (page, scheme) => {
    await open(page, scheme, '/queue');
    await page.keyboard.press('n');
    await expect.poll(() => page.evaluate(() => window.location.hash)).toContain('/picking/');
    await expect(page.getByRole('heading').first()).toBeVisible();
  },
  'packing without an order': (page, scheme) => open(page, scheme, '/packing'),
  packing: async (page, scheme) => {
    await open(page, scheme, '/packing');
    await scan(page, () => {
      const order = window.fixture.store.find.openOrders().find((one) => one.stage === 'picked');
      return window.codes('tote', window.fixture.store.view.get('tote', order?.toteIds[0] ?? '')?.code ?? '');
    });
  },
  handover: async (page, scheme) => {
    await open(page, scheme, '/handover');
    await scan(page, () => {
      const order = window.fixture.store.find.openOrders().find((one) => one.stage === 'packed');
      return window.codes('parcel', order === undefined ? '' : (window.fixture.store.find.parcelsOfOrder(order.id)[0]?.code ?? ''));
    });
  },
  'the board': (page, scheme) => open(page, scheme, '/board'),
  'the picking policy': (page, scheme) => open(page, scheme, '/policies'),
  devices: (page, scheme) => open(page, scheme, '/devices'),
  labels: (page, scheme) => open(page, scheme, '/labels'),
  scanning: async (page, scheme) => {
    await open(page, scheme, '/scanning');
    await page.getByTestId('rule-test').fill('2120114005301');
  },
  sync: (page, scheme) => open(page, scheme, '/sync'),
  'a bin where nothing wants one': async (page, scheme) => {
    await open(page, scheme, '/queue');
    await scan(page, () => window.codes('bin', 'A01-1-01'));
    await expect(page.getByTestId('last-message')).toContainText('A01-1-01');
  },
  'numbered choices': async (page, scheme) => {
    await open(page, scheme, '/queue');
    await scan(page, () => window.ambiguousCode);
    await expect(page.getByTestId('choices')).toBeVisible();
  },
};

/** A scan from the host; returns when the page has taken it. */
async function scan(page: Page, readCode: () => string): Promise<void> {
  const text = await page.evaluate(readCode);
  const scanNo = await page.evaluate((code) => window.host.send(code), text);
  await page.waitForFunction((no) => window.host.acknowledged.includes(no), scanNo);
}

for (const scheme of ['light', 'dark']) {
  for (const [name, show] of Object.entries(looks)) {
    test(`${name}, ${scheme}: nothing on the screen keeps anybody out`, async ({ page }) => {
      await show(page, scheme);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
      expect(told).toEqual([]);
    });
  }
}
