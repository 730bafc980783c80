import { setTimeout as delay } from 'node:timers/promises';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { fillBigCatalogue } from '#test/support/bigCatalogue.ts';
import { openStationPage, type ScanMoments, type StationPage } from '#test/support/openStationPage.ts';
import { startTestFloor, type TestFloor, type TestStation } from '#test/support/startTestFloor.ts';
import { createTestSite, testBinCode, testGtins } from '#test/support/testSite.ts';

const skuCount = 50_000;
const stockRowCount = 200_000;
const warmUpScans = 30;
const measuredScans = 300;
/** Pace of a quick hand; longer than the window in which the same code again is a hardware bounce (150 ms). */
const betweenScansMs = 200;
const loadTimeoutMs = 180_000;

type Timed = ScanMoments & { readonly byteMs: number };

/**
 * From the last byte on the serial line to the accepted sound and the painted screen: a real PTY, the station's host process,
 * the bridge, the page in Chromium, the strict IndexedDB commit. The catalogue has 50,000 SKUs and 200,000 stock rows.
 */
export async function run(): Promise<{ metrics: Record<string, number>; rows: Array<Record<string, string | number>> }> {
  const floor = await startTestFloor({ site: createTestSite('site-test', 2_000) });
  try {
    await fillBigCatalogue(floor.platform, floor.site, skuCount, stockRowCount);
    await floor.placeOrder({ water: warmUpScans + measuredScans + 1 }, 'bench-1');
    await floor.platform.runWorkers();
    const station = await floor.openStation('bench');
    const screen = await openStationPage(station.url);
    try {
      const loadedMs = await untilLoaded(screen);
      const timed = await scanAll(floor, station, screen);
      return report(timed, loadedMs);
    } finally {
      await screen.close();
    }
  } finally {
    await floor.close();
  }
}

async function untilLoaded(screen: StationPage): Promise<number> {
  const started = performance.now();
  await screen.until((page) => page.store.phase === 'ready', null, loadTimeoutMs);
  return performance.now() - started;
}

async function scanAll(floor: TestFloor, station: TestStation, screen: StationPage): Promise<Timed[]> {
  let scanNo = 0;
  const scan = async (code: string): Promise<Timed> => {
    await station.scan(code);
    const byteMs = performance.timeOrigin + performance.now();
    scanNo += 1;
    return { ...(await screen.momentsOf(scanNo)), byteMs };
  };
  await scan(toSiteCode('badge', '1001'));
  const order = await floor.call('GET', `/sites/${floor.site.site.id}/orders`);
  const daySequence = (order as Array<{ daySequence: number }>)[0]?.daySequence ?? 1;
  await scan(toSiteCode('order', String(daySequence)));
  await scan(toSiteCode('tote', 'T001'));
  await scan(toSiteCode('bin', testBinCode('water')));
  const timed: Timed[] = [];
  for (let index = 0; index < warmUpScans + measuredScans; index++) {
    const moments = await scan(testGtins.water);
    if (index >= warmUpScans) timed.push(moments);
    await delay(betweenScansMs);
  }
  return timed;
}

function report(
  timed: readonly Timed[],
  loadedMs: number,
): { metrics: Record<string, number>; rows: Array<Record<string, string | number>> } {
  const missing = timed.filter((moments) => moments.committed === null).length;
  if (missing > 0) throw new Error(`${missing} of ${timed.length} scans were not committed`);
  const parts: ReadonlyArray<readonly [string, (moments: Timed) => number]> = [
    ['last byte -> page has the scan', (moments) => moments.scan - moments.byteMs],
    ['scan -> durable commit', (moments) => (moments.committed ?? 0) - moments.scan],
    ['commit -> sound', (moments) => moments.sound - (moments.committed ?? 0)],
    ['commit -> painted', (moments) => moments.painted - (moments.committed ?? 0)],
    ['last byte -> sound', (moments) => moments.sound - moments.byteMs],
    ['last byte -> sound and paint', (moments) => Math.max(moments.sound, moments.painted) - moments.byteMs],
  ];
  const rows = parts.map(([part, read]) => {
    const sorted = timed.map(read).toSorted((a, b) => a - b);
    return { part, p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95), p99Ms: quantile(sorted, 0.99), maxMs: quantile(sorted, 1) };
  });
  const whole = rows.at(-1);
  const commit = rows[1];
  return {
    metrics: {
      p50Ms: whole?.p50Ms ?? 0,
      p95Ms: whole?.p95Ms ?? 0,
      p99Ms: whole?.p99Ms ?? 0,
      soundP95Ms: rows[4]?.p95Ms ?? 0,
      commitP50Ms: commit?.p50Ms ?? 0,
      scans: timed.length,
      skus: skuCount,
      stockRows: stockRowCount,
      firstLoadMs: Math.round(loadedMs),
    },
    rows,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return Math.round((sorted[Math.max(0, index)] ?? 0) * 10) / 10;
}
