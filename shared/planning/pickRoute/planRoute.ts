import { createPrng, type Prng } from '#shared/base/prng.ts';
import { aisleDistances, type DistanceTable, roundMm } from './aisleDistances.ts';
import type { AisleFloor, AisleStop } from './aisleFloor.ts';
import { boundRound } from './boundRound.ts';
import { isTableFloor, planAisleRoute } from './planAisleRoute.ts';
import { searchRound } from './searchRound.ts';

/** Kicks of the searches where the floor has too many cross aisles for the table: a quick one, and one where its proof fails. */
const quickKicks = 100;
const thoroughKicks = 1000;
/** Trees of the proofs that follow them, at most. */
const quickTrees = 100;
const thoroughTrees = 1000;
/** A round proven to be within this factor of the shortest is good enough to end the proof. */
const goodFactor = 1.01;

/** A round from the depot through all stops and back, and what is known about how short it could be. */
export type PlannedRoute = {
  /** Indexes of the stops in walking order. */
  readonly order: readonly number[];
  readonly lengthMm: number;
  /** No round is shorter than this; equal to the length where the round is proven the shortest. */
  readonly boundMm: number;
  readonly method: 'exact' | 'search';
};

export type RouteOptions = {
  /** Only the search draws; the same seed gives the same round. */
  readonly seed?: number;
  readonly maxKicks?: number;
};

/**
 * The round of one pick list on a floor of aisles. Up to four blocks it is the shortest, by dynamic programming; beyond, a search finds
 * a short one and a lower bound says how far from the shortest it can be at most.
 */
export function planRoute(floor: AisleFloor, stops: readonly AisleStop[], options: RouteOptions = {}): PlannedRoute {
  if (isTableFloor(floor)) {
    const { order, lengthMm } = planAisleRoute(floor, stops);
    return { order, lengthMm, boundMm: lengthMm, method: 'exact' };
  }
  const table = aisleDistances(floor, stops);
  const start = stops.map((_, index) => index + 1).toSorted((a, b) => byAisleSerpentine(stops[a - 1]!, stops[b - 1]!));
  const search = { table, prng: createPrng(options.seed ?? 1), maxKicks: options.maxKicks ?? quickKicks + thoroughKicks };
  const quick = searchAndProve(search, start, quickKicks, quickTrees);
  if (isGood(quick) || search.maxKicks <= quickKicks) return toPlanned(quick);
  const thorough = searchAndProve(search, quick.order, search.maxKicks - quickKicks, thoroughTrees);
  return toPlanned({ ...thorough, boundMm: Math.max(quick.boundMm, thorough.boundMm) });
}

type Search = { readonly table: DistanceTable; readonly prng: Prng; readonly maxKicks: number };
type Proven = Omit<PlannedRoute, 'method'>;

/** A round found from `start` on, and a bound that is raised until the round is good or the trees are used up. */
function searchAndProve({ table, prng, maxKicks }: Search, start: readonly number[], kicks: number, maxTrees: number): Proven {
  const order = searchRound(table, start, { prng, maxKicks: Math.min(kicks, maxKicks), enoughMm: 0 });
  const lengthMm = roundMm(table, order);
  const boundMm = boundRound(table, { knownMm: lengthMm, enoughMm: lengthMm / goodFactor, maxTrees });
  return { order, lengthMm, boundMm: Math.min(lengthMm, Math.ceil(boundMm - 1e-3)) };
}

function isGood({ lengthMm, boundMm }: Proven): boolean {
  return lengthMm <= boundMm * goodFactor;
}

/** Places of the table as stops. */
function toPlanned({ order, lengthMm, boundMm }: Proven): PlannedRoute {
  return { order: order.map((place) => place - 1), lengthMm, boundMm, method: 'search' };
}

/** The length of a round in this order of stops, by shortest ways. */
export function lengthInOrderMm(table: DistanceTable, order: readonly number[]): number {
  return roundMm(
    table,
    order.map((stop) => stop + 1),
  );
}

function byAisleSerpentine(a: AisleStop, b: AisleStop): number {
  return a.aisle - b.aisle || (a.aisle % 2 === 0 ? a.yMm - b.yMm : b.yMm - a.yMm);
}
