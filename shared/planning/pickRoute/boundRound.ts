import type { DistanceTable } from './aisleDistances.ts';
import { createOneTree, type OneTree } from './oneTree.ts';

/** Added to ways that are ruled out and taken from those that are set: more than any round and its weights. */
const muchMm = 1e8;
/** Rounds of the ascent without a better bound before the step is halved: at first, and in a part of the rounds. */
const patience = 6;
const partPatience = 2;
/** Trees made for one part of the rounds at most. */
const partTrees = 24;
/** A part's ascent aims this much over what is enough. */
const aimFactor = 1.002;

export type BoundOptions = {
  /** Length of a known round, millimetres. */
  readonly knownMm: number;
  /** The proof ends where the bound reaches this, millimetres. */
  readonly enoughMm: number;
  /** Trees made at most. */
  readonly maxTrees: number;
};

/** Some of the rounds: those with the ways that are set and without those ruled out. */
type Part = {
  /** Ways as `from * count + to`, with `muchMm` or `-muchMm`. */
  readonly ways: readonly (readonly [way: number, mm: number])[];
  readonly boundMm: number;
  readonly weights: Float64Array;
};

type Ascent = { readonly boundMm: number; readonly weights: Float64Array; readonly isRound: boolean };

/**
 * Raises a length no round through all places can be under. Held & Karp's ascent comes first: weights are moved between places until each
 * hangs on two ways of the 1-tree. Where that is not enough, the part of the rounds with the lowest bound is divided in three at a place
 * with too many ways (Volgenant & Jonker, European Journal of Operational Research 9, 1982), again and again. Ways are as long in both
 * directions. Never over `knownMm`.
 */
export function boundRound({ count, distances }: DistanceTable, { knownMm, enoughMm, maxTrees }: BoundOptions): number {
  if (count < 4) return knownMm;
  const tree = createOneTree(count);
  const costs = distances.slice();
  let left = maxTrees;
  const ascend = (weights: Float64Array, offsetMm: number, isFirst: boolean): Ascent => {
    const most = isFirst ? left : Math.min(left, partTrees);
    const found = ascendFrom(tree, costs, weights, { knownMm, enoughMm, offsetMm, most, isFirst });
    left -= found.trees;
    return found;
  };
  const root = ascend(new Float64Array(count), 0, true);
  const parts: Part[] = [];
  let doneMm = knownMm;
  const keep = ({ boundMm, weights, isRound }: Ascent, ways: Part['ways']): void => {
    if (isRound || boundMm >= enoughMm) doneMm = Math.min(doneMm, boundMm);
    else parts.push({ boundMm, weights, ways });
  };
  keep(root, []);
  while (parts.length > 0 && left > 0) {
    const index = parts.reduce((lowest, part, at) => (part.boundMm < parts[lowest]!.boundMm ? at : lowest), 0);
    const [part] = parts.splice(index, 1) as [Part];
    const reset = setWays(costs, count, part.ways);
    const divided = divide(tree, costs, part, count);
    reset();
    for (const more of divided) {
      const ways = [...part.ways, ...more];
      const resetPart = setWays(costs, count, ways);
      const set = ways.filter(([, mm]) => mm < 0).length;
      const ascent = ascend(part.weights, set * muchMm, false);
      resetPart();
      keep({ ...ascent, boundMm: Math.max(ascent.boundMm, part.boundMm) }, ways);
    }
    if (divided.length === 0) doneMm = Math.min(doneMm, part.boundMm);
  }
  return parts.reduce((lowest, { boundMm }) => Math.min(lowest, boundMm), doneMm);
}

/** Puts the ways of a part into the table; gives what takes them out again. */
function setWays(costs: Float64Array, count: number, ways: Part['ways']): () => void {
  const change = (sign: number) => {
    for (const [way, mm] of ways) {
      costs[way]! += sign * mm;
      costs[(way % count) * count + Math.floor(way / count)]! += sign * mm;
    }
  };
  change(1);
  return () => change(-1);
}

/** Two ways of a place with too many: without the first, with it but without the second, and with both and no other of this place. */
function divide(tree: OneTree, costs: Float64Array, { weights, ways }: Part, count: number): Part['ways'][] {
  tree.weights.set(weights);
  tree.grow(costs);
  let at = -1;
  for (let place = 1; place < count; place += 1) {
    if (tree.degrees[place]! > 2 && (at < 0 || tree.degrees[place]! > tree.degrees[at]!)) at = place;
  }
  if (at < 0) return [];
  const isKnown = (other: number): number => ways.find(([way]) => way === at * count + other || way === other * count + at)?.[1] ?? 0;
  const others = Array.from({ length: count }, (_, other) => other).filter((other) => other !== at && isKnown(other) === 0);
  const set = Array.from({ length: count }, (_, other) => isKnown(other)).filter((mm) => mm < 0).length;
  const wayTo = (other: number, mm: number): readonly [number, number] => [at * count + other, mm];
  const inTree = others.filter((other) => isInTree(tree, at, other)).toSorted((a, b) => costs[at * count + a]! - costs[at * count + b]!);
  const [first, second] = inTree;
  if (first === undefined) return [];
  const rest = (kept: readonly number[]) => others.filter((other) => !kept.includes(other)).map((other) => wayTo(other, muchMm));
  const without = [wayTo(first, muchMm)];
  if (set === 1) return [without, [wayTo(first, -muchMm), ...rest([first])]];
  if (second === undefined) return [];
  return [
    without,
    [wayTo(first, -muchMm), wayTo(second, muchMm)],
    [wayTo(first, -muchMm), wayTo(second, -muchMm), ...rest([first, second])],
  ];
}

function isInTree({ parents, ends }: OneTree, a: number, b: number): boolean {
  if (a === 0 || b === 0) return ends.includes(a + b);
  return (a !== 1 && parents[a] === b) || (b !== 1 && parents[b] === a);
}

type AscentOptions = Omit<BoundOptions, 'maxTrees'> & { readonly offsetMm: number; readonly most: number; readonly isFirst: boolean };

/** Moves weights from where too few ways meet to where too many do. */
function ascendFrom(
  tree: OneTree,
  costs: Float64Array,
  start: Float64Array,
  { knownMm, enoughMm, offsetMm, most, isFirst }: AscentOptions,
): Ascent & { readonly trees: number } {
  const { weights, degrees } = tree;
  weights.set(start);
  const count = weights.length;
  const last = new Int32Array(count);
  const best = start.slice();
  // A part needs no more than what ends its proof.
  const aimMm = isFirst ? knownMm : enoughMm * aimFactor;
  let boundMm = -Infinity;
  let stepShare = isFirst ? 1 : 0.7;
  let stale = 0;
  let trees = 0;
  while (trees < most && stepShare > 0.01) {
    const lengthMm = tree.grow(costs) + offsetMm;
    trees += 1;
    if (lengthMm > boundMm + 1) {
      boundMm = lengthMm;
      best.set(weights);
      stale = 0;
    } else if (++stale >= (isFirst ? patience : partPatience)) {
      stale = 0;
      stepShare /= 2;
    }
    let norm = 0;
    for (let place = 0; place < count; place += 1) norm += (degrees[place]! - 2) ** 2;
    if (norm === 0) return { boundMm: lengthMm, weights: best, isRound: true, trees };
    if (boundMm >= enoughMm) break;
    const step = (stepShare * Math.max(1, aimMm - lengthMm)) / norm;
    for (let place = 0; place < count; place += 1) {
      weights[place]! += step * (0.7 * (degrees[place]! - 2) + 0.3 * last[place]!);
      last[place] = degrees[place]! - 2;
    }
  }
  return { boundMm, weights: best, isRound: false, trees };
}
