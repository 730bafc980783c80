import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { houseTheme } from '#renderer/ui/houseTheme.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { listFiles } from '#test/support/listFiles.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { testBinCode, testGtins } from '#test/support/testSite.ts';

let close = () => undefined as void;
afterEach(() => close());

async function openPicking() {
  const store = await createTestStore();
  await store.place({ water: 1 });
  const page = await renderStation(store);
  close = page.close;
  await page.scanCode('commandSheet', 'NEXT');
  await page.scanCode('tote', 'T009');
  return page;
}
const liveTexts = (politeness: string) => [...document.querySelectorAll(`[aria-live="${politeness}"]`)].map((region) => region.textContent);

test('what was said about a scan is in a live region: politely where it is right, at once where it is wrong, and the stop is described by its sentence', async () => {
  const page = await openPicking();
  const polite = liveTexts('polite').some((text) => text?.includes('T009'));
  await page.scanCode('bin', testBinCode('water'));
  await page.scan(testGtins.beer);
  const stop = document.querySelector('[role="alertdialog"]');
  const described = document.getElementById(stop?.getAttribute('aria-describedby') ?? '')?.textContent;
  expect([
    polite,
    liveTexts('assertive').some((text) => text?.includes('拿错了商品')),
    stop?.getAttribute('aria-label'),
    described,
  ]).toEqual([true, true, '停', '拿错了商品。']);
});

test('every button of the picking screen has a name, and no picture stands without words', async () => {
  await openPicking();
  const nameless = [...document.querySelectorAll('button')].filter(
    (button) => !(button.getAttribute('aria-label') ?? button.textContent)?.trim(),
  );
  const bare = [...document.querySelectorAll('img')].filter((image) => !image.hasAttribute('alt'));
  const loose = [...document.querySelectorAll('svg')].filter(
    (icon) => icon.getAttribute('aria-hidden') !== 'true' && !icon.hasAttribute('aria-label') && icon.getAttribute('role') !== 'img',
  );
  expect([nameless.length, bare.length, loose.map((icon) => icon.outerHTML.slice(0, 80))]).toEqual([0, 0, []]);
});

test('nothing moves for whoever asked for less motion: one rule for all styles, no motion set going by script', () => {
  const rule = readFileSync('renderer/ui/house.css', 'utf8').split('@media (prefers-reduced-motion: reduce)')[1] ?? '';
  const scripted = listFiles(['renderer'], (name) => /\.tsx?$/.test(name)).filter((file) =>
    /\.animate\(|behavior: 'smooth'|\.flyTo\(|\.easeTo\(/.test(readFileSync(file, 'utf8')),
  );
  expect([
    houseTheme.respectReducedMotion,
    rule.includes('animation: none !important'),
    rule.includes('transition: none !important'),
    scripted,
  ]).toEqual([true, true, true, []]);
});
