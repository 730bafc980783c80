import type { DistanceTable } from './aisleDistances.ts';

/** Rounds of the ascent without a better bound before the step is halved. */
const patience = 8;

export type AscentOptions = {
  /** Length of a known round, millimetres. */
  readonly knownMm: number;
  /** The ascent ends where the bound reaches this, millimetres. */
  readonly enoughMm: number;
  readonly maxRounds: number;
};

/**
 * Raises a length no round through all places can be under: Held & Karp's 1-tree bound (Operations Research 18(6), 1970), by moving
 * weights between places until each hangs on two ways. Ways are as long in both directions. Never over `knownMm`.
 */
export function boundRound(table: DistanceTable, { knownMm, enoughMm, maxRounds }: AscentOptions): number {
  const { count, distances } = table;
  if (count < 3) return knownMm;
  const weights = new Float64Array(count);
  const degrees = new Int32Array(count);
  const last = new Int32Array(count);
  const tree = createTree(count, distances, weights, degrees);
  let best = -Infinity;
  let stepShare = 1;
  let stale = 0;
  for (let round = 0; round < maxRounds && stepShare > 1e-3; round += 1) {
    const bound = tree();
    if (bound > best + 1e-6) {
      best = bound;
      stale = 0;
    } else if (++stale === patience) {
      stale = 0;
      stepShare /= 2;
    }
    let norm = 0;
    for (let place = 0; place < count; place += 1) norm += (degrees[place]! - 2) ** 2;
    if (best >= enoughMm || norm === 0) break;
    const step = (stepShare * Math.max(1, knownMm - bound)) / norm;
    for (let place = 0; place < count; place += 1) {
      weights[place]! += step * (0.7 * (degrees[place]! - 2) + 0.3 * last[place]!);
      last[place] = degrees[place]! - 2;
    }
  }
  return Math.min(best, knownMm);
}

/** The shortest 1-tree under weights: a tree of all places but 0, and the two shortest ways to 0. Fills degrees, gives the bound. */
function createTree(count: number, distances: Float64Array, weights: Float64Array, degrees: Int32Array): () => number {
  const nearest = new Float64Array(count);
  const parent = new Int32Array(count);
  const left = new Int32Array(count);
  return () => {
    degrees.fill(0);
    let sum = 0;
    let open = 0;
    for (let place = 2; place < count; place += 1) {
      left[open++] = place;
      parent[place] = 1;
      nearest[place] = distances[count + place]! + weights[1]! + weights[place]!;
    }
    while (open > 0) {
      let pick = 0;
      for (let index = 1; index < open; index += 1) if (nearest[left[index]!]! < nearest[left[pick]!]!) pick = index;
      const place = left[pick]!;
      left[pick] = left[--open]!;
      sum += nearest[place]!;
      degrees[place]! += 1;
      degrees[parent[place]!]! += 1;
      const base = place * count;
      const own = weights[place]!;
      for (let index = 0; index < open; index += 1) {
        const other = left[index]!;
        const length = distances[base + other]! + own + weights[other]!;
        if (length >= nearest[other]!) continue;
        nearest[other] = length;
        parent[other] = place;
      }
    }
    let first = -1;
    let second = -1;
    for (let place = 1; place < count; place += 1) {
      nearest[place] = distances[place]! + weights[0]! + weights[place]!;
      if (first < 0 || nearest[place]! < nearest[first]!) {
        second = first;
        first = place;
      } else if (second < 0 || nearest[place]! < nearest[second]!) second = place;
    }
    sum += nearest[first]! + nearest[second]!;
    degrees[0] = 2;
    degrees[first]! += 1;
    degrees[second]! += 1;
    let total = 0;
    for (let place = 0; place < count; place += 1) total += weights[place]!;
    return sum - 2 * total;
  };
}
