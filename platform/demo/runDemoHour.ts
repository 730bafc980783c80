import type { Order } from '#shared/model/order/order.ts';
import { type DemoVerdict, checkDemo } from './checkDemo.ts';
import { type Demo, type DemoOptions, startDemo } from './startDemo.ts';
import { type HourSummary, summariseHour } from './summariseHour.ts';

/** Longest drain after the last order, milliseconds of the world: scheduled orders may be promised an hour ahead. */
export const maxDrainMs = 100 * 60_000;
const lookRealMs = 400;
/** Longest wait for the stations' last commands to be confirmed, real milliseconds. */
const settleRealMs = 30_000;

/** What a simulated hour was like. */
export type HourReport = {
  readonly seed: number;
  readonly speed: number;
  readonly minutes: number;
  readonly pickers: number;
  readonly startUpSeconds: number;
  readonly realSeconds: number;
  readonly worldMinutes: number;
  readonly isDrained: boolean;
  readonly summary: HourSummary;
  readonly commands: Readonly<Record<'total' | 'applied' | 'discrepancy' | 'refused' | 'fromPickers', number>>;
  readonly scans: number;
  /** Metres walked while picking for each picked line, and walks with orders in them. */
  readonly metresPerLine: number | null;
  readonly walks: number;
  readonly labelsPrinted: number;
  readonly trouble: Readonly<Record<string, number>>;
  readonly verdict: DemoVerdict;
};

export type HourOptions = Omit<DemoOptions, 'shoppingMs' | 'station'> & {
  readonly minutes: number;
  readonly onProgress?: (sentence: string) => void;
};

/** Runs shoppers for so many minutes of the world, lets everybody finish, then checks every book. Always closes what it opened. */
export async function runDemoHour(options: HourOptions): Promise<HourReport> {
  const startedRealMs = performance.now();
  const demo = await startDemo({ ...options, shoppingMs: options.minutes * 60_000, station: null });
  try {
    const startUpSeconds = (performance.now() - startedRealMs) / 1000;
    options.onProgress?.(`started in ${startUpSeconds.toFixed(1)} s; ${options.minutes} minutes at ${options.speed}x`);
    const isDrained = await drain(demo, options);
    await demo.world.stop();
    await settle(demo);
    const report = await makeReport(demo, options, isDrained);
    return { ...report, startUpSeconds, realSeconds: (performance.now() - startedRealMs) / 1000 };
  } finally {
    await demo.close();
  }
}

/** Waits until the shoppers are done and no order is open. False when that takes too long. */
async function drain(demo: Demo, options: HourOptions): Promise<boolean> {
  const { clock, world } = demo;
  let areShoppersDone = false;
  void world.shoppers.done.then(() => (areShoppersDone = true));
  const endMs = clock.startMs + options.minutes * 60_000 + maxDrainMs;
  let saidAtMs = clock.nowMs();
  while (clock.nowMs() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, lookRealMs));
    const orders = ordersSeen(demo);
    const open = orders.filter((order) => order.stage !== 'delivered' && order.stage !== 'cancelled').length;
    if (clock.nowMs() - saidAtMs > 10 * 60_000) {
      saidAtMs = clock.nowMs();
      options.onProgress?.(
        `${Math.round((clock.nowMs() - clock.startMs) / 60_000)} min: ${world.placed().length} placed, ${open} open, ${world.couriers.delivered()} delivered`,
      );
    }
    if (areShoppersDone && orders.length >= world.placed().length && open === 0 && !hasOpenTasks(demo)) return true;
  }
  return false;
}

function ordersSeen(demo: Demo): readonly Order[] {
  const [first] = demo.world.pickers;
  return first === undefined ? [] : [...first.seat.store.all('order')];
}

function hasOpenTasks(demo: Demo): boolean {
  return (demo.world.pickers[0]?.seat.store.find.openTasks().length ?? 0) > 0;
}

/** Lets every station push and pull until nothing is pending and all stand at the same place. */
async function settle(demo: Demo): Promise<void> {
  const stores = demo.world.pickers.map((picker) => picker.seat.store);
  const untilMs = performance.now() + settleRealMs;
  for (let quietRounds = 0; quietRounds < 2 && performance.now() < untilMs;) {
    for (const store of stores) await store.syncNow();
    const cursors = new Set(stores.map((store) => store.status().cursor));
    const isQuiet = cursors.size <= 1 && stores.every((store) => store.pendingCommands().length === 0);
    quietRounds = isQuiet ? quietRounds + 1 : 0;
  }
}

async function makeReport(
  demo: Demo,
  options: HourOptions,
  isDrained: boolean,
): Promise<Omit<HourReport, 'startUpSeconds' | 'realSeconds'>> {
  const books = await demo.platform.readBooks(demo.demoSite.site.id);
  const stations = demo.world.pickers.map((picker, index) => ({
    name: `picker ${index + 1}`,
    store: picker.seat.store,
    committed: picker.committed,
  }));
  const outcomes = (outcome: string): number => books.commands.filter((command) => command.outcome === outcome).length;
  return {
    seed: options.seed,
    speed: options.speed,
    minutes: options.minutes,
    pickers: options.pickers,
    worldMinutes: (demo.clock.nowMs() - demo.clock.startMs) / 60_000,
    isDrained,
    summary: summariseHour(books.records.order ?? []),
    commands: {
      total: books.commands.length,
      applied: outcomes('applied'),
      discrepancy: outcomes('discrepancy'),
      refused: outcomes('refused'),
      fromPickers: stations.reduce((sum, station) => sum + station.committed().length, 0),
    },
    scans: demo.world.pickers.reduce((sum, picker) => sum + picker.scans(), 0),
    ...walkingOf(demo, books),
    labelsPrinted: demo.world.labelsPrinted(),
    trouble: demo.trouble.counts(),
    verdict: checkDemo(books, stations),
  };
}

/** What the pickers walked for each line they picked something of. */
function walkingOf(demo: Demo, books: Awaited<ReturnType<Demo['platform']['readBooks']>>): Pick<HourReport, 'metresPerLine' | 'walks'> {
  const tasks = (books.records.task ?? []).filter((task) => task.kind === 'pick' && task.status === 'done');
  const lines = tasks.reduce((sum, task) => sum + task.steps.filter((step) => step.pickedQuantity > 0).length, 0);
  const walkedMm = demo.world.pickers.reduce((sum, picker) => sum + picker.walkedMm(), 0);
  return { metresPerLine: lines === 0 ? null : walkedMm / 1000 / lines, walks: tasks.length };
}
