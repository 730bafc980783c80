import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '#renderer/text/languages.ts';
import type { OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { openStationPage, type StationPage } from '#test/support/openStationPage.ts';
import { startTestFloor, type TestFloor, type TestStation } from '#test/support/startTestFloor.ts';
import { type TestSite, testBinCode, testGtins, type TestSkuName } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

/** What the operator heard and read about the last input. */
export type Said = { readonly sound: string | null; readonly text: string };

/** A floor with one station and its page open, worked by scanner bytes, and many orders after one another. */
export type Shift = {
  readonly floor: TestFloor;
  readonly station: TestStation;
  readonly screen: StationPage;
  /** The scanner's trigger; resolves when the page has answered. */
  scan(code: string): Promise<Said>;
  sheet(body: string): Promise<Said>;
  /** The trigger alone, without waiting for an answer. */
  trigger(code: string): Promise<void>;
  /** An order in the local copy, ready to be picked. */
  order(lines: Partial<Record<TestSkuName, number>>): Promise<OrderStatus>;
  /** Opens an order by its code and binds a new tote. */
  begin(order: OrderStatus): Promise<string>;
  pick(name: Exclude<TestSkuName, 'apples'>, units?: number): Promise<Said>;
  /** The queue with nothing in hand, in a language. */
  atQueue(language: Language): Promise<void>;
  close(): Promise<void>;
};

/** The window in which a scanner's same code again is a bounce, and a little more. */
const sameCodeAgainMs = 220;

/** Starts everything and signs the first operator in. */
export async function openShift(site: TestSite): Promise<Shift> {
  const floor = await startTestFloor({ site });
  const station = await floor.openStation('S1');
  const screen = await openStationPage(station.url);
  await screen.until((page) => page.store.phase === 'ready', null);
  let orders = 0;
  let totes = 0;
  let lastCode = '';
  const said = async (): Promise<Said> => {
    const bar = screen.page.getByTestId('last-message');
    // In one look: the sentence may leave the screen between two.
    const [last] = await bar.evaluateAll((found) =>
      found.map((node) => ({ sound: node.getAttribute('data-sound'), text: (node as HTMLElement).innerText })),
    );
    return last ?? { sound: null, text: '' };
  };
  const scan = async (code: string): Promise<Said> => {
    const before = await screen.lastScanNo();
    if (code === lastCode) await delay(sameCodeAgainMs);
    lastCode = code;
    await station.scan(code);
    await waitUntil(`an answer to ${code}`, async () => (await screen.lastScanNo()) > before, { timeoutMs: 20_000, everyMs: 25 });
    return said();
  };
  const shift: Shift = {
    ...{ floor, station, screen, scan },
    sheet: (body) => scan(toSiteCode('commandSheet', body)),
    trigger: (code) => station.scan(code),
    order: async (lines) => {
      orders += 1;
      const order = await floor.placeOrder(lines, `shift-${orders}`);
      await floor.platform.runWorkers();
      await screen.until((page, orderId) => page.stageOf(orderId) === 'released', order.orderId);
      return order;
    },
    begin: async (order) => {
      totes += 1;
      const code = `T${String(totes).padStart(3, '0')}`;
      await scan(toSiteCode('order', String(order.daySequence)));
      await scan(toSiteCode('tote', code));
      return code;
    },
    pick: async (name, units = 1) => {
      await scan(toSiteCode('bin', testBinCode(name)));
      let last: Said = { sound: null, text: '' };
      for (let unit = 0; unit < units; unit += 1) last = await scan(testGtins[name]);
      return last;
    },
    atQueue: async (language) => {
      await screen.page.evaluate(() => void (window.location.hash = '/queue'));
      if ((await screen.page.evaluate(() => document.documentElement.lang)) !== language) {
        await screen.page
          .getByRole('button', { name: /切换到英文|Switch to Chinese/ })
          .first()
          .click();
        await waitUntil('the language', async () => (await screen.page.evaluate(() => document.documentElement.lang)) === language);
      }
    },
    close: async () => {
      await screen.close();
      await floor.close();
    },
  };
  await scan(toSiteCode('badge', '1001'));
  return shift;
}
