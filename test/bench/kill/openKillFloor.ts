import pg from 'pg';
import { startLabelPrinter } from '#platform/world/devices/startLabelPrinter.ts';
import { startPostgres } from '#test/support/startPostgres.ts';
import { importSite, openStation, type TestStation } from '#test/support/startTestFloor.ts';
import { createTestSite, testSkuIds } from '#test/support/testSite.ts';
import { type BeepLog, openBeepLog } from './openBeepLog.ts';
import { type KillablePage, openKillablePage } from './openKillablePage.ts';
import { type KillablePlatform, openKillablePlatform } from './openKillablePlatform.ts';

/** PostgreSQL, platform, station and browser, each a process of its own. */
export type KillFloor = {
  readonly platform: KillablePlatform;
  readonly station: TestStation;
  readonly page: KillablePage;
  readonly beepLog: BeepLog;
  /** One statement on the platform's database. */
  query<Row>(statement: string): Promise<Row[]>;
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
    const server = await startPostgres();
    closers.push(server.stop);
    const databaseUrl = await server.createDatabase('kills');
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    closers.push(() => pool.end());
    const platform = await openKillablePlatform(databaseUrl);
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
      ...{ platform, station, page, beepLog, close },
      scansWaiting: async () => {
        const health = await fetch(new URL('/healthz', station.url), { headers: { connection: 'close' } });
        return ((await health.json()) as { scansWaiting: number }).scansWaiting;
      },
      query: async <Row>(statement: string) => (await pool.query(statement)).rows as Row[],
      placeOrder: async (units) => {
        placed += 1;
        const order = toOrder(`kill-${placed}`, units);
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

function toOrder(channelOrderId: string, units: number) {
  const { location } = createTestSite().site;
  return {
    channel: 'app',
    channelOrderId,
    recipient: { name: '王小明', phone: '13812345678', address: '人民路 1 号 2 室', area: '人民路' },
    destination: { lat: location.lat + 0.005, lng: location.lng, distanceMetres: 600 },
    lines: [{ lineNo: 1, skuId: testSkuIds.water, orderedQuantity: units }],
  };
}
