import { createHost } from '#electron/host/createHost.ts';
import { type Platform, startPlatform } from '#platform/server/startPlatform.ts';
import { openSeat, type Seat } from '#platform/world/pickers/openSeat.ts';
import type { Clock } from '#shared/base/clock.ts';
import { silentLog } from '#shared/base/log.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { OrderReceipt } from '#platform/features/orders/createOrders.ts';
import { createFakeHub } from '#test/support/host/createFakeHub.ts';
import { importSite } from '#test/support/startTestFloor.ts';
import { startTcpProxy } from '#test/support/tcpProxy.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { createTestSite, type TestSkuName, testSkuIds } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

/** A platform, a broker of the site, and stations whose only way to the platform is a wire that can be cut. */
export type ShiftSite = {
  readonly platform: Platform;
  readonly siteId: string;
  readonly seats: readonly Seat[];
  cutWan(): void;
  healWan(): void;
  /** `substitution`: what the customer wants where goods are missing. */
  placeOrder(
    no: number,
    lines: Partial<Record<TestSkuName, number>>,
    promiseAtMs: number,
    substitution: 'never' | 'similar',
  ): Promise<OrderReceipt>;
  close(): Promise<void>;
};

export type ShiftSiteOptions = {
  readonly stations: number;
  readonly clock: Clock;
  /** PostgreSQL; without it PGlite in memory. */
  readonly databaseUrl?: string | undefined;
  /** The site's broker; without it the platform's own. */
  readonly mqttUrl?: string | undefined;
  readonly onBug: (error: unknown) => void;
};

/** Units (or that many times 100 g) in every bin: enough for every shift. */
const unitsPerBin = 20_000;

/** Starts everything on loopback, the stations enrolled and loaded. */
export async function openShiftSite(options: ShiftSiteOptions): Promise<ShiftSite> {
  const { clock, databaseUrl, mqttUrl } = options;
  const closers: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).toReversed()) await closeOne();
  };
  try {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const isDispatching = false;
    const real = { ...(databaseUrl === undefined ? {} : { databaseUrl }), ...(mqttUrl === undefined ? {} : { mqttUrl }) };
    const platform = await startPlatform({ port: 0, clock, log, isDispatching, releaseEveryMs: 200, wavesEveryMs: 3_600_000, ...real });
    closers.push(() => platform.close());
    const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const response = await fetch(`${platform.url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${platform.adminToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
    const site = createTestSite('shift-site', unitsPerBin);
    await importSite(site, call);
    const wan = await startTcpProxy({ port: platform.port });
    closers.push(() => wan.close());
    const seats: Seat[] = [];
    for (let no = 1; no <= options.stations; no += 1) {
      const { oneTimeCode } = (await call('POST', `/sites/${site.site.id}/enrolment-codes`, {})) as { oneTimeCode: string };
      seats.push(await openStation(no, oneTimeCode, wan.port, platform.mqttUrl, options, closers));
    }
    return {
      ...{ platform, seats, close, siteId: site.site.id },
      cutWan: () => wan.cut(),
      healWan: () => wan.heal(),
      placeOrder: async (no, lines, promiseAtMs, substitution) =>
        (await call('POST', `/sites/${site.site.id}/orders`, {
          channel: 'app',
          channelOrderId: `shift-${no}`,
          promiseAtMs,
          substitution,
          recipient: { name: '王小明', phone: '13812345678', address: '人民路 1 号 2 室', area: '人民路' },
          destination: { lat: site.site.location.lat + 0.005, lng: site.site.location.lng, distanceMetres: 600 },
          lines: Object.entries(lines).map(([name, orderedQuantity], index) => ({
            lineNo: index + 1,
            skuId: testSkuIds[name as TestSkuName],
            orderedQuantity,
          })),
        })) as OrderReceipt,
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** A real host with its own journal, and the engine over its bridge. */
async function openStation(
  no: number,
  enrolmentCode: string,
  wanPort: number,
  mqttUrl: string,
  { clock, onBug }: ShiftSiteOptions,
  closers: (() => Promise<unknown> | void)[],
): Promise<Seat> {
  const folder = tempFolder();
  closers.push(() => folder.remove());
  const host = await createHost({
    ...{ dataFolder: folder.path, mqttUrl, enrolmentCode, clock },
    platformUrl: `http://127.0.0.1:${wanPort}`,
    stationName: `station ${no}`,
    devices: [],
    log: silentLog,
    openHub: () => createFakeHub(clock),
  });
  closers.push(() => host.close());
  const seat = await openSeat(host, { clock, prng: createPrng(no), onBug });
  closers.push(() => seat.close());
  await waitUntil('the site’s broker', async () => (await seat.client.lan.state()).isUp, { timeoutMs: 30_000 });
  return seat;
}
