import type { FloorPoint, TemperatureClass } from '#shared/model/common.ts';
import type { Bin, Site } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { DistanceTable } from './aisleDistances.ts';
import { planGraphRoute } from './planGraphRoute.ts';
import { type GraphPlace, type WalkDistances, createWalkDistances } from './walkGraph.ts';

/** Records a route is planned from. */
export type RouteView = { get(kind: 'bin', id: string): Bin | undefined; get(kind: 'sku', id: string): Sku | undefined };

/** The walking order of a task's open steps, and how long the walk from `from` past all of them to packing is. */
export type TaskRoute = { readonly stepNos: readonly number[]; readonly lengthMm: number };

/** A piece this heavy goes below what breaks, grams. */
export const heavyUnitGrams = 1500;
/** Kicks of the search for one task: a walk of twenty stops takes a few milliseconds. */
export const taskRouteKicks = 200;

const coldRank: Readonly<Record<TemperatureClass, number>> = { ambient: 0, chilled: 1, frozen: 2 };
/** Above every temperature: what the picker left for later stays last. */
const skippedRank = 3;

const walks = new WeakMap<object, WalkDistances>();

/** Shortest ways on a site's walk graph, worked out once for each graph. Throws with a sentence where the graph makes no sense. */
export function siteWalkOf(walk: NonNullable<Site['walk']>): WalkDistances {
  const known = walks.get(walk);
  if (known !== undefined) return known;
  const made = createWalkDistances(walk);
  walks.set(walk, made);
  return made;
}

/** A bin to stop at, with all that is taken there at once. */
type Stop = {
  readonly place: GraphPlace;
  readonly rank: number;
  readonly stepNos: number[];
  readonly heavyFor: Set<string>;
  readonly fragileFor: Set<string>;
};

/**
 * Plans the walk of a task's open steps from where the picker stands to packing: the shortest that takes cold goods last, heavy pieces
 * before fragile ones of the same order, and what was skipped at the end. Null where the site has no walk graph or nothing is open.
 */
export function planTaskRoute(
  task: Pick<Task, 'steps' | 'placeByOrder'>,
  view: RouteView,
  site: Pick<Site, 'walk' | 'packingPoint'>,
  from: FloorPoint = site.packingPoint,
): TaskRoute | null {
  if (site.walk === undefined) return null;
  const walk = siteWalkOf(site.walk);
  const stops = stopsOf(task, view, walk);
  if (stops.length === 0) return null;
  const table = roundTable(walk, walk.nearestPlace(from), stops, walk.nearestPlace(site.packingPoint));
  const before = stops.flatMap((heavy, first) =>
    stops.flatMap((other, then) => (first !== then && goesBelow(heavy, other) && !goesBelow(other, heavy) ? [[first, then] as const] : [])),
  );
  const { order, lengthMm } = planGraphRoute(table, { ranks: stops.map((stop) => stop.rank), before }, { maxKicks: taskRouteKicks });
  return { stepNos: order.flatMap((index) => stops[index]!.stepNos), lengthMm };
}

/** How long it is to walk from `from` past the bins in this order and on to packing, millimetres; null without a walk graph. */
export function walkLengthMm(
  bins: readonly FloorPoint[],
  site: Pick<Site, 'walk' | 'packingPoint'>,
  from = site.packingPoint,
): number | null {
  if (site.walk === undefined) return null;
  const walk = siteWalkOf(site.walk);
  const places = [from, ...bins, site.packingPoint].map((point) => walk.nearestPlace(point));
  return places.slice(1).reduce((sum, place, index) => sum + walk.betweenMm(places[index]!, place), 0);
}

function stopsOf(task: Pick<Task, 'steps' | 'placeByOrder'>, view: RouteView, walk: WalkDistances): Stop[] {
  const stops = new Map<string, Stop>();
  const open = task.steps.filter((step) => step.status === 'open');
  const placeOf = (step: PickStep) => task.placeByOrder?.[step.orderId] ?? 0;
  for (const step of open.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const bin = view.get('bin', step.binId);
    if (bin === undefined) continue;
    const sku = view.get('sku', step.skuId);
    const rank = coldRank[sku?.temperature ?? 'ambient'] + (step.isSkipped === true ? skippedRank : 0);
    const key = `${step.binId} ${rank}`;
    const stop: Stop = stops.get(key) ?? {
      place: walk.nearestPlace(bin.at),
      rank,
      stepNos: [],
      heavyFor: new Set(),
      fragileFor: new Set(),
    };
    stop.stepNos.push(step.stepNo);
    if (sku !== undefined && sku.unit === 'each' && sku.weightGrams >= heavyUnitGrams) stop.heavyFor.add(step.orderId);
    if (sku?.isFragile === true) stop.fragileFor.add(step.orderId);
    stops.set(key, stop);
  }
  return [...stops.values()];
}

/** Within one temperature only: what is cold goes last whatever it weighs. */
function goesBelow(heavy: Stop, other: Stop): boolean {
  return heavy.rank === other.rank && [...heavy.heavyFor].some((orderId) => other.fragileFor.has(orderId));
}

/** Place 0 is the start as one leaves it and packing as one comes back to it. */
function roundTable(walk: WalkDistances, start: GraphPlace, stops: readonly Stop[], end: GraphPlace): DistanceTable {
  const count = stops.length + 1;
  const { distances } = walk.tableOf([start, ...stops.map((stop) => stop.place)]);
  for (const [index, { place }] of stops.entries()) distances[(index + 1) * count] = walk.betweenMm(place, end);
  return { count, distances };
}
