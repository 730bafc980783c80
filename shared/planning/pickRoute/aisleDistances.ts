import type { AisleFloor, AisleStop } from './aisleFloor.ts';

/** Distances between places as rows of numbers: `distances[from * count + to]`, millimetres. Place 0 is where a round begins and ends. */
export type DistanceTable = { readonly count: number; readonly distances: Float64Array };

type Place = { readonly xMm: number; readonly yMm: number };

/** Shortest ways between the depot (0) and the stops (from 1 on) of a floor of aisles. */
export function aisleDistances(floor: AisleFloor, stops: readonly AisleStop[]): DistanceTable {
  const places: Place[] = [floor.depot, ...stops.map(({ aisle, yMm }) => ({ xMm: floor.aisleXMm[aisle]!, yMm }))];
  const count = places.length;
  const distances = new Float64Array(count * count);
  const crossBelow = places.map(({ yMm }) => floor.crossYMm.findLastIndex((cross) => cross <= yMm));
  const isOnCross = places.map(({ yMm }) => floor.crossYMm.includes(yMm));
  for (let from = 0; from < count; from += 1) {
    for (let to = from + 1; to < count; to += 1) {
      const a = places[from]!;
      const b = places[to]!;
      let distance = Math.abs(a.xMm - b.xMm) + Math.abs(a.yMm - b.yMm);
      // In one block but different aisles: out by one of its two cross aisles.
      if (a.xMm !== b.xMm && crossBelow[from] === crossBelow[to] && !isOnCross[from] && !isOnCross[to]) {
        const lower = floor.crossYMm[crossBelow[from]!]!;
        const upper = floor.crossYMm[crossBelow[from]! + 1]!;
        const around = Math.min(a.yMm + b.yMm - 2 * lower, 2 * upper - a.yMm - b.yMm);
        distance = Math.abs(a.xMm - b.xMm) + around;
      }
      distances[from * count + to] = distance;
      distances[to * count + from] = distance;
    }
  }
  return { count, distances };
}

/** Length of the round through the places in this order, from place 0 and back to it. */
export function roundMm({ count, distances }: DistanceTable, order: readonly number[]): number {
  let sum = 0;
  let here = 0;
  for (const place of order) {
    sum += distances[here * count + place]!;
    here = place;
  }
  return sum + distances[here * count]!;
}
