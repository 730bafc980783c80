import { createPrng } from '#shared/base/prng.ts';
import type { AisleFloor } from '#shared/planning/pickRoute/aisleFloor.ts';
import { createOneBlockCost } from '#shared/planning/pickRoute/oneBlockCost.ts';
import { exactTourMm } from '#shared/planning/pickRoute/planAisleRoute.ts';
import type { BatchOrder } from './batchProblem.ts';

/** Slots of the cache of tours; a newer tour takes the slot of an older one. */
export const maxCachedTours = 1 << 20;

/** Lengths of shortest tours through the stops of several orders. Orders are known by their index. */
export type BatchTours = {
  /** Half of the key of each order; the key of several is their exclusive or. */
  readonly keyA: Int32Array;
  readonly keyB: Int32Array;
  /** Length of the tour through `members` without one of them and with another (each -1 for none), whose key is given, millimetres. */
  lengthMm(members: readonly number[], without: number, plus: number, keyA: number, keyB: number): number;
};

/** Tours on a floor of aisles: exact, in microseconds for one block, cached for all. */
export function createBatchTours(floor: AisleFloor, orders: readonly BatchOrder[]): BatchTours {
  return createCachedTours(orders.length, floor.crossYMm.length === 2 ? measureByBits(floor, orders) : measureByStops(floor, orders));
}

/** Tours of `count` orders by any measure, each set of orders measured once while it stays in the cache. */
export function createCachedTours(count: number, measure: Measure): BatchTours {
  // Keys only tell sets of orders apart: any seed does, and the same one makes plans repeatable.
  const prng = createPrng(0x5eed);
  const draw = () => Int32Array.from({ length: count }, () => Math.floor(prng.next() * 4294967296) | 0);
  const keyA = draw();
  const keyB = draw();
  const slots = Math.min(maxCachedTours, 1 << Math.ceil(Math.log2(64 + count * count * 64)));
  const cachedKeys = new Int32Array(slots * 2);
  const cachedMm = new Float64Array(slots).fill(-1);
  return {
    keyA,
    keyB,
    lengthMm(members, without, plus, a, b) {
      const slot = a & (slots - 1);
      if (cachedKeys[slot * 2] === a && cachedKeys[slot * 2 + 1] === b && cachedMm[slot]! >= 0) return cachedMm[slot]!;
      const length = measure(members, without, plus);
      cachedKeys[slot * 2] = a;
      cachedKeys[slot * 2 + 1] = b;
      cachedMm[slot] = length;
      return length;
    },
  };
}

/** Length of the tour through `members` without one of them and with another (each -1 for none), millimetres. */
export type Measure = (members: readonly number[], without: number, plus: number) => number;

function measureByBits(floor: AisleFloor, orders: readonly BatchOrder[]): Measure {
  const cost = createOneBlockCost(
    floor,
    orders.flatMap(({ stops }) => stops),
  );
  const { words } = cost;
  const masks = new Int32Array(orders.length * words);
  for (const [index, { stops }] of orders.entries()) cost.mark(stops, masks, index * words);
  const union = new Int32Array(words);
  const add = (order: number): void => {
    const base = order * words;
    for (let word = 0; word < words; word += 1) union[word]! |= masks[base + word]!;
  };
  return (members, without, plus) => {
    union.fill(0);
    for (let index = 0; index < members.length; index += 1) if (members[index] !== without) add(members[index]!);
    if (plus >= 0) add(plus);
    return cost.lengthMm(union, 0);
  };
}

function measureByStops(floor: AisleFloor, orders: readonly BatchOrder[]): Measure {
  return (members, without, plus) => {
    const picked = members.filter((order) => order !== without);
    if (plus >= 0) picked.push(plus);
    return exactTourMm(
      floor,
      picked.flatMap((order) => orders[order]?.stops ?? []),
    );
  };
}
