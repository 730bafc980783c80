import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';
import { type WorldClock, createWorldClock } from '#platform/world/clock/createWorldClock.ts';
import { createPlatformApi } from '#platform/world/createPlatformApi.ts';
import { type TroubleCounter, createTroubleCounter } from '#platform/world/createTroubleCounter.ts';
import type { PickerHabits } from '#platform/world/pickers/pickerState.ts';
import { createStationOpener } from '#platform/world/pickers/stationHost.ts';
import { layOutRobotWays } from '#platform/world/robots/layOutRobotWays.ts';
import { startDemoRobots } from '#platform/world/robots/startDemoRobots.ts';
import { setUpSite } from '#platform/world/setUpSite.ts';
import { type LoadedDemoSite, loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { type World, startWorld } from '#platform/world/startWorld.ts';
import { startDemoCarrier } from './startDemoCarrier.ts';
import { type DemoStation, startDemoStation } from './startDemoStation.ts';
import { type PlatformThread, startPlatformThread } from './startPlatformThread.ts';
import type { StationParts } from './stationParts.ts';

/** How often the platform tries waiting orders and plans rides: so much world time, but never more often than the real time. */
const workerEveryWorldMs = 6_000;
const workerAtLeastRealMs = 300;

/** Robots are simulated up to this speed of the world: their states must not age faster than they come. */
const mostRobotSpeed = 2;

export type DemoOptions = {
  readonly seed: number;
  readonly speed: number;
  /** Everything is kept here; null uses a temporary folder that goes with the demo. */
  readonly folder: string | null;
  readonly pickers: number;
  readonly couriers: number;
  readonly peakOrdersPerHour: number;
  readonly shoppingMs: number;
  readonly startHour: number;
  /** World time at the start, UTC epoch milliseconds. */
  readonly startMs: number;
  /** Port of the platform, 0 for any. */
  readonly platformPort: number;
  /** The station for a person; null for none. */
  readonly station: { readonly port: number; readonly rendererFolder: string } | null;
  readonly log: Log;
  /** What the platform's thread writes to standard error. */
  readonly logLevel: 'silent' | 'warn' | 'info';
  readonly parts: StationParts;
  /** How the floor works; absent: as the product comes. */
  readonly floor?: { readonly policy: PickingPolicy; readonly habits: PickerHabits } | undefined;
};

/** A whole running demo. */
export type Demo = {
  readonly clock: WorldClock;
  readonly platform: PlatformThread;
  readonly world: World;
  readonly demoSite: LoadedDemoSite;
  readonly station: DemoStation | null;
  readonly trouble: TroubleCounter;
  close(): Promise<void>;
};

/** Starts platform, broker, site, world and, if asked, a station. Rejects with a sentence; nothing stays open then. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closers.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await openDemo(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openDemo(options: DemoOptions, closers: (() => Promise<void>)[]): Promise<Omit<Demo, 'close'>> {
  const { log, speed } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'halfhour-demo-')));
  if (options.folder === null) closers.push(() => rm(folder, { recursive: true, force: true }));
  else await mkdir(folder, { recursive: true });
  const isOld = existsSync(join(folder, 'platform'));
  const everyMs = Math.max(workerAtLeastRealMs, workerEveryWorldMs / speed);
  const worldClock = createDemoClock(options);
  const carrier = await startDemoCarrier(worldClock, options.seed);
  closers.push(() => carrier.close());
  const platform = await startPlatformThread({
    port: options.platformPort,
    dataFolder: join(folder, 'platform'),
    startMs: options.startMs,
    speed,
    workersEveryMs: everyMs,
    logLevel: options.logLevel,
    carriers: [carrier.settings],
  });
  closers.push(() => platform.close());
  const clock = startTogether(worldClock, platform);
  const demoSite = withPolicy(loadDemoSite(options.startMs), options.floor?.policy);
  const admin = createPlatformApi(platform.url, platform.adminToken);
  if (!isOld || (await admin.sites.list()).length === 0) await setUpSite(admin, demoSite);
  carrier.speakTo(platform.url, admin, demoSite.site.id);
  const common = { platformUrl: platform.url, clock, log };
  const hasRobots = options.station !== null && speed <= mostRobotSpeed;
  const station =
    options.station === null
      ? null
      : await startDemoStation({
          ...options.station,
          ...common,
          admin,
          siteId: demoSite.site.id,
          folder: join(folder, 'station'),
          parts: options.parts,
          robotWays: hasRobots ? layOutRobotWays() : undefined,
        });
  if (station !== null) closers.push(() => station.close());
  if (hasRobots) {
    const robots = await startDemoRobots(platform.mqttUrl, clock);
    closers.push(() => robots.close());
  }
  const trouble = createTroubleCounter(log);
  const world = await startWorld({
    platformUrl: platform.url,
    adminToken: platform.adminToken,
    demo: demoSite,
    clock,
    seed: options.seed,
    pickers: options.pickers,
    couriers: options.couriers,
    peakOrdersPerHour: options.peakOrdersPerHour,
    shoppingMs: options.shoppingMs,
    startHour: options.startHour,
    folder: join(folder, 'pickers'),
    openStationHost: createStationOpener(options.parts.createHost, common),
    trouble,
    habits: options.floor?.habits,
  });
  closers.push(() => world.close());
  return { clock, platform, world, demoSite, station, trouble };
}

/** The site with a picking policy of its own, where one is asked for. */
function withPolicy(demoSite: LoadedDemoSite, pickingPolicy: PickingPolicy | undefined): LoadedDemoSite {
  return pickingPolicy === undefined ? demoSite : { ...demoSite, site: { ...demoSite.site, pickingPolicy } };
}

function createDemoClock(options: DemoOptions): WorldClock {
  return createWorldClock({
    startMs: options.startMs,
    speed: options.speed,
    real: { nowMs: () => Date.now() },
    scheduler: createTimerScheduler({ setTimeout, clearTimeout }),
  });
}

/** The world's clock, which sets the platform's going in the same moment. */
function startTogether(clock: WorldClock, platform: PlatformThread): WorldClock {
  return {
    ...clock,
    start() {
      platform.startClock();
      clock.start();
    },
  };
}
