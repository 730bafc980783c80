import { createPrng, type Prng } from '#shared/base/prng.ts';
import type { DistanceTable } from './aisleDistances.ts';
import { nearPlaces } from './nearPlaces.ts';

/** What has to come before what. Stops are known by their index; place 0 of the table is the depot, stop i is place i + 1. */
export type GraphRouteRules = {
  /** Stops of a lower rank come before all of a higher one: cold goods last. Absent means rank 0 for all. */
  readonly ranks?: readonly number[];
  /** Pairs [first, then] of stops: heavy goods before what they would crush. */
  readonly before?: readonly (readonly [first: number, then: number])[];
};

export type GraphRoute = { readonly order: readonly number[]; readonly lengthMm: number };

/** Kicks of the search, by default. */
const usualKicks = 1000;
/** Near places looked at from each place. */
const nearCount = 12;
/** Longest stretches a kick exchanges. */
const longestKick = 10;

type Order = { readonly table: DistanceTable; readonly mustPrecede: Uint8Array };

/**
 * A short round through all stops of a table whose ways may differ by direction (one-way aisles), keeping ranks and pairs: stretches of any
 * length are moved while that shortens the round (the moves of 3-opt that turn nothing round), then again after small kicks.
 * Throws where the pairs go round in a circle.
 */
export function planGraphRoute(
  table: DistanceTable,
  rules: GraphRouteRules = {},
  options: { readonly seed?: number; readonly maxKicks?: number } = {},
): GraphRoute {
  const order: Order = { table, mustPrecede: precedence(table.count, rules) };
  const prng = createPrng(options.seed ?? 1);
  const walk = createWalk(order);
  walk.set(firstOrder(order));
  for (let place = 0; place < table.count; place += 1) walk.ask(place);
  walk.shorten();
  let kept = walk.tour.slice(1, -1);
  let bestMm = walkedMm(table, walk.tour);
  const maxKicks = table.count < 5 ? 0 : (options.maxKicks ?? usualKicks);
  for (let kick = 0; kick < maxKicks; kick += 1) {
    for (let times = kick % 10 === 9 ? 4 : 1; times > 0; times -= 1) kickOnce(walk, prng);
    walk.shorten();
    const lengthMm = walkedMm(table, walk.tour);
    if (lengthMm > bestMm) {
      walk.set(kept);
      continue;
    }
    bestMm = lengthMm;
    kept = walk.tour.slice(1, -1);
  }
  return { order: Array.from(kept, (place) => place - 1), lengthMm: bestMm };
}

function walkedMm({ count, distances }: DistanceTable, tour: Int32Array): number {
  let sum = 0;
  for (let index = 1; index < tour.length; index += 1) sum += distances[tour[index - 1]! * count + tour[index]!]!;
  return sum;
}

/** `mustPrecede[a * count + b]` says that place a comes before b, also by way of others. */
function precedence(count: number, { ranks, before = [] }: GraphRouteRules): Uint8Array {
  const must = new Uint8Array(count * count);
  for (const [first, then] of before) must[(first + 1) * count + then + 1] = 1;
  for (let a = 1; a < count && ranks !== undefined; a += 1) {
    for (let b = 1; b < count; b += 1) if ((ranks[a - 1] ?? 0) < (ranks[b - 1] ?? 0)) must[a * count + b] = 1;
  }
  for (let via = 1; via < count; via += 1) {
    for (let a = 1; a < count; a += 1) {
      if (must[a * count + via] === 0) continue;
      for (let b = 1; b < count; b += 1) if (must[via * count + b] === 1) must[a * count + b] = 1;
    }
  }
  for (let a = 1; a < count; a += 1) if (must[a * count + a] === 1) throw new Error('stops that must come before each other');
  return must;
}

/** Always the nearest place whose predecessors were met. */
function firstOrder({ table: { count, distances }, mustPrecede }: Order): number[] {
  const open = new Set(Array.from({ length: count - 1 }, (_, index) => index + 1));
  const order: number[] = [];
  for (let here = 0; open.size > 0; here = order.at(-1)!) {
    const isReady = (place: number) => [...open].every((other) => mustPrecede[other * count + place] === 0);
    const ready = [...open].filter(isReady);
    const next = ready.reduce(
      (best, place) => (distances[here * count + place]! < distances[here * count + best]! ? place : best),
      ready[0]!,
    );
    order.push(next);
    open.delete(next);
  }
  return order;
}

/** A round being shortened: the depot at both ends, and where each place stands. */
type Walk = {
  readonly tour: Int32Array;
  /** Has the way that leaves the place looked at by the next `shorten`. */
  ask(place: number): void;
  shorten(): void;
  /** Exchanges the stretches i..j and j + 1..k. */
  exchange(i: number, j: number, k: number): void;
  isAllowed(i: number, j: number, k: number): boolean;
  set(order: ArrayLike<number>): void;
};

function createWalk({ table: { count, distances }, mustPrecede }: Order): Walk {
  const tour = new Int32Array(count + 1);
  const at = new Int32Array(count);
  const near = nearPlaces(count, distances, nearCount);
  const hasPairs = mustPrecede.includes(1);
  const waiting = new Uint8Array(count);
  const queue: number[] = [];
  const between = (from: number, to: number): number => distances[from * count + to]!;
  const ask = (place: number): void => {
    if (waiting[place] === 1) return;
    waiting[place] = 1;
    queue.push(place);
  };
  const isAllowed = (i: number, j: number, k: number): boolean => !hasPairs || keepsPairs(mustPrecede, count, tour, i, j, k);
  const exchange = (i: number, j: number, k: number): void => {
    const first = tour.slice(i, j + 1);
    tour.copyWithin(i, j + 1, k + 1);
    tour.set(first, i + k - j);
    for (let index = i; index <= k; index += 1) at[tour[index]!] = index;
    for (const index of [i - 1, i + k - j - 1, k]) ask(tour[index]!);
  };
  const tryExchange = (i: number, j: number, k: number): boolean => {
    const before = tour[i - 1]!;
    const next = tour[k + 1]!;
    const gain =
      between(before, tour[i]!) +
      between(tour[j]!, tour[j + 1]!) +
      between(tour[k]!, next) -
      between(before, tour[j + 1]!) -
      between(tour[k]!, tour[i]!) -
      between(tour[j]!, next);
    if (gain <= 1e-6 || !isAllowed(i, j, k)) return false;
    exchange(i, j, k);
    return true;
  };
  /** Changes the way that leaves the place at p for a shorter one; p is the first, second or third of the three ways that change. */
  const tryFrom = (p: number): boolean => {
    const here = tour[p]!;
    const nowMm = between(here, tour[p + 1]!);
    for (let index = 0; index < near.width; index += 1) {
      const to = near.places[here * near.width + index]!;
      if (between(here, to) >= nowMm) return false;
      const q = to === 0 ? count : at[to]!;
      if (q > p + 1) {
        for (let k = q; to !== 0 && k < count; k += 1) if (tryExchange(p + 1, q - 1, k)) return true;
        for (let i = p; p > 0 && i >= 1; i -= 1) if (tryExchange(i, p, q - 1)) return true;
      } else if (p > 0 && q >= 1 && q < p) {
        for (let j = q; j < p; j += 1) if (tryExchange(q, j, p)) return true;
      }
    }
    return false;
  };
  return {
    tour,
    ask,
    isAllowed,
    exchange,
    shorten() {
      for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
        waiting[place] = 0;
        while (tryFrom(at[place]!));
      }
    },
    set(order) {
      tour.fill(0);
      tour.set(order, 1);
      for (let index = 0; index < count; index += 1) at[tour[index]!] = index;
    },
  };
}

/** Whether the stretch j + 1..k may come before i..j. */
function keepsPairs(mustPrecede: Uint8Array, count: number, tour: Int32Array, i: number, j: number, k: number): boolean {
  for (let then = j + 1; then <= k; then += 1) {
    for (let first = i; first <= j; first += 1) if (mustPrecede[tour[first]! * count + tour[then]!] === 1) return false;
  }
  return true;
}

/** Two short neighbouring stretches somewhere change places, where the rules allow it. */
function kickOnce(walk: Walk, prng: Prng): void {
  const stops = walk.tour.length - 2;
  const longest = Math.min(longestKick, stops >> 1);
  const first = 1 + Math.floor(prng.next() * longest);
  const second = 1 + Math.floor(prng.next() * longest);
  const i = 1 + Math.floor(prng.next() * (stops - first - second + 1));
  if (walk.isAllowed(i, i + first - 1, i + first + second - 1)) walk.exchange(i, i + first - 1, i + first + second - 1);
}
