import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, type Page } from '@playwright/test';
import { en } from '#renderer/text/en.ts';
import type { Language } from '#renderer/text/languages.ts';
import { zhCN } from '#renderer/text/zh-CN.ts';
import { soundScores } from '#renderer/ui/sound/soundScores.ts';
import { soundNames } from '#shared/model/workflow/workflow.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { openShift, type Shift } from '#test/support/openShift.ts';
import { ptyMissingReason } from '#test/support/openPtyPair.ts';
import { createTestSite, testBinCode, testGtins } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

test.skip(ptyMissingReason !== null, ptyMissingReason ?? '');
test.describe.configure({ mode: 'serial' });

/** The fifteen interactions of an excellent scan-driven screen, each by the bytes of a scanner, one floor for all of them. */
let shift: Shift;
test.beforeAll(async () => {
  const site = createTestSite();
  // Toast lies in the dumplings' bin too, dumplings and yoghurt in the apples'; of beer and noodles a language each gets the last one.
  const stock = site.stock.map((row) => (['BEER', 'NOODLES'].includes(row.skuCode) ? { ...row, quantity: 1 } : row));
  const second = (skuCode: string, binCode: string) => ({ ...site.stock[0]!, skuCode, binCode, quantity: 5 });
  const elsewhere = ['DUMPLINGS', 'YOGHURT'].map((skuCode) => second(skuCode, testBinCode('apples')));
  shift = await openShift({ ...site, stock: [...stock, second('BREAD', testBinCode('dumplings')), ...elsewhere] });
});
test.afterAll(() => shift?.close());

const big = (page: Page) => page.getByTestId('big').innerText();

for (const language of ['zh-CN', 'en'] as const satisfies readonly Language[]) {
  const words = language === 'en' ? en : zhCN;
  const spread = language === 'en' ? 'yoghurt' : 'dumplings';
  const lastOne = language === 'en' ? 'noodles' : 'beer';

  test.describe(`interactions in ${language}`, () => {
    test.beforeEach(() => shift.atQueue(language));

    test('1. One scan starts the work', async () => {
      const order = await shift.order({ water: 1 });
      await shift.scan(toSiteCode('order', String(order.daySequence)));
      expect(await shift.screen.page.getByText(words.picking.goToTote, { exact: true }).count()).toBe(1);
      expect(await big(shift.screen.page)).toContain(String(order.daySequence));
      await shift.scan(toSiteCode('tote', `S1${language.slice(0, 1).toUpperCase()}`));
      await shift.pick('water');
      await shift.atQueue(language);
      await shift.scan(toSiteCode('tote', `S1${language.slice(0, 1).toUpperCase()}`));
      await expect(shift.screen.page.getByText(words.packing.bagInHand).first()).toBeVisible();
      await shift.scan(testGtins.water);
    });

    test('2. The last scan finishes the job', async () => {
      const order = await shift.order({ water: 1, milk: 1 });
      const tote = await shift.begin(order);
      const printed = shift.floor.printer.printedCount();
      await shift.pick('water');
      expect((await shift.pick('milk')).sound).toBe('orderDone');
      await shift.atQueue(language);
      await shift.scan(toSiteCode('tote', tote));
      await shift.scan(testGtins.milk);
      expect((await shift.scan(testGtins.water)).sound).toBe('orderDone');
      await waitUntil('a label for each bag', () => shift.floor.printer.printedCount() === printed + 2, { timeoutMs: 15_000 });
      await expect(shift.screen.page.getByText(words.packing.none, { exact: true })).toBeVisible();
    });

    test('3. Scan again to confirm instead of a dialog', async () => {
      await shift.begin(await shift.order({ bread: 1 }));
      const other = toSiteCode('bin', testBinCode('dumplings'));
      const first = await shift.scan(other);
      const second = await shift.scan(other);
      expect([first.sound, second.sound, await shift.screen.page.getByRole('dialog').count()]).toEqual(['warning', 'ok', 0]);
      expect((await shift.scan(testGtins.bread)).sound).toBe('orderDone');
    });

    test('4. Distinct sounds: ok, line done, order done, warning, stop', async () => {
      await shift.begin(await shift.order({ water: 2, milk: 1 }));
      const heard = [await shift.scan(testGtins.water), await shift.pick('water'), await shift.scan(testGtins.water)];
      await shift.scan(toSiteCode('bin', testBinCode('milk')));
      heard.push(await shift.scan(testGtins.bread));
      await shift.sheet('CONFIRM');
      heard.push(await shift.scan(testGtins.milk));
      expect(heard.map(({ sound }) => sound)).toEqual(['warning', 'ok', 'lineDone', 'stop', 'orderDone']);
      expect(new Set(soundNames.map((name) => JSON.stringify(soundScores[name]))).size).toBe(soundNames.length);
    });

    test("5. A stop holds the scanner and the next scan's Enter does not close it", async () => {
      await shift.begin(await shift.order({ milk: 1 }));
      await shift.scan(toSiteCode('bin', testBinCode('milk')));
      await shift.scan(testGtins.bread);
      const stop = shift.screen.page.getByRole('alertdialog');
      await shift.scan(testGtins.milk);
      await shift.screen.page.keyboard.press('Enter');
      await expect(stop).toBeVisible();
      await shift.sheet('CONFIRM');
      await expect(stop).toBeHidden();
      expect((await shift.scan(testGtins.milk)).sound).toBe('orderDone');
    });

    test('6. It says what was scanned and what was expected', async () => {
      await shift.begin(await shift.order({ milk: 1 }));
      const wrongBin = await shift.scan(toSiteCode('bin', testBinCode('bread')));
      expect(wrongBin.text).toContain(testBinCode('bread'));
      expect(wrongBin.text).toContain(testBinCode('milk'));
      await shift.scan(toSiteCode('bin', testBinCode('milk')));
      await shift.scan(testGtins.bread);
      const stop = await shift.screen.page.getByRole('alertdialog').innerText();
      for (const word of language === 'en' ? ['Wholemeal toast', 'Fresh milk'] : ['全麦吐司', '鲜牛奶']) expect(stop).toContain(word);
      await shift.sheet('CONFIRM');
      await shift.scan(testGtins.milk);
    });

    test('7. Never the mouse: commands are barcodes too', async () => {
      const order = await shift.order({ water: 1, milk: 1 });
      await shift.sheet('NEXT');
      await shift.scan(toSiteCode('tote', `S7${language.slice(0, 1).toUpperCase()}`));
      expect(await big(shift.screen.page)).toBe(testBinCode('water'));
      await shift.sheet('SKIP');
      expect(await big(shift.screen.page)).toBe(testBinCode('milk'));
      expect((await shift.sheet('HELP')).text).toContain(words.common.helpCalled);
      await shift.pick('milk');
      await shift.sheet('UNDO');
      expect(await big(shift.screen.page)).toBe(testBinCode('milk'));
      await shift.pick('milk');
      await shift.pick('water');
      expect((await shift.floor.orderStatus(order.orderId)).daySequence).toBe(order.daySequence);
      await shift.sheet('HOME');
      await expect(shift.screen.page.getByRole('heading', { name: words.queue.title })).toBeVisible();
    });

    test('8. Undo the last scan, visibly, offline and recorded', async () => {
      await shift.begin(await shift.order({ water: 3 }));
      shift.floor.cutWan();
      await shift.screen.until((page) => page.lines.wan === 'down', null);
      await shift.pick('water', 2);
      expect(await shift.screen.page.getByTestId('quantity').innerText()).toBe('1');
      const pending = await shift.screen.diagnostics((page) => page.store.pending);
      const undone = await shift.sheet('UNDO');
      expect([undone.sound, await shift.screen.page.getByTestId('quantity').innerText()]).toEqual(['ok', '2']);
      expect(await shift.screen.diagnostics((page) => page.store.pending)).toBe(pending + 1);
      shift.floor.healWan();
      await shift.pick('water', 2);
    });

    test('9. The input stays hot and separate, wherever the focus is', async () => {
      await shift.begin(await shift.order({ water: 2 }));
      await shift.screen.page.getByRole('button', { expanded: false }).first().focus();
      await shift.scan(toSiteCode('bin', testBinCode('water')));
      await typeAsScanner(shift.screen.page, testGtins.water);
      await expect(shift.screen.page.getByTestId('quantity')).toHaveText('1');
      await delay(220);
      await typeAsScanner(shift.screen.page, testGtins.water);
      await expect(shift.screen.page.getByTestId('last-message')).toHaveAttribute('data-sound', 'orderDone');
    });

    test('10. A person typing and a scanner are told apart', async () => {
      await shift.begin(await shift.order({ water: 1 }));
      await shift.screen.page.keyboard.type(testGtins.water.slice(0, 6), { delay: 140 });
      expect(await big(shift.screen.page)).toBe(testBinCode('water'));
      await shift.screen.page.keyboard.press('x');
      await expect(shift.screen.page.getByRole('heading', { name: words.picking.chooseReason })).toBeVisible();
      await shift.pick('water');
    });

    test('11. A burst is counted: a bounce is a tick, a scan after it one more', async () => {
      await shift.begin(await shift.order({ water: 3 }));
      await shift.scan(toSiteCode('bin', testBinCode('water')));
      // One write: on a busy machine two would come too far apart for a bounce.
      await shift.station.scanner.send(`${testGtins.water}\r\n${testGtins.water}\r\n`);
      await expect(shift.screen.page.getByTestId('quantity')).toHaveText('2');
      await delay(220);
      await shift.trigger(testGtins.water);
      await expect(shift.screen.page.getByTestId('quantity')).toHaveText('1');
      await delay(220);
      expect((await shift.scan(testGtins.water)).sound).toBe('orderDone');
    });

    test('12. Skip, short, change: one step away and never a dead end', async () => {
      const order = await shift.order({ water: 1, [spread]: 1 });
      await shift.begin(order);
      await shift.sheet('SKIP');
      const empty = await big(shift.screen.page);
      const short = await shift.sheet('SHORT/notFound');
      expect([short.sound, short.text.includes(language === 'en' ? 'Another bin' : '别的库位')]).toEqual(['lineDone', true]);
      const bins = [await big(shift.screen.page)];
      await shift.sheet('SKIP');
      bins.push(await big(shift.screen.page));
      const other = [testBinCode('apples'), testBinCode(spread)].filter((code) => code !== empty);
      expect(bins.toSorted()).toEqual([testBinCode('water'), ...other].toSorted());
      for (let line = 0; line < 2; line += 1) {
        const isWater = (await big(shift.screen.page)) === testBinCode('water');
        await (isWater ? shift.pick('water') : shift.sheet('SHORT/damaged'));
      }
      await waitUntil('the order picked', async () => (await shift.floor.orderStatus(order.orderId)).stage === 'picked');
    });

    test('13. One thing, huge', async () => {
      await shift.begin(await shift.order({ milk: 1 }));
      const { page } = shift.screen;
      const height = await page.getByTestId('big').evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize));
      expect(height).toBeGreaterThanOrEqual(80);
      expect(await page.getByTestId('big').count()).toBe(1);
      const boxes = await page.locator('main button').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().height));
      expect(Math.min(...boxes)).toBeGreaterThanOrEqual(56);
      await shift.pick('milk');
    });

    test('14. The count is asked for at the right second', async () => {
      await shift.begin(await shift.order({ [lastOne]: 1, milk: 1 }));
      await shift.pick(lastOne);
      await expect(shift.screen.page.getByTestId('zero-check')).toContainText(words.picking.zeroTitle);
      expect((await shift.sheet('YES')).text).toContain(words.pick.zeroYes);
      await shift.pick('milk');
    });

    test('15. It survives and resumes, says what is unsynced, and a takeover asks first', async () => {
      const order = await shift.order({ water: 3 });
      const tote = await shift.begin(order);
      await shift.pick('water', 1);
      shift.floor.cutWan();
      await shift.screen.until((page) => page.lines.wan === 'down', null);
      await shift.scan(testGtins.water);
      await expect(shift.screen.page.getByTestId('unsynced')).toContainText(words.strip.unsynced);
      await shift.screen.page.reload();
      await shift.screen.until((page) => page.store.phase === 'ready', null);
      await shift.atQueue(language);
      await shift.scan(toSiteCode('order', String(order.daySequence)));
      await expect(shift.screen.page.getByTestId('quantity')).toHaveText('1');
      shift.floor.healWan();
      await shift.atQueue(language);
      await shift.scan(toSiteCode('badge', '1002'));
      await shift.atQueue(language);
      await shift.scan(toSiteCode('tote', tote));
      await expect(shift.screen.page.getByRole('heading')).toContainText(language === 'en' ? 'is picking this' : '正在拣这个任务');
      await shift.sheet('YES');
      expect((await shift.pick('water')).sound).toBe('orderDone');
      await shift.scan(toSiteCode('badge', '1001'));
    });
  });
}

/** A scanner's keys in one go: on a busy machine keys sent one by one come with gaps as long as a person's. */
async function typeAsScanner(page: Page, digits: string): Promise<void> {
  await page.evaluate((text) => {
    for (const key of [...text, 'Enter']) {
      const press = { key, code: key === 'Enter' ? key : `Digit${key}`, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', press));
      document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', press));
    }
  }, digits);
}
