import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { createFakeBridge } from '#test/support/fakeBridge.ts';
import type { showManyDevices as showDevices } from '#test/support/manyDevices.ts';
import type { createScreenFixture } from '#test/support/screenFixture.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { serveScreens } from '#test/browser/fixture/serveScreens.ts';

type ScreensWindow = {
  readonly fixture: Awaited<ReturnType<typeof createScreenFixture>>;
  readonly host: ReturnType<typeof createFakeBridge>;
  readonly codes: typeof toSiteCode;
  readonly ambiguousCode: string;
  readonly showManyDevices: typeof showDevices;
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
  'a substitute to choose': (page, scheme) => openSubstitutes(page, scheme),
  'waiting for the customer': async (page, scheme) => {
    await openSubstitutes(page, scheme);
    await scan(page, () => window.codes('commandSheet', 'CHOICE/1'));
    await shortUntil(page, 'answer-wait');
  },
  'a bin that should be empty': async (page, scheme) => {
    await openTask(page, scheme);
    let found = await page.evaluate(emptyTheBin);
    for (let line = 0; line < 8 && found === null; line += 1) {
      await scan(page, () => window.codes('commandSheet', 'SKIP'));
      found = await page.evaluate(emptyTheBin);
    }
    await scan(page, found?.bin ?? '');
    for (let unit = 0; unit < (found?.times ?? 0); unit += 1) await scan(page, found?.item ?? '');
    await expect(page.getByTestId('zero-check')).toBeVisible();
  },
  'waves to pick by label': (page, scheme) => openLabelWaves(page, scheme),
  'goods for a label': async (page, scheme) => {
    await openLabelWaves(page, scheme);
    await page.keyboard.press('1');
    await expect(page.getByTestId('labels-out')).toContainText('3');
    await scan(page, () => window.codes('parcel', `${window.fixture.order('order-901' as never).daySequence}-1-DER901`));
    await expect(page.getByTestId('quantity')).toHaveText('2');
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
  'a bag that came back': async (page, scheme) => {
    await openReturned(page, scheme);
    await expect(page.getByTestId('returned-bags')).toBeVisible();
  },
  'goods that go back to their bins': async (page, scheme) => {
    await openReturned(page, scheme);
    await page.keyboard.press('2');
    await expect(page.getByTestId('put-back')).toBeVisible();
  },
  'the board': (page, scheme) => open(page, scheme, '/board'),
  'the picking policy': (page, scheme) => open(page, scheme, '/policies'),
  'the dispatch board': async (page, scheme) => {
    await open(page, scheme, '/dispatch');
    await expect(page.locator('[data-ride]').first()).toBeVisible();
    await page.keyboard.press('r');
  },
  'the dispatch map': async (page, scheme) => {
    await open(page, scheme, '/dispatch');
    await page.keyboard.press('m');
    await expect(page.locator('[data-testid="map"][data-ready="true"]')).toBeVisible();
  },
  'what if': async (page, scheme) => {
    await open(page, scheme, '/dispatch');
    await page.keyboard.press('w');
    await expect(page.getByTestId('what-if')).toBeVisible();
  },
  devices: (page, scheme) => open(page, scheme, '/devices'),
  'devices of every kind, with labels that wait': (page, scheme) => openDevices(page, scheme),
  'devices in training': (page, scheme) => openDevices(page, scheme, true),
  'what to do with a device': async (page, scheme) => {
    await openDevices(page, scheme);
    await pick(page, ['3']);
  },
  'the settings of a printer': async (page, scheme) => {
    await openDevices(page, scheme);
    await pick(page, ['3', '4']);
    await expect(page.getByRole('textbox', { name: '名称' })).toBeVisible();
  },
  'the exchange of printers': async (page, scheme) => {
    await openDevices(page, scheme);
    await pick(page, ['4', '3']);
    await expect(page.getByRole('button', { name: '打出各台的测试标签' })).toBeVisible();
  },
  'the recorder of a scale': async (page, scheme) => {
    await openDevices(page, scheme);
    await pick(page, ['5', '4']);
    await expect(page.getByRole('button', { name: '录晃动时' })).toBeVisible();
  },
  labels: (page, scheme) => open(page, scheme, '/labels'),
  robots: (page, scheme) => open(page, scheme, '/robots'),
  'robots as they were': async (page, scheme) => {
    await open(page, scheme, '/robots');
    await page.keyboard.press('r');
    await expect(page.getByTestId('replay')).toBeVisible();
  },
  'the sorter': (page, scheme) => open(page, scheme, '/sorter'),
  'sorting by hand': async (page, scheme) => {
    await open(page, scheme, '/sorter');
    await page.keyboard.press('m');
    await expect(page.getByRole('heading', { name: '请扫包裹' })).toBeVisible();
    await scan(page, () => {
      const order = window.fixture.store.find.openOrders().find((one) => one.stage === 'packed');
      return window.codes('parcel', order === undefined ? '' : (window.fixture.store.find.parcelsOfOrder(order.id)[0]?.code ?? ''));
    });
    await expect(page.getByTestId('big')).toHaveText('OVER');
  },
  scanning: async (page, scheme) => {
    await open(page, scheme, '/scanning');
    await page.getByTestId('rule-test').fill('2120114005301');
  },
  training: async (page, scheme) => {
    await open(page, scheme, '/queue');
    await scan(page, () => window.codes('commandSheet', 'TRAINING'));
    await expect(page.getByTestId('training')).toBeVisible();
  },
  'own figures': async (page, scheme) => {
    await open(page, scheme, '/queue');
    await page.keyboard.press('o');
    await expect(page.getByTestId('own-score')).toBeVisible();
  },
  voice: (page, scheme) => open(page, scheme, '/voice'),
  sync: (page, scheme) => open(page, scheme, '/sync'),
  'a bin where nothing wants one': async (page, scheme) => {
    await open(page, scheme, '/queue');
    await scan(page, () => window.codes('bin', 'A01-1-01'));
    await expect(page.getByTestId('last-message')).toContainText('A01-1-01');
  },
  'a barcode to link': async (page, scheme) => {
    await open(page, scheme, '/link/06933333333337');
    await page.getByRole('textbox').fill('a');
    await expect(page.getByRole('listitem').first()).toBeVisible();
  },
  'the item of a barcode': async (page, scheme) => {
    await open(page, scheme, '/link/06933333333337');
    await scan(page, () => [...window.fixture.store.all('sku')].find((sku) => sku.unit === 'each')?.barcodes[0]?.gtin ?? '');
    await expect(page.getByTestId('pack-units')).toBeVisible();
  },
  'numbered choices': async (page, scheme) => {
    await open(page, scheme, '/queue');
    await scan(page, () => window.ambiguousCode);
    await expect(page.getByTestId('choices')).toBeVisible();
  },
};

/** The most urgent task, with its tote. */
async function openTask(page: Page, scheme: string): Promise<void> {
  await open(page, scheme, '/queue');
  await page.keyboard.press('n');
  await expect.poll(() => page.evaluate(() => window.location.hash)).toContain('/picking/');
  await scan(page, () => window.codes('tote', 'T777'));
}

/** Three orders of one item from a live stream, whose channel is picked by label. */
async function openLabelWaves(page: Page, scheme: string): Promise<void> {
  await open(page, scheme, '/queue');
  await page.evaluate(async (usual) => {
    const { fixture } = window;
    const policy = { ...usual, labelOnly: ['liveStream' as const] };
    const sku = fixture.each.find((one) => one.temperature === 'ambient')!;
    const example = fixture.store.find.openOrders()[0]!;
    const nowMs = fixture.clock.nowMs();
    for (const no of [901, 902, 903]) {
      const orderId = `order-${no}` as never;
      const draft = {
        ...{ channel: 'liveStream', channelOrderId: `live-${no}`, memberTier: 'standard', payment: 'paid', customs: 'notNeeded' },
        ...{ groupLot: null, substitution: 'never', note: '', recipient: example.recipient, destination: example.destination },
        ...{ placedAtMs: nowMs, promiseAtMs: nowMs + 7_200_000 },
        lines: [{ lineNo: 1, skuId: sku.id, orderedQuantity: no === 901 ? 2 : 1, priceFen: 690 }],
      };
      await fixture.commit({ kind: 'placeOrder', payload: { orderId, daySequence: no, draft } as never });
      await fixture.commit({ kind: 'acceptOrder', payload: { orderId } });
      await fixture.commit({ kind: 'releaseOrder', payload: { orderId, taskId: `task-${no}` as never } });
    }
    await fixture.commit({ kind: 'setPickingPolicy', payload: { policy } });
  }, defaultPickingPolicy);
  await page.keyboard.press('l');
  await expect(page.getByTestId('labels-out')).toBeVisible();
}

/** A bag that a courier has, scanned at the counter. */
async function openReturned(page: Page, scheme: string): Promise<void> {
  await open(page, scheme, '/handover');
  await scan(page, () => {
    const order = window.fixture.store.find.openOrders().find((one) => one.stage === 'handedOver');
    return window.codes('parcel', order === undefined ? '' : (window.fixture.store.find.parcelsOfOrder(order.id)[0]?.code ?? ''));
  });
}

/** Shorts line after line until something is there that may stand in for one. */
async function openSubstitutes(page: Page, scheme: string): Promise<void> {
  await openTask(page, scheme);
  await shortUntil(page, 'substitutes');
}

async function shortUntil(page: Page, testId: string): Promise<void> {
  const wanted = page.getByTestId(testId);
  for (let line = 0; line < 12 && (await wanted.count()) === 0; line += 1) {
    const isChoosing = (await page.getByTestId('substitutes').count()) > 0;
    await scan(page, isChoosing ? () => window.codes('commandSheet', 'CHOICE/1') : () => window.codes('commandSheet', 'SHORT/notFound'));
  }
  await expect(wanted).toBeVisible();
}

/** Makes the books say that the next pick empties its bin, and says what to scan for it; null where goods are weighed. */
async function emptyTheBin(): Promise<{ bin: string; item: string; times: number } | null> {
  const { store } = window.fixture;
  const taskId = window.location.hash.split('/').at(-1) ?? '';
  const step = store.view.get('task', taskId)?.steps.find((one) => one.status === 'open');
  if (step === undefined || store.view.get('sku', step.skuId)?.unit !== 'each') return null;
  const { skuId, binId, lotId, quantity } = step;
  const rows = store.view.stockOfSku(skuId).filter((row) => row.binId === binId);
  await store.commit(
    rows.map((row) => ({
      kind: 'adjustStock' as const,
      payload: { skuId, binId, lotId: row.lotId, status: row.status, countedQuantity: row.lotId === lotId ? quantity : 0, reason: 'count' },
    })),
    { operatorId: null, triggerId: 'count' },
  );
  const single = store.view.get('sku', skuId)?.barcodes.find((barcode) => barcode.packUnits === 1)?.gtin ?? '';
  return { bin: window.codes('bin', store.view.get('bin', binId)?.code ?? ''), item: single, times: quantity };
}

/** The screen of devices with several of every kind. */
async function openDevices(page: Page, scheme: string, isTraining = false): Promise<void> {
  await open(page, scheme, '/queue');
  await page.evaluate((training) => window.showManyDevices(window.host, Date.now(), training), isTraining);
  await page.keyboard.press('F6');
  await expect(page.getByText('备用打印机').first()).toBeVisible();
}

/** Picks by number, the second once the question is there. */
async function pick(page: Page, digits: readonly string[]): Promise<void> {
  for (const [index, digit] of digits.entries()) {
    await page.keyboard.press(digit);
    if (index === 0) await expect(page.getByTestId('choices')).toBeVisible();
  }
}

/** A scan from the host; returns when the page has taken it. */
async function scan(page: Page, readCode: string | (() => string)): Promise<void> {
  const text = typeof readCode === 'string' ? readCode : await page.evaluate(readCode);
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
