import { setTimeout as delay } from 'node:timers/promises';
import { asId } from '#shared/base/ids.ts';
import type { Diagnostics } from '#renderer/app/openDiagnostics.ts';
import { soundLengthMs } from '#renderer/ui/sound/soundScores.ts';
import type { OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { toGtin13 } from '#platform/world/site/gtin.ts';
import { openStationPage, type ScanMoments, type StationPage } from '#test/support/openStationPage.ts';
import { startTestFloor, type TestFloor, type TestStation } from '#test/support/startTestFloor.ts';
import { createTestSite, type TestSite } from '#test/support/testSite.ts';

const picks = 10;
const linesPerPick = 10;
/** A pick before the measured ones, in which the page warms up. */
const warmUpPicks = 1;
/** What the task asks: system time of a line, at the 95th percentile. */
const targetMs = 80;

type Line = { readonly pick: number; readonly soundMs: number; readonly promptMs: number };

const goods = Array.from({ length: linesPerPick }, (_, index) => ({
  skuId: `sku-pace-${index}`,
  gtin: toGtin13(`69990000${String(index).padStart(4, '0')}`),
  bin: `P01-1-${String(index + 1).padStart(2, '0')}`,
}));

/**
 * Ten picks of ten lines each, driven at the pace the sounds allow: the next trigger is pulled when the last sound is over. System time of
 * a line is what the person waits for the machine: from the last byte of the item's code on the serial line to the next prompt painted.
 */
export async function run(): Promise<{ metrics: Record<string, number>; rows: Array<Record<string, string | number>> }> {
  const floor = await startTestFloor({ site: paceSite() });
  try {
    const station = await floor.openStation('bench');
    const screen = await openStationPage(station.url);
    try {
      await screen.until((page: Diagnostics) => page.store.phase === 'ready', null);
      return report(await pickAll(floor, station, screen));
    } finally {
      await screen.close();
    }
  } finally {
    await floor.close();
  }
}

/** The test site with ten more SKUs, each in a bin of its own. */
function paceSite(): TestSite {
  const site = createTestSite('site-pace');
  const [sku] = site.skus;
  const [bin] = site.bins;
  const [row] = site.stock;
  if (sku === undefined || bin === undefined || row === undefined) throw new Error('the test site is empty');
  return {
    ...site,
    skus: [
      ...site.skus,
      ...goods.map(({ skuId, gtin }) => ({
        ...sku,
        id: asId<'sku'>(skuId),
        code: skuId,
        barcodes: [{ gtin, packUnits: 1 }],
        temperature: 'ambient' as const,
      })),
    ],
    bins: [
      ...site.bins,
      ...goods.map(({ bin: code }, index) => ({
        ...bin,
        id: asId<'bin'>(`bin-${code}`),
        code,
        zoneId: asId<'zone'>('zone-A'),
        walkSequence: 20 + index,
      })),
    ],
    stock: [...site.stock, ...goods.map(({ skuId, bin: binCode }) => ({ ...row, skuCode: skuId, binCode, quantity: 100 }))],
  };
}

async function pickAll(floor: TestFloor, station: TestStation, screen: StationPage): Promise<Line[]> {
  let scanNo = 0;
  const scan = async (code: string): Promise<ScanMoments & { readonly byteMs: number }> => {
    await station.scan(code);
    const byteMs = performance.timeOrigin + performance.now();
    scanNo += 1;
    const moments = await screen.momentsOf(scanNo);
    const sound = await screen.diagnostics((page) => page.lastSound?.name ?? 'ok');
    await delay(soundLengthMs(sound));
    return { ...moments, byteMs };
  };
  await scan(toSiteCode('badge', '1001'));
  const lines: Line[] = [];
  for (let pick = 0; pick < warmUpPicks + picks; pick += 1) {
    const order = await placeOrder(floor, screen, pick);
    await scan(toSiteCode('order', String(order.daySequence)));
    await scan(toSiteCode('tote', `T${String(pick + 1).padStart(3, '0')}`));
    for (const { bin, gtin } of goods) {
      await scan(toSiteCode('bin', bin));
      const { byteMs, committed, sound, painted } = await scan(gtin);
      if (committed === null) throw new Error(`the item of ${bin} was not counted`);
      if (pick >= warmUpPicks) lines.push({ pick, soundMs: sound - byteMs, promptMs: Math.max(sound, painted) - byteMs });
    }
  }
  return lines;
}

async function placeOrder(floor: TestFloor, screen: StationPage, pick: number): Promise<OrderStatus> {
  const path = `/sites/${floor.site.site.id}/orders`;
  const receipt = (await floor.call('POST', path, {
    channel: 'app',
    channelOrderId: `pace-${pick}`,
    recipient: { name: '王小明', phone: '13812345678', address: '人民路 1 号 2 室', area: '人民路' },
    destination: { lat: floor.site.site.location.lat, lng: floor.site.site.location.lng, distanceMetres: 600 },
    lines: goods.map(({ skuId }, index) => ({ lineNo: index + 1, skuId, orderedQuantity: 1 })),
  })) as { orderId: string };
  await floor.platform.runWorkers();
  await screen.until((page, orderId) => page.stageOf(orderId) === 'released', receipt.orderId);
  return floor.orderStatus(receipt.orderId);
}

function report(lines: readonly Line[]): { metrics: Record<string, number>; rows: Array<Record<string, string | number>> } {
  const parts = [
    ['last byte -> sound', lines.map((line) => line.soundMs)],
    ['last byte -> next prompt', lines.map((line) => line.promptMs)],
  ] as const;
  const rows = parts.map(([part, times]) => {
    const sorted = times.toSorted((one, other) => one - other);
    return {
      part,
      lines: sorted.length,
      p50Ms: quantile(sorted, 0.5),
      p95Ms: quantile(sorted, 0.95),
      maxMs: quantile(sorted, 1),
      targetP95Ms: targetMs,
    };
  });
  const prompt = rows[1];
  return {
    metrics: { lines: lines.length, p50Ms: prompt?.p50Ms ?? 0, p95Ms: prompt?.p95Ms ?? 0, maxMs: prompt?.maxMs ?? 0, targetMs },
    rows,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return Math.round((sorted[Math.max(0, index)] ?? 0) * 10) / 10;
}
