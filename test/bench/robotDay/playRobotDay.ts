import type { OrderId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import { usualPace } from '#shared/planning/batching/planWaves.ts';
import { siteWalkOf } from '#shared/planning/pickRoute/planTaskRoute.ts';
import { checkDayLog, type DayFaults, type DayMove } from './checkDayLog.ts';
import { createDayClock, type DayClock } from './dayClock.ts';
import { openDayBooks, toteOf, type DayBooks } from './openDayBooks.ts';
import { openDaySorting, type DaySorting } from './openDaySorting.ts';
import { openDayTrips } from './openDayTrips.ts';
import { claimsOf, openRobotCarrying, type RobotCarrying } from './openRobotCarrying.ts';
import { createRunnerDesk, startRunner } from './startRunner.ts';

/** Who carries totes and sorts bags. */
export type DayWay = 'robots' | 'robotsFailing' | 'byHand';

export type RobotDayOptions = {
  readonly way: DayWay;
  readonly seed: number;
  readonly orders: number;
  /** Within which the orders come. */
  readonly minutes: number;
  readonly robots: number;
  /** People on the floor; with robots one of them takes over from robots, by hand all of them pick. */
  readonly people: number;
  readonly packers: number;
};

export type RobotDayResult = {
  readonly orders: number;
  readonly delivered: number;
  readonly onTimePct: number;
  /** Median of the time from an order's coming to its tote at packing, and from the tote set down to packing; minutes. */
  readonly toPackingMinutes: number;
  readonly carryMinutes: number;
  readonly byRobot: number;
  readonly byHand: number;
  readonly sortedByHand: number;
  /** Acts of robots or people on a tote that was gone already: nothing moved. */
  readonly inVain: number;
  readonly faults: DayFaults;
  /** Discrepancies opened by the product's rules, and invariants of its books that do not hold. */
  readonly bookFaults: number;
  readonly virtualMinutes: number;
};

const startMs = 1_800_000_000_000;
const stepMs = 200;
/** After the last order nothing takes longer. */
const mostAfterMs = 3 * 3_600_000;
const packBaseMs = 45_000;
const packLineMs = 11_000;
const lookEveryMs = 1_000;

/** Plays a day in virtual time; the same options give the same day. */
export function playRobotDay(options: RobotDayOptions): RobotDayResult {
  const clock = createDayClock(startMs);
  const log: DayMove[] = [];
  const prng = createPrng(options.seed + 1000);
  const books = openDayBooks(clock, options);
  const setDownAtMs = new Map<string, number>();
  const broughtAtMs = new Map<string, number>();
  const hasFaults = options.way === 'robotsFailing';
  const onBrought = (toteCode: string) => void broughtAtMs.set(toteCode, clock.nowMs());
  const carrying =
    options.way === 'byHand' ? null : openRobotCarrying({ clock, books, log, prng, robots: options.robots, hasFaults, onBrought });
  const sorting = openDaySorting({
    clock,
    books,
    log,
    prng,
    way: carrying === null ? 'byHand' : hasFaults ? 'machineWithFaults' : 'machine',
  });
  const doorAtMs = openDayTrips({ clock, books, log, sorting });
  const desk = createRunnerDesk();
  for (const { placedAtMs, place } of books.coming) clock.later(placedAtMs - startMs, place);
  const runners = carrying === null ? 0 : 1;
  for (let no = 1; no <= runners; no++) startRunner(`runner${no}`, clock, carrying!, desk, books.site.packingPoint);
  for (let no = runners; no < options.people; no++) startPicker({ clock, books, log, carrying, setDownAtMs, onBrought });
  for (let no = 0; no < options.packers; no++) startPacker(clock, books, sorting, broughtAtMs);
  const lastMs = books.coming.at(-1)!.placedAtMs + mostAfterMs;
  while (clock.nowMs() < lastMs && doorAtMs.size < books.coming.length) {
    carrying?.advance(stepMs);
    clock.advanceTo(clock.nowMs() + stepMs);
    sorting.advance(clock.nowMs());
  }
  const expected = books.coming.flatMap(({ orderId }) => [
    { thing: toteOf(orderId), from: 'picker', end: 'packing' },
    ...books.bagsOf(orderId).map(({ code }) => ({ thing: code, from: 'packing', end: 'door' })),
  ]);
  const totes = [...broughtAtMs.keys()];
  const byRobot = carrying?.counts.byRobot ?? 0;
  return {
    orders: books.coming.length,
    delivered: doorAtMs.size,
    onTimePct: (100 * countOnTime(books, doorAtMs)) / books.coming.length,
    toPackingMinutes: median(totes.map((tote) => broughtAtMs.get(tote)! - books.order(tote.slice(2) as OrderId).placedAtMs)) / 60_000,
    carryMinutes: median(totes.map((tote) => broughtAtMs.get(tote)! - setDownAtMs.get(tote)!)) / 60_000,
    byRobot,
    byHand: totes.length - byRobot,
    sortedByHand: sorting.counts.byHand,
    inVain: (carrying?.counts.inVain ?? 0) + desk.counts.inVain,
    faults: checkDayLog(expected, log, carrying === null ? [] : claimsOf(carrying)),
    bookFaults: books.world.discrepancies().length + books.world.violations().length,
    virtualMinutes: (clock.nowMs() - startMs) / 60_000,
  };
}

/** A picker takes the most urgent task, walks past its bins, and brings the tote to a pick station, or to packing where people carry. */
function startPicker(parts: {
  readonly clock: DayClock;
  readonly books: DayBooks;
  readonly log: DayMove[];
  readonly carrying: RobotCarrying | null;
  readonly setDownAtMs: Map<string, number>;
  readonly onBrought: (toteCode: string) => void;
}): void {
  const { clock, books, log, carrying, setDownAtMs, onBrought } = parts;
  const { site } = books;
  const walk = siteWalkOf(site.walk!);
  let at: FloorPoint = site.packingPoint;
  const walkMs = (from: FloorPoint, to: FloorPoint) =>
    (walk.betweenMm(walk.nearestPlace(from), walk.nearestPlace(to)) / usualPace.walkMmPerSecond) * 1000;
  const look = () => {
    const task = books.openTasks()[0];
    if (task === undefined) return clock.later(lookEveryMs, look);
    const bins = books.claim(task, at);
    const station = carrying?.stationNear(bins.at(-1)!) ?? null;
    const end = station ?? site.packingPoint;
    const way = [at, ...bins, end];
    const pickMs = way.slice(1).reduce((sum, to, index) => sum + walkMs(way[index]!, to), bins.length * usualPace.msPerLine);
    return clock.later(pickMs, () => {
      at = { xMm: end.xMm, yMm: end.yMm };
      const toteCode = books.finishPick(task.id);
      setDownAtMs.set(toteCode, clock.nowMs());
      if (station !== null) carrying!.setDown(toteCode, station.nodeId);
      else {
        log.push({ atMs: clock.nowMs(), thing: toteCode, from: 'picker', to: 'packing:bench' });
        onBrought(toteCode);
      }
      look();
    });
  };
  look();
}

/** A packer packs what has come, the most urgent first, and sends the bags on. Placing bags by hand keeps the packer as long as it takes. */
function startPacker(clock: DayClock, books: DayBooks, sorting: DaySorting, broughtAtMs: ReadonlyMap<string, number>): void {
  const look = () => {
    const [order] = books
      .inStage('picked')
      .filter(({ id }) => broughtAtMs.has(toteOf(id)))
      .toSorted((one, other) => one.promiseAtMs - other.promiseAtMs);
    if (order === undefined) return clock.later(lookEveryMs, look);
    books.startPacking(order.id);
    return clock.later(packBaseMs + packLineMs * order.lines.length, () => {
      const bags = books.finishPacking(order.id);
      sorting.put(bags);
      clock.later(sorting.keepsPackerMs * bags.length, look);
    });
  };
  look();
}

function countOnTime(books: DayBooks, doorAtMs: ReadonlyMap<OrderId, number>): number {
  return [...doorAtMs].filter(([orderId, atMs]) => atMs <= books.order(orderId).promiseAtMs).length;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
