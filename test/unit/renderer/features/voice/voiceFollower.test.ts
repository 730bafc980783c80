import { afterEach, expect, test } from 'vitest';
import { createTestStore } from '#test/support/createTestStore.ts';
import { installSpeech } from '#test/support/fakeSpeech.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { testBinCode, testGtins } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { spokenCode } from '#shared/model/workflow/spokenCode.ts';

let close = () => undefined as void;
afterEach(() => close());

async function openSpeaking(language: 'zh-CN' | 'en') {
  localStorage.clear();
  const store = await createTestStore();
  await store.place({ milk: 2, water: 1 });
  const speech = installSpeech(window);
  const page = await renderStation(store, { language });
  close = () => {
    page.close();
    speech.remove();
  };
  return {
    page,
    said: speech.said,
    /** Does something and waits for the sentence that follows it. */
    async andHear(what: () => Promise<void>) {
      const before = speech.said.length;
      await what();
      await waitUntil('a sentence', () => speech.said.length > before, { everyMs: 3 });
    },
  };
}

test('[VO8] an order is picked by ear: tote, bin, quantity, what is wrong, what is left, done', async () => {
  const { page, said, andHear } = await openSpeaking('zh-CN');
  await andHear(() => page.scanCode('commandSheet', 'NEXT'));
  await andHear(() => page.scanCode('tote', 'T009'));
  await andHear(() => page.scanCode('bin', testBinCode('water')));
  await andHear(() => page.scan(testGtins.beer));
  await andHear(() => page.press('KeyC'));
  await andHear(() => page.scan(testGtins.water));
  await andHear(() => page.scanCode('bin', testBinCode('milk')));
  await andHear(() => page.scan(testGtins.milk));
  await andHear(() => page.scan(testGtins.milk));
  const bin = (name: 'water' | 'milk') => `去 ${spokenCode('bin', testBinCode(name)).binZh}。`;
  expect(said).toEqual([
    '拿一个空周转箱，扫箱码。',
    bin('water'),
    '取 1 件，矿泉水 550 毫升。',
    '拿错了商品。',
    '取 1 件，矿泉水 550 毫升。',
    bin('milk'),
    expect.stringContaining('取 2 件，'),
    expect.stringContaining('取 1 件，'),
    '任务完成，送去打包台。',
  ]);
});

test('[VO7] the key V turns the voice off and on again, and screen readers have the prompt either way', async () => {
  const { page, said, andHear } = await openSpeaking('en');
  await andHear(() => page.scanCode('commandSheet', 'NEXT'));
  await page.press('KeyV');
  const off = page.text().includes('Voice is off; the sounds stay.');
  await page.scanCode('tote', 'T009');
  const readers = [...document.querySelectorAll('[role="status"]')].map((element) => element.textContent);
  await page.press('KeyV');
  await andHear(() => page.scanCode('bin', testBinCode('water')));
  expect([off, said.length, said[0], said.at(-1)?.startsWith('Take 1, '), readers.some((text) => text?.startsWith('Go to '))]).toEqual([
    true,
    2,
    'Take an empty tote and scan it.',
    true,
    true,
  ]);
});
