import { nextInt, type Prng } from '#shared/base/prng.ts';
import type { DistanceTable } from '#shared/planning/pickRoute/aisleDistances.ts';
import type { AisleFloor, AisleStop } from '#shared/planning/pickRoute/aisleFloor.ts';

/** A small floor with the depot anywhere: in an aisle, at a crossing, between aisles or beside them. */
export function drawFloor(prng: Prng, blocks: number): AisleFloor {
  const crossYMm = [0];
  for (let block = 0; block < blocks; block += 1) crossYMm.push(crossYMm[block]! + nextInt(prng, 3, 12));
  const aisleXMm = [0];
  for (let aisle = nextInt(prng, 0, 5); aisle > 0; aisle -= 1) aisleXMm.push(aisleXMm.at(-1)! + 2 * nextInt(prng, 1, 4));
  const topMm = crossYMm.at(-1)!;
  const isInAisle = prng.next() < 0.4;
  const depot = isInAisle
    ? { xMm: aisleXMm[nextInt(prng, 0, aisleXMm.length - 1)]!, yMm: nextInt(prng, 0, topMm) }
    : { xMm: nextInt(prng, -3, aisleXMm.at(-1)! + 3), yMm: crossYMm[nextInt(prng, 0, blocks)]! };
  return { aisleXMm, crossYMm, depot };
}

/** Stops anywhere on a floor, some of them twice. */
export function drawStops(prng: Prng, { aisleXMm, crossYMm }: AisleFloor, most: number): AisleStop[] {
  return Array.from({ length: nextInt(prng, 0, most) }, () => ({
    aisle: nextInt(prng, 0, aisleXMm.length - 1),
    yMm: nextInt(prng, 0, crossYMm.at(-1)!),
  }));
}

/** Length of the shortest round through all places of a table, by Held & Karp's dynamic programme over subsets; for few places. */
export function heldKarpMm({ count, distances }: DistanceTable, isAllowed: (seen: number, next: number) => boolean = () => true): number {
  const stops = count - 1;
  if (stops === 0) return 0;
  const best = new Float64Array((1 << stops) * stops).fill(Infinity);
  for (let stop = 0; stop < stops; stop += 1) if (isAllowed(0, stop)) best[(1 << stop) * stops + stop] = distances[stop + 1]!;
  for (let seen = 1; seen < 1 << stops; seen += 1) {
    for (let last = 0; last < stops; last += 1) {
      const walked = best[seen * stops + last]!;
      if (walked === Infinity) continue;
      for (let next = 0; next < stops; next += 1) {
        if ((seen >> next) & 1 || !isAllowed(seen, next)) continue;
        const key = (seen | (1 << next)) * stops + next;
        best[key] = Math.min(best[key]!, walked + distances[(last + 1) * count + next + 1]!);
      }
    }
  }
  let shortest = Infinity;
  for (let last = 0; last < stops; last += 1) {
    shortest = Math.min(shortest, best[((1 << stops) - 1) * stops + last]! + distances[(last + 1) * count]!);
  }
  return shortest;
}
