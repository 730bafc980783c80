import { expect, test } from '@playwright/test';
import { serveScreens } from '#test/browser/fixture/serveScreens.ts';
import type { createScreenFixture } from '#test/support/screenFixture.ts';

declare const window: Window & typeof globalThis & { readonly fixture: Awaited<ReturnType<typeof createScreenFixture>> };

let screens: Awaited<ReturnType<typeof serveScreens>>;
test.beforeAll(async () => {
  screens = await serveScreens();
});
test.afterAll(() => screens.close());

test('a supervisor sees what a policy would have done to the orders, and saves it by keyboard alone', async ({ page }) => {
  await page.goto(`${screens.url}?signedIn=1&lang=en#/queue`);
  await page.waitForFunction(() => '__halfhour' in window);
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { name: 'Picking policy' })).toBeVisible();
  const figures = (column: number) => page.locator(`tbody td:nth-of-type(${column})`).allTextContents();
  await expect.poll(async () => (await figures(2)).every((figure) => /^\d/.test(figure) && !figure.endsWith('%'))).toBe(true);
  // One picker alone: orders wait for each other, and a trolley has something to carry.
  await page.getByRole('button', { name: 'Pickers less' }).click();
  await page.getByRole('button', { name: 'Pickers less' }).click();
  await expect
    .poll(
      async () => (await figures(2)).every((figure) => /^\d/.test(figure) && !figure.endsWith('%')) && Number((await figures(2))[1]) < 20,
    )
    .toBe(true);
  const [metres, walks] = (await figures(2)).map(Number);
  await page.getByRole('button', { name: 'One order' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await figures(3)).every((figure) => /^\d/.test(figure) && !figure.endsWith('%'))).toBe(true);
  const [singleMetres, singleWalks] = (await figures(3)).map(Number);
  expect(singleMetres).toBeGreaterThan(metres!);
  expect(singleWalks).toBeGreaterThan(walks!);
  await page.keyboard.press('s');
  await expect.poll(() => page.evaluate(() => window.fixture.store.view.site()?.pickingPolicy?.picking)).toBe('single');
  await expect(page.getByTestId('last-message')).toContainText('Picking policy saved');
});
