import { expect, test } from '@playwright/test';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { openStationPage, type StationPage } from '#test/support/openStationPage.ts';
import { ptyMissingReason } from '#test/support/openPtyPair.ts';
import { createScannerWorker, deliver, printedParcelCodes, type ScannerWorker } from '#test/support/scannerWorker.ts';
import { startTestFloor, type TestFloor, type TestStation } from '#test/support/startTestFloor.ts';

test.skip(ptyMissingReason !== null, ptyMissingReason ?? '');

/** A floor with one station, its page open and somebody signed in. */
type Shift = { readonly floor: TestFloor; readonly station: TestStation; readonly screen: StationPage; readonly worker: ScannerWorker };

async function openShift(): Promise<Shift> {
  const floor = await startTestFloor();
  try {
    const station = await floor.openStation('S1');
    const screen = await openStationPage(station.url);
    await screen.until((page) => page.store.phase === 'ready', null);
    const worker = createScannerWorker(station, screen);
    await worker.signIn();
    return { floor, station, screen, worker };
  } catch (error) {
    await floor.close();
    throw error;
  }
}

async function closeShift({ floor, screen }: Shift): Promise<void> {
  await screen.close();
  await floor.close();
}

/** Places an order and waits until the station has its task. */
async function orderOnScreen({ floor, screen }: Shift, lines: Parameters<TestFloor['placeOrder']>[0]) {
  const order = await floor.placeOrder(lines, `web-${Date.now()}`);
  await floor.platform.runWorkers();
  await screen.until((page, orderId) => page.stageOf(orderId) === 'released', order.orderId);
  return order;
}

async function stageOnPlatform(floor: TestFloor, orderId: string, stage: string): Promise<void> {
  await waitUntil(`order at ${stage}`, async () => (await floor.orderStatus(orderId)).stage === stage, { timeoutMs: 30_000 });
}

async function unsyncedIsZero(screen: StationPage): Promise<void> {
  await screen.until((page) => page.store.pending === 0, null);
}

test('an order is picked, packed, labelled and handed over by scanner bytes alone, and the platform shows it delivered', async () => {
  const shift = await openShift();
  const { floor, worker, screen } = shift;
  try {
    const order = await orderOnScreen(shift, { water: 2, milk: 1 });
    await worker.startPicking(order, 'T001');
    await worker.pick('water', 2);
    await worker.pick('milk', 1);
    await worker.pack('T001', ['milk', 'water', 'water']);
    // Cold and ambient goods go in a bag each.
    await waitUntil('two labels on paper', () => floor.printer.printedCount() === 2, { timeoutMs: 15_000 });
    const bags = printedParcelCodes(floor);
    for (const bag of bags) await worker.shelve(bag, 'H02');
    await stageOnPlatform(floor, order.orderId, 'shelved');
    await waitUntil('a trip planned', async () => (await floor.orderStatus(order.orderId)).courierId !== null, { timeoutMs: 30_000 });
    const { courierId } = await floor.orderStatus(order.orderId);
    await unsyncedIsZero(screen);
    await screen.until((page, courier) => page.tripOf(courier) !== null, courierId ?? '');
    await worker.giveToCourier(courierId === 'courier-1' ? '9001' : '9002', bags);
    await stageOnPlatform(floor, order.orderId, 'handedOver');
    await deliver(floor, courierId ?? '', order.orderId);
    const status = await floor.orderStatus(order.orderId);
    expect([
      status.stage,
      status.lines.map((line) => [line.pickedQuantity, line.packedQuantity]),
      status.timeline.map((entry) => entry.stage),
    ]).toEqual([
      'delivered',
      [
        [2, 2],
        [1, 1],
      ],
      ['placed', 'accepted', 'released', 'picking', 'picked', 'packing', 'packed', 'shelved', 'handedOver', 'delivered'],
    ]);
  } finally {
    await closeShift(shift);
  }
});

test('with the WAN cut after the first pick and back after the handover, nothing is lost and nothing doubled', async () => {
  const shift = await openShift();
  const { floor, worker, screen } = shift;
  try {
    const order = await orderOnScreen(shift, { water: 2, milk: 1 });
    await worker.startPicking(order, 'T001');
    await worker.pick('water', 1);
    floor.cutWan();
    await screen.until((page) => page.lines.wan === 'down', null);
    await worker.scan('6921168509256');
    await worker.pick('milk', 1);
    await worker.pack('T001', ['milk', 'water', 'water']);
    // Cold and ambient goods go in a bag each.
    await waitUntil('two labels on paper', () => floor.printer.printedCount() === 2, { timeoutMs: 15_000 });
    const bags = printedParcelCodes(floor);
    for (const bag of bags) await worker.shelve(bag, 'H02');
    await worker.giveToCourier('9001', [bags[0] ?? '', ...bags]);
    const pending = await screen.diagnostics((page) => page.store.pending);
    expect(pending).toBeGreaterThan(5);
    floor.healWan();
    await unsyncedIsZero(screen);
    await deliver(floor, 'courier-1', order.orderId);
    const status = await floor.orderStatus(order.orderId);
    expect([status.stage, status.lines.map((line) => [line.pickedQuantity, line.packedQuantity])]).toEqual([
      'delivered',
      [
        [2, 2],
        [1, 1],
      ],
    ]);
  } finally {
    await closeShift(shift);
  }
});

test('the host killed and restarted mid-pick costs seconds: work goes on at the exact line', async () => {
  const shift = await openShift();
  const { floor, station, worker, screen } = shift;
  try {
    const order = await orderOnScreen(shift, { water: 2, milk: 1 });
    await worker.startPicking(order, 'T001');
    await worker.pick('water', 1);
    await station.kill();
    await screen.until((page) => page.lines.host === 'down', null);
    await station.restart();
    await screen.until((page) => page.lines.host === 'up', null);
    await worker.scan('6921168509256');
    await worker.pick('milk', 1);
    await stageOnPlatform(floor, order.orderId, 'picked');
    await worker.pack('T001', ['milk', 'water', 'water']);
    await stageOnPlatform(floor, order.orderId, 'packed');
    const status = await floor.orderStatus(order.orderId);
    expect(status.lines.map((line) => [line.pickedQuantity, line.packedQuantity])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  } finally {
    await closeShift(shift);
  }
});

test('the page closed and opened again goes on at the exact line', async () => {
  const shift = await openShift();
  const { floor, worker, screen } = shift;
  try {
    const order = await orderOnScreen(shift, { water: 3, milk: 1 });
    await worker.startPicking(order, 'T001');
    await worker.pick('water', 2);
    await screen.page.reload();
    await screen.until((page) => page.store.phase === 'ready', null);
    await worker.scan(toSiteCode('order', String(order.daySequence)));
    await worker.pick('water', 1);
    await worker.pick('milk', 1);
    await stageOnPlatform(floor, order.orderId, 'picked');
    expect((await floor.orderStatus(order.orderId)).lines.map((line) => line.pickedQuantity)).toEqual([3, 1]);
  } finally {
    await closeShift(shift);
  }
});
