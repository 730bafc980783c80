import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defaultSteps } from '#platform/features/planning/deliveryDays/addDispatchCommands.ts';
import { checkDeliveryDay, earliestDoor, type DayMetrics } from '#platform/features/planning/deliveryDays/checkDeliveryDay.ts';
import type { DayTrip, DeliveryDay } from '#platform/features/planning/deliveryDays/deliveryDay.ts';
import { readDeliveryDay } from '#platform/features/planning/deliveryDays/readDeliveryDay.ts';
import { replayDeliveryDay } from '#platform/features/planning/deliveryDays/replayDeliveryDay.ts';
import { dispatchWeights } from '#shared/planning/dispatch/dispatchWeights.ts';
import { replayReference } from './dispatch/replayReference.ts';
import { openResults } from './openResults.ts';

type Set = {
  readonly name: string;
  readonly folder: string;
  readonly days: RegExp;
  readonly fleetPercent: number;
  readonly mostOrders: number;
};
type Figures = DayMetrics & { readonly worstDecisionMs: number };

/** The sets of DESIGN section 11, below the data folder. */
const sets: readonly Set[] = [
  { name: 'mdrp', folder: 'mdrp', days: /./, fleetPercent: 100, mostOrders: 4 },
  { name: 'mdrp70', folder: 'mdrp', days: /./, fleetPercent: 70, mostOrders: 4 },
  { name: 'fw60', folder: 'fw30', days: /_fw60$/, fleetPercent: 100, mostOrders: 5 },
  { name: 'fw50', folder: 'fw30', days: /_fw50$/, fleetPercent: 100, mostOrders: 5 },
];

/**
 * The dispatch planner on public days of deliveries beside minute-by-minute matching with bundles and the bound of unlimited couriers, every
 * solution checked. Figures are means over days. `--sets a,b`, `--only REGEX` of day names, `--steps N`, `--seed N`;
 * `--resume FILE` keeps each day's result there and plays only what it lacks.
 */
export async function run({ dataFolder, arguments: words }: { dataFolder: string | null; arguments: readonly string[] }) {
  const option = (name: string, otherwise: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? otherwise) : otherwise);
  const folder = dataFolder ?? path.resolve('../shared/data/planning/dispatch');
  const wanted = option('--sets', 'mdrp,mdrp70,fw60,fw50').split(',');
  const only = new RegExp(option('--only', '.'));
  const resultOf = openResults(words.includes('--resume') ? option('--resume', '') : null);
  const metrics: Record<string, number> = {};
  const peers: Record<string, number> = {};
  const rows: Record<string, string | number>[] = [];
  for (const set of sets.filter(({ name }) => wanted.includes(name))) {
    const base = path.join(folder, set.folder);
    const names = existsSync(base) ? readdirSync(base).filter((day) => set.days.test(day) && only.test(day)) : [];
    if (names.length === 0) continue;
    const planned: Figures[] = [];
    const matched: Figures[] = [];
    const bounds: Figures[] = [];
    for (const name of names) {
      const day = await readDeliveryDay(path.join(base, name), set.fleetPercent);
      const options = { seed: Number(option('--seed', '1')), steps: Number(option('--steps', String(defaultSteps))) };
      const plannedDay = await resultOf(`${set.name}, ${name}, ${options.steps} steps, seed ${options.seed}`, (): Figures => {
        const weights = dispatchWeights;
        const stopwatchMs = () => performance.now();
        const replay = replayDeliveryDay(day, { ...options, maxOrdersPerTrip: set.mostOrders, weights, stopwatchMs });
        return { ...judged(day, replay.trips, name), worstDecisionMs: replay.worstDecisionMs };
      });
      planned.push(plannedDay);
      matched.push(
        await resultOf(`${set.name}, ${name}, matching`, (): Figures => ({
          ...judged(day, replayReference(day, set.mostOrders), name),
          worstDecisionMs: 0,
        })),
      );
      bounds.push({ ...boundOf(day), worstDecisionMs: 0 });
    }
    rows.push(
      toRow(set.name, 'Halfhour', meanOf(planned)),
      toRow(set.name, 'matching + bundles', meanOf(matched)),
      toRow(set.name, 'bound', meanOf(bounds)),
    );
    Object.assign(metrics, toMetrics(set.name, meanOf(planned)), {
      [`${set.name}ExcessRatio`]: meanOf(planned).excessReadyToDoor / meanOf(matched).excessReadyToDoor,
    });
    Object.assign(peers, toMetrics(set.name, meanOf(matched)));
  }
  if (rows.length === 0) throw new Error(`there are no days in ${folder}`);
  return { metrics, peers, rows };
}

function judged(day: DeliveryDay, trips: readonly DayTrip[], name: string): DayMetrics {
  const { violations, metrics } = checkDeliveryDay(day, { trips });
  if (violations.length > 0)
    throw new Error(`${name}: ${violations.length} rules broken, first: ${violations[0]!.rule} ${violations[0]!.text}`);
  return metrics;
}

/** What unlimited couriers beside every restaurant would reach. */
function boundOf(day: DeliveryDay): DayMetrics {
  const waits = day.orders.map((order) => earliestDoor(day, order) - order.placedAt);
  const mean = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  return {
    orders: day.orders.length,
    deliveredPct: 100,
    clickToDoor: mean(waits),
    readyToDoor: mean(day.orders.map((order) => earliestDoor(day, order) - order.readyAt)),
    excessReadyToDoor: 0,
    latePct: 100 * mean(waits.map((wait) => (wait > day.targetMinutes ? 1 : 0))),
    overage: mean(waits.map((wait) => Math.max(0, wait - day.targetMinutes))),
    ordersPerBundle: 1,
  };
}

/** Means over days; delivered over all orders, the worst decision the worst of all days. */
function meanOf(days: readonly Figures[]): Figures {
  const mean = (of: (day: Figures) => number) => days.reduce((sum, day) => sum + of(day), 0) / days.length;
  const orders = days.reduce((sum, day) => sum + day.orders, 0);
  return {
    orders,
    deliveredPct: days.reduce((sum, day) => sum + day.deliveredPct * day.orders, 0) / orders,
    clickToDoor: mean((day) => day.clickToDoor),
    readyToDoor: mean((day) => day.readyToDoor),
    excessReadyToDoor: mean((day) => day.excessReadyToDoor),
    latePct: mean((day) => day.latePct),
    overage: mean((day) => day.overage),
    ordersPerBundle: mean((day) => day.ordersPerBundle),
    worstDecisionMs: Math.max(...days.map((day) => day.worstDecisionMs)),
  };
}

function toRow(set: string, planner: string, figures: Figures): Record<string, string | number> {
  const short = (figure: number, digits: number) => figure.toFixed(digits);
  return {
    set,
    planner,
    'delivered %': short(figures.deliveredPct, 3),
    CtD: short(figures.clickToDoor, 3),
    RtD: short(figures.readyToDoor, 3),
    'excess RtD': short(figures.excessReadyToDoor, 3),
    'late %': short(figures.latePct, 2),
    overage: short(figures.overage, 3),
    'orders/bundle': short(figures.ordersPerBundle, 2),
    'worst ms': short(figures.worstDecisionMs, 0),
  };
}

function toMetrics(set: string, figures: Figures): Record<string, number> {
  const { deliveredPct, clickToDoor, excessReadyToDoor, latePct, ordersPerBundle, worstDecisionMs } = figures;
  const named = { deliveredPct, clickToDoor, excessReadyToDoor, latePct, ordersPerBundle, worstDecisionMs };
  return Object.fromEntries(Object.entries(named).map(([name, figure]) => [`${set}.${name}`, Math.round(figure * 1000) / 1000]));
}
