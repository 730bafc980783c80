import type { Prng } from '#shared/base/prng.ts';
import type { DistanceTable } from './aisleDistances.ts';
import { nearPlaces } from './nearPlaces.ts';

/** Near places looked at from each place. */
const nearCount = 8;
/** Longest stretch that is moved as one. */
const maxStretch = 3;
/** Longest stretches a kick changes about. */
const maxKick = 9;
/** How much longer than the best round one may be to go on from, at first; less and less towards the end. */
const leewayShare = 0.02;

export type SearchOptions = {
  readonly prng: Prng;
  /** Kicks at most. */
  readonly maxKicks: number;
  /** The search ends where the round is not longer than this, millimetres. */
  readonly enoughMm: number;
};

/**
 * A short round through all places of a table whose ways are as long in both directions: local search by turning and moving stretches,
 * again and again after small kicks, which are taken back where the round became longer than some leeway allows. Starts from `start`, without place 0.
 */
export function searchRound(
  table: DistanceTable,
  start: readonly number[],
  { prng, maxKicks, enoughMm }: SearchOptions,
): readonly number[] {
  const round = createRound(table, start);
  if (table.count < 4) return start;
  for (let place = 0; place < table.count; place += 1) round.ask(place);
  round.improve();
  let hereMm = round.lengthMm();
  let bestMm = hereMm;
  const best = round.tour.slice();
  const here = round.tour.slice();
  for (let kick = 0; kick < maxKicks && bestMm > enoughMm; kick += 1) {
    round.kick(prng);
    round.improve();
    const lengthMm = round.lengthMm();
    const leewayMm = bestMm * leewayShare * (1 - kick / maxKicks);
    if (lengthMm > hereMm && lengthMm > bestMm + leewayMm * prng.next()) {
      round.restore(here);
      continue;
    }
    hereMm = lengthMm;
    here.set(round.tour);
    if (lengthMm >= bestMm) continue;
    bestMm = lengthMm;
    best.set(round.tour);
  }
  const home = best.indexOf(0);
  return [...best.slice(home + 1), ...best.slice(0, home)];
}

/** A closed sequence of places whose stretches can be turned and moved. */
type Ring = {
  readonly tour: Int32Array;
  /** Index of each place. */
  readonly at: Int32Array;
  wrap(index: number): number;
  put(index: number, place: number): void;
  turn(i: number, j: number): void;
  move(a: number, z: number, c: number, d: number, side: number): void;
};

function createRing(start: readonly number[], count: number): Ring {
  const tour = Int32Array.from([0, ...start]);
  const at = new Int32Array(count);
  const stretch = new Int32Array(maxStretch);
  for (let index = 0; index < count; index += 1) at[tour[index]!] = index;
  const wrap = (index: number): number => (index >= count ? index - count : index < 0 ? index + count : index);
  const put = (index: number, place: number): void => {
    tour[index] = place;
    at[place] = index;
  };
  /** Turns the stretch from index i on to index j, going round the end where j is before i; the shorter side is turned. */
  const turn = (i: number, j: number): void => {
    let length = wrap(j - i) + 1;
    let from = i;
    let to = j;
    if (2 * length > count) {
      from = wrap(j + 1);
      to = wrap(i - 1);
      length = count - length;
    }
    for (let half = length >> 1; half > 0; half -= 1) {
      const a = tour[from]!;
      const b = tour[to]!;
      tour[from] = b;
      at[b] = from;
      tour[to] = a;
      at[a] = to;
      from = wrap(from + 1);
      to = wrap(to - 1);
    }
  };
  /** Takes the stretch a..z (along `side`) out and puts it between c and d with a next to c. */
  const move = (a: number, z: number, c: number, d: number, side: number): void => {
    const from = side === 1 ? at[a]! : at[z]!;
    const to = side === 1 ? at[z]! : at[a]!;
    const isBehind = tour[wrap(at[c]! + 1)] === d;
    const [left, right] = isBehind ? [c, d] : [d, c];
    const size = wrap(to - from) + 1;
    // Shift what lies between the stretch and its new place, on the shorter side.
    for (let index = 0; index < size; index += 1) stretch[index] = tour[wrap(from + index)]!;
    const ahead = wrap(at[left]! - to);
    const behind = wrap(from - at[right]!);
    let hole = from;
    if (ahead <= behind) {
      for (let step = 1; step <= ahead; step += 1, hole = wrap(hole + 1)) put(hole, tour[wrap(to + step)]!);
    } else {
      hole = to;
      for (let step = 1; step <= behind; step += 1, hole = wrap(hole - 1)) put(hole, tour[wrap(from - step)]!);
      hole = wrap(hole - size + 1);
    }
    const isFirstNextToLeft = left === c;
    const runsFromA = side === 1;
    const isTurned = isFirstNextToLeft !== runsFromA;
    for (let index = 0; index < size; index += 1) put(wrap(hole + index), stretch[isTurned ? size - 1 - index : index]!);
  };
  return { tour, at, wrap, put, turn, move };
}

type Round = {
  readonly tour: Int32Array;
  /** Has the place looked at by the next `improve`. */
  ask(place: number): void;
  improve(): void;
  kick(prng: Prng): void;
  lengthMm(): number;
  restore(tour: Int32Array): void;
};

function createRound(table: DistanceTable, start: readonly number[]): Round {
  const { count, distances } = table;
  const ring = createRing(start, count);
  const { tour, wrap, put } = ring;
  const waiting = new Uint8Array(count);
  const kicked = new Int32Array(2 * maxKick);
  const queue: number[] = [];
  const between = (from: number, to: number): number => distances[from * count + to]!;
  const ask = (place: number): void => {
    if (waiting[place] === 1) return;
    waiting[place] = 1;
    queue.push(place);
  };
  const tryShorter = createMoves(table, ring, ask);
  return {
    tour,
    ask,
    improve() {
      for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
        waiting[place] = 0;
        while (tryShorter(place));
      }
    },
    kick(prng) {
      const longest = Math.min(maxKick, (count - 2) >> 1);
      const first = 1 + Math.floor(prng.next() * longest);
      const second = 1 + Math.floor(prng.next() * longest);
      const from = Math.floor(prng.next() * count);
      for (let index = 0; index < first + second; index += 1) kicked[index] = tour[wrap(from + index)]!;
      for (let index = 0; index < second; index += 1) put(wrap(from + index), kicked[first + index]!);
      for (let index = 0; index < first; index += 1) put(wrap(from + second + index), kicked[index]!);
      for (let end = 0; end < 2; end += 1) {
        ask(tour[wrap(from - end)]!);
        ask(tour[wrap(from + second - end)]!);
        ask(tour[wrap(from + first + second - end)]!);
      }
    },
    lengthMm() {
      let sum = between(tour[count - 1]!, tour[0]!);
      for (let index = 1; index < count; index += 1) sum += between(tour[index - 1]!, tour[index]!);
      return sum;
    },
    restore(kept) {
      for (let index = 0; index < count; index += 1) put(index, kept[index]!);
    },
  };
}

/** Looks for a change at a place that shortens the round, and makes it. */
function createMoves({ count, distances }: DistanceTable, ring: Ring, ask: (place: number) => void): (place: number) => boolean {
  const { tour, at, wrap, turn, move } = ring;
  const near = nearPlaces(count, distances, nearCount);
  const between = (from: number, to: number): number => distances[from * count + to]!;
  /** Two ways are changed for two others, on either side of `a`. */
  const tryTurn = (a: number): boolean => {
    for (let side = 1; side >= -1; side -= 2) {
      const b = tour[wrap(at[a]! + side)]!;
      const ab = between(a, b);
      for (let index = 0; index < near.width; index += 1) {
        const c = near.places[a * near.width + index]!;
        const ac = between(a, c);
        if (ac >= ab) break;
        const d = tour[wrap(at[c]! + side)]!;
        if (ac + between(b, d) >= ab + between(c, d)) continue;
        if (side === 1) turn(at[b]!, at[c]!);
        else turn(at[a]!, at[d]!);
        ask(a);
        ask(b);
        ask(c);
        ask(d);
        return true;
      }
    }
    return false;
  };
  /** A stretch that begins or ends at `a` goes next to a place near `a`, turned or not. */
  const tryMove = (a: number): boolean => {
    for (let stretch = 1; stretch <= maxStretch && stretch < count - 2; stretch += 1) {
      for (let side = 1; side >= -1; side -= 2) {
        // The stretch runs from a away to z; p lies before a and n behind z, seen along `side`.
        const z = tour[wrap(at[a]! + side * (stretch - 1))]!;
        const p = tour[wrap(at[a]! - side)]!;
        const n = tour[wrap(at[z]! + side)]!;
        const saved = between(p, a) + between(z, n) - between(p, n);
        if (saved <= 0) continue;
        for (let index = 0; index < near.width; index += 1) {
          const c = near.places[a * near.width + index]!;
          const ac = between(a, c);
          if (ac >= saved) break;
          if (wrap(side * (at[c]! - at[a]!)) < stretch) continue;
          for (let beyond = 1; beyond >= -1; beyond -= 2) {
            const d = tour[wrap(at[c]! + beyond)]!;
            if (wrap(side * (at[d]! - at[a]!)) < stretch || (c === p && d === n)) continue;
            if (ac + between(z, d) - between(c, d) >= saved) continue;
            move(a, z, c, d, side);
            ask(a);
            ask(z);
            ask(p);
            ask(n);
            ask(c);
            ask(d);
            return true;
          }
        }
      }
    }
    return false;
  };
  return (place) => tryTurn(place) || tryMove(place);
}
