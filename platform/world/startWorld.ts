import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { OrderId, SiteId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { WorldClock } from './clock/createWorldClock.ts';
import { type Couriers, startCouriers } from './couriers/startCouriers.ts';
import { createPlatformApi } from './createPlatformApi.ts';
import type { TroubleCounter } from './createTroubleCounter.ts';
import { type LabelPrinter, startLabelPrinter } from './devices/startLabelPrinter.ts';
import { createFloor } from './pickers/createFloor.ts';
import type { PickerHabits } from './pickers/pickerState.ts';
import { openSeat } from './pickers/openSeat.ts';
import type { OpenStationHost, StationHost } from './pickers/stationHost.ts';
import { type RunningPicker, startPicker } from './pickers/startPicker.ts';
import { issueKeys } from './setUpSite.ts';
import { virtualPickerBadges } from './site/demoPeople.ts';
import type { LoadedDemoSite } from './site/loadDemoSite.ts';
import { planOrders } from './shoppers/planOrders.ts';
import { type Shoppers, startShoppers } from './shoppers/startShoppers.ts';

/** Most virtual pickers: one for each badge of the demo site. */
export const maxVirtualPickers = virtualPickerBadges.length;

export type WorldOptions = {
  readonly platformUrl: string;
  readonly adminToken: string;
  readonly demo: LoadedDemoSite;
  readonly clock: WorldClock;
  readonly seed: number;
  readonly pickers: number;
  readonly couriers: number;
  readonly peakOrdersPerHour: number;
  /** Orders are placed for so long; Infinity for ever. */
  readonly shoppingMs: number;
  /** Hour of the day at which the daily curve begins. */
  readonly startHour: number;
  /** Data of the virtual pickers' hosts. */
  readonly folder: string;
  readonly openStationHost: OpenStationHost;
  readonly trouble: TroubleCounter;
  /** Absent: as the product plans it. */
  readonly habits?: PickerHabits | undefined;
};

/** A world at work around one site. */
export type World = {
  readonly shoppers: Shoppers;
  readonly couriers: Couriers;
  readonly pickers: readonly RunningPicker[];
  placed(): readonly OrderId[];
  labelsPrinted(): number;
  /** Tells everybody to finish; resolves when all have put down their work. Seats stay open to be looked at. */
  stop(): Promise<void>;
  /** Closes seats, hosts and devices. */
  close(): Promise<void>;
};

type Opened = { readonly pickers: RunningPicker[]; readonly printers: LabelPrinter[]; readonly closers: (() => Promise<void>)[] };

/** Starts shoppers, couriers and virtual pickers against a platform that has the site already; time runs once all are in place. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { platformUrl, demo, clock, trouble, seed } = options;
  const siteId = demo.site.id;
  const admin = createPlatformApi(platformUrl, options.adminToken);
  const courierIds = demo.couriers.slice(0, options.couriers).map((courier) => courier.id);
  const keys = await issueKeys(admin, siteId, courierIds);
  const abort = new AbortController();
  // Everybody in the world listens to the one signal that ends it.
  setMaxListeners(0, abort.signal);
  const opened: Opened = { pickers: [], printers: [], closers: [] };
  try {
    await openPickers(options, siteId, opened, abort.signal);
  } catch (error) {
    abort.abort();
    await closeAll(opened);
    throw error;
  }
  clock.start();
  const channelApi = createPlatformApi(platformUrl, keys.channelKey);
  const courierApis = new Map([...keys.courierKeys].map(([courierId, key]) => [courierId, createPlatformApi(platformUrl, key)]));
  const couriers = startCouriers(
    {
      overview: channelApi,
      apiOf: (courierId) => courierApis.get(courierId) ?? admin,
      siteId,
      home: demo.site.location,
      clock,
      seed: seed + 1,
      trouble,
      signal: abort.signal,
    },
    courierIds,
  );
  const plan = planOrders({
    seed,
    peakOrdersPerHour: options.peakOrdersPerHour,
    startHour: options.startHour,
    site: demo.site,
    skus: demo.skus,
    popularity: demo.popularity,
  });
  const shoppers = startShoppers({ api: channelApi, siteId, clock, trouble, signal: abort.signal }, plan, options.shoppingMs);
  return {
    shoppers,
    couriers,
    pickers: opened.pickers,
    placed: shoppers.placed,
    labelsPrinted: () => opened.printers.reduce((sum, printer) => sum + printer.printedCount(), 0),
    async stop() {
      abort.abort();
      await Promise.all([shoppers.done, couriers.done, ...opened.pickers.map((picker) => picker.done)]);
    },
    async close() {
      abort.abort();
      await closeAll(opened);
    },
  };
}

async function openPickers(options: WorldOptions, siteId: SiteId, opened: Opened, signal: AbortSignal): Promise<void> {
  const { clock, trouble } = options;
  const admin = createPlatformApi(options.platformUrl, options.adminToken);
  const floor = createFloor();
  for (const [index, badgeCode] of virtualPickerBadges.slice(0, options.pickers).entries()) {
    const printer = await startLabelPrinter();
    opened.printers.push(printer);
    opened.closers.push(() => printer.close());
    const { oneTimeCode } = await admin.sites.issueCode({ siteId });
    const station = await options.openStationHost({
      folder: join(options.folder, `picker-${index + 1}`),
      stationName: `virtual ${index + 1}`,
      oneTimeCode,
      printerPort: printer.port,
    });
    opened.closers.push(() => station.close());
    const prng = createPrng(options.seed * 101 + index);
    const seat = await openSeat(station.host satisfies StationHost, { clock, prng, onBug: (error) => trouble.count('storeBug', error) });
    opened.closers.push(() => seat.close());
    opened.pickers.push(
      startPicker({ seat, sendScan: station.sendScan, badgeCode, clock, prng, floor, trouble, signal, habits: options.habits }),
    );
  }
}

async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.closers.splice(0).toReversed()) await close();
}
