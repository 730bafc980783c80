import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startPlatform, type Platform } from '#platform/server/startPlatform.ts';
import { startLabelPrinter, type LabelPrinter } from '#platform/world/devices/startLabelPrinter.ts';
import { pino } from 'pino';
import type { OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import { openPtyPair, type PtyPair } from '#test/support/openPtyPair.ts';
import { startTcpProxy, type TcpProxy } from '#test/support/tcpProxy.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { createTestSite, type TestSite, type TestSkuName, testSkuIds } from '#test/support/testSite.ts';

/** A badge of the test site and its PIN. */
export const testOperators = [
  { badgeCode: '1001', pin: '1357', name: '林晓', roles: ['picker', 'packer', 'storeStaff'] },
  { badgeCode: '1002', pin: '2468', name: '周敏', roles: ['picker', 'packer', 'storeStaff'] },
  { badgeCode: '9009', pin: '9753', name: '何主管', roles: ['supervisor', 'storeStaff'] },
] as const;

/** A station's process with its cable to a scanner. */
export type TestStation = {
  readonly url: string;
  readonly scanner: PtyPair;
  /** A scanner's trigger: the code and the line end, as bytes on the serial line. */
  scan(code: string): Promise<void>;
  /** Ends the process as a power failure would. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** A whole small warehouse on real wires: platform with its database and broker, a label printer, stations behind a cuttable WAN. */
export type TestFloor = {
  readonly platform: Platform;
  readonly site: TestSite;
  readonly printer: LabelPrinter;
  /** The wires between stations and platform: HTTP, then MQTT. */
  readonly wan: readonly TcpProxy[];
  cutWan(): void;
  healWan(): void;
  openStation(name: string): Promise<TestStation>;
  placeOrder(lines: Partial<Record<TestSkuName, number>>, channelOrderId: string): Promise<OrderStatus>;
  orderStatus(orderId: string): Promise<OrderStatus>;
  /** Any call to the platform with the admin token; answers the JSON, throws on an error status. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

const silentLog = pino({ level: 'silent' });
const startTimeoutMs = 60_000;

/** Starts everything on loopback; `databaseUrl` and `mqttUrl` put real servers in place of the embedded ones. */
export async function startTestFloor(
  options: { readonly databaseUrl?: string; readonly mqttUrl?: string; readonly site?: TestSite } = {},
): Promise<TestFloor> {
  const site = options.site ?? createTestSite();
  const platform = await startPlatform({
    port: 0,
    clock: { nowMs: () => Date.now() },
    log: silentLog,
    releaseEveryMs: 500,
    // One task an order: the tests of the screens name them.
    wavesEveryMs: 3_600_000,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    ...(options.mqttUrl === undefined ? {} : { mqttUrl: options.mqttUrl }),
  });
  const call = callPlatform(platform);
  await importSite(site, call);
  const wan = [await startTcpProxy({ port: platform.port }), await startTcpProxy({ port: Number(new URL(platform.mqttUrl).port) })];
  const printer = await startLabelPrinter();
  const stations: TestStation[] = [];
  const siteId = site.site.id;
  return {
    platform,
    site,
    printer,
    wan,
    cutWan: () => wan.forEach((wire) => wire.cut()),
    healWan: () => wan.forEach((wire) => wire.heal()),
    openStation: async (name) => {
      const { oneTimeCode } = (await call('POST', `/sites/${siteId}/enrolment-codes`, {})) as { oneTimeCode: string };
      const station = await openStation({
        name,
        oneTimeCode,
        httpPort: wan[0]?.port ?? 0,
        mqttPort: wan[1]?.port ?? 0,
        printerPort: printer.port,
      });
      stations.push(station);
      return station;
    },
    placeOrder: async (lines, channelOrderId) => {
      const receipt = (await call('POST', `/sites/${siteId}/orders`, {
        channel: 'app',
        channelOrderId,
        recipient: { name: '王小明', phone: '13812345678', address: '人民路 1 号 2 室', area: '人民路' },
        destination: { lat: site.site.location.lat + 0.005, lng: site.site.location.lng, distanceMetres: 600 },
        lines: Object.entries(lines).map(([name, orderedQuantity], index) => ({
          lineNo: index + 1,
          skuId: testSkuIds[name as TestSkuName],
          orderedQuantity,
        })),
      })) as { orderId: string };
      return (await call('GET', `/sites/${siteId}/orders/${receipt.orderId}`)) as OrderStatus;
    },
    orderStatus: async (orderId) => (await call('GET', `/sites/${siteId}/orders/${orderId}`)) as OrderStatus,
    call,
    close: async () => {
      for (const station of stations) await station.close();
      for (const wire of wan) await wire.close();
      await printer.close();
      await platform.close();
    },
  };
}

function callPlatform(platform: Platform): TestFloor['call'] {
  return async (method, path, body) => {
    const response = await fetch(`${platform.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${platform.adminToken}`, 'content-type': 'application/json', connection: 'close' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
}

/** Puts a site on the platform through its import interface. */
export async function importSite(site: TestSite, call: TestFloor['call']): Promise<void> {
  await call('POST', '/sites', site.site);
  const kinds = {
    zones: site.zones,
    bins: site.bins,
    shelfPlaces: site.shelfPlaces,
    skus: site.skus,
    operators: testOperators.map((operator) => ({ ...operator, language: 'zh-CN', validUntilMs: Date.now() + 365 * 86_400_000 })),
    couriers: site.couriers.map(({ id, code, name, capacityOrders, status }) => ({ id, code, name, capacityOrders, status })),
    stock: site.stock,
  };
  for (const [kind, rows] of Object.entries(kinds)) {
    const report = (await call('POST', `/sites/${site.site.id}/import/${kind}`, rows)) as { failed: number; errors: unknown[] };
    if (report.failed > 0) throw new Error(`import of ${kind}: ${JSON.stringify(report.errors)}`);
  }
}

/** Where a station's wires end. */
export type StationWires = {
  readonly name: string;
  readonly oneTimeCode: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly printerPort: number;
};

/** Starts a station's process, enrolled and with a scanner on its serial line. */
export async function openStation(wires: StationWires): Promise<TestStation> {
  const folder = tempFolder('halfhour-station-');
  const scanner = await openPtyPair();
  let running = await spawnStation(wires, folder.path, scanner.stationPath, 0);
  const { url } = running;
  const port = Number(new URL(url).port);
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const { child } = running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  return {
    url,
    scanner,
    scan: (code) => scanner.send(`${code}\r\n`),
    kill: () => kill(),
    restart: async () => {
      running = await spawnStation(wires, folder.path, scanner.stationPath, port);
    },
    close: async () => {
      await kill('SIGTERM');
      await scanner.close();
      folder.remove();
    },
  };
}

async function spawnStation(
  wires: StationWires,
  folder: string,
  scannerPath: string,
  port: number,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [
      'bin/halfhour.mjs',
      'station',
      '--json',
      ...['--log', 'error'],
      ...['--data', folder],
      ...['--port', String(port)],
      ...['--platform', `http://127.0.0.1:${wires.httpPort}`],
      ...['--mqtt', `mqtt://127.0.0.1:${wires.mqttPort}`],
      ...['--enrol', wires.oneTimeCode],
      ...['--name', wires.name],
      ...['--device', `kind=scanner,path=${scannerPath},deviceId=scanner-1,name=Scanner`],
      ...['--device', `kind=printer,host=127.0.0.1,port=${wires.printerPort},deviceId=printer-1,name=Labels`],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const started = new Promise<string>((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('the station did not start in time')), startTimeoutMs);
    child.once('exit', (code) => reject(new Error(`the station ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(timeout);
      resolve((JSON.parse(line) as { url: string }).url);
    });
  });
  return { child, url: await started };
}
