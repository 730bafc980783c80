import { startLabelPrinter } from '#platform/world/devices/startLabelPrinter.ts';
import { importSite, openStation, type TestStation } from '#test/support/startTestFloor.ts';
import { createTestSite } from '#test/support/testSite.ts';
import { type BeepLog, openBeepLog } from './openBeepLog.ts';
import { type BenchDatabase, openBenchDatabase, toBenchOrder } from './openBenchDatabase.ts';
import { type KillablePage, openKillablePage } from './openKillablePage.ts';
import { type KillablePlatform, openKillablePlatform } from './openKillablePlatform.ts';

/** PostgreSQL, platform, station and browser, each a process of its own. */
export type KillFloor = {
  readonly platform: KillablePlatform;
  readonly station: TestStation;
  readonly page: KillablePage;
  readonly beepLog: BeepLog;
  readonly query: BenchDatabase['query'];
  /** Places a large order of water. */
  placeOrder(units: number): Promise<{ readonly orderId: string; readonly daySequence: number }>;
  /** Scans the host holds for the page. */
  scansWaiting(): Promise<number>;
  close(): Promise<void>;
};

const siteId = 'site-test';
/** Units of water in its bin before the first pick. */
export const unitsPerBin = 20_000;

/** Starts everything; what was started is closed again in turn, last first. */
export async function openKillFloor(): Promise<KillFloor> {
  const closers: Array<() => Promise<unknown>> = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).toReversed()) await closeOne();
  };
  try {
    const database = await openBenchDatabase('kills');
    closers.push(database.close);
    const platform = await openKillablePlatform(database.url);
    closers.push(platform.kill);
    await importSite(createTestSite(siteId, unitsPerBin), platform.call);
    const printer = await startLabelPrinter();
    closers.push(() => printer.close());
    const { oneTimeCode } = (await platform.call('POST', `/sites/${siteId}/enrolment-codes`, {})) as { oneTimeCode: string };
    const wires = { name: 'kills', oneTimeCode, httpPort: platform.port, mqttPort: platform.brokerPort, printerPort: printer.port };
    const station = await openStation(wires);
    closers.push(station.close);
    const beepLog = await openBeepLog();
    closers.push(beepLog.close);
    const page = openKillablePage(station.url, beepLog.pageScript);
    closers.push(page.close);
    await page.open();
    let placed = 0;
    return {
      ...{ platform, station, page, beepLog, close, query: database.query },
      scansWaiting: async () => {
        const health = await fetch(new URL('/healthz', station.url), { headers: { connection: 'close' } });
        return ((await health.json()) as { scansWaiting: number }).scansWaiting;
      },
      placeOrder: async (units) => {
        placed += 1;
        const order = toBenchOrder(`kill-${placed}`, { water: units });
        const { orderId } = (await platform.call('POST', `/sites/${siteId}/orders`, order)) as { orderId: string };
        const { daySequence } = (await platform.call('GET', `/sites/${siteId}/orders/${orderId}`)) as { daySequence: number };
        return { orderId, daySequence };
      },
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}
