import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { silentLog } from '#shared/base/log.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';
import { createWorldClock } from './clock/createWorldClock.ts';
import { createPlatformApi } from './createPlatformApi.ts';
import { createTroubleCounter } from './createTroubleCounter.ts';
import { type CreateStationHost, createStationOpener } from './pickers/stationHost.ts';
import { setUpSite } from './setUpSite.ts';
import { loadDemoSite } from './site/loadDemoSite.ts';
import { type World, maxVirtualPickers, startWorld } from './startWorld.ts';

type WorldArguments = {
  readonly platform: string;
  readonly adminToken: string;
  readonly seed: number;
  readonly pickers: number;
  readonly couriers: number;
  readonly ordersPerHour: number;
  readonly minutes?: number;
  readonly json: boolean;
};

/** The world against a foreign platform runs in real time: that platform's clock cannot be hurried. */
const worldSpeed = 1;
const tellEveryMs = 10_000;
const startHour = 11;

/** `halfhour world`: shoppers, couriers and virtual pickers against a running platform, until SIGINT or for so many minutes. */
export async function runWorldCommand(argv: readonly string[], parts: { readonly createHost: CreateStationHost }): Promise<number> {
  const given = parseArguments(argv);
  if (typeof given === 'number') return given;
  const folder = await mkdtemp(join(tmpdir(), 'halfhour-world-'));
  const real = { nowMs: () => Date.now() };
  const clock = createWorldClock({
    startMs: real.nowMs(),
    speed: worldSpeed,
    real,
    scheduler: createTimerScheduler({ setTimeout, clearTimeout }),
  });
  const trouble = createTroubleCounter(silentLog);
  const demo = loadDemoSite(clock.startMs);
  try {
    const admin = createPlatformApi(given.platform, given.adminToken);
    const sites = await admin.sites.list();
    if (!sites.some((site) => site.siteId === demo.site.id)) await setUpSite(admin, demo);
    const world = await startWorld({
      platformUrl: given.platform,
      adminToken: given.adminToken,
      demo,
      clock,
      seed: given.seed,
      pickers: given.pickers,
      couriers: given.couriers,
      peakOrdersPerHour: given.ordersPerHour,
      shoppingMs: Number.POSITIVE_INFINITY,
      startHour,
      folder,
      openStationHost: createStationOpener(parts.createHost, { platformUrl: given.platform, clock, log: silentLog }),
      trouble,
    });
    try {
      await runUntilAsked(world, given);
    } finally {
      await world.stop();
      await world.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

function runUntilAsked(world: World, given: WorldArguments): Promise<void> {
  const tell = (): void => {
    const counts = {
      placed: world.placed().length,
      delivered: world.couriers.delivered(),
      riding: world.couriers.riding(),
      labels: world.labelsPrinted(),
    };
    process.stdout.write(
      given.json
        ? `${JSON.stringify(counts)}\n`
        : `${counts.placed} orders placed, ${counts.delivered} delivered, ${counts.riding} couriers riding, ${counts.labels} labels\n`,
    );
  };
  const timer = setInterval(tell, tellEveryMs);
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    if (given.minutes !== undefined) setTimeout(end, given.minutes * 60_000);
  });
}

function parseArguments(argv: readonly string[]): WorldArguments | number {
  const whole =
    (least: number, most: number) =>
    (text: string): number => {
      const number = Number(text);
      if (!Number.isInteger(number) || number < least || number > most)
        throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
      return number;
    };
  const program = new Command('halfhour world')
    .description(
      'Shoppers, couriers and virtual pickers of the demo site, simulated in real time against a running platform. The site is imported when missing.',
    )
    .requiredOption('--platform <url>', 'the platform, for example http://127.0.0.1:7400')
    .requiredOption(
      '--admin-token <token>',
      "the platform's admin token (default: $HALFHOUR_ADMIN_TOKEN)",
      process.env['HALFHOUR_ADMIN_TOKEN'],
    )
    .option('--seed <number>', 'one seed gives one day', whole(0, 2 ** 31 - 1), 7)
    .option('--pickers <number>', 'virtual pickers', whole(0, maxVirtualPickers), 2)
    .option('--couriers <number>', 'couriers on shift', whole(1, 36), 36)
    .option('--orders-per-hour <number>', 'orders an hour when the day is busiest', whole(1, 2000), 60)
    .option('--minutes <number>', 'stop after so long (default: when asked)', whole(1, 24 * 60))
    .option('--json', 'JSON lines instead of sentences', false)
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return program.opts<WorldArguments>();
}
