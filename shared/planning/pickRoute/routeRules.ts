import type { AisleFloor, AisleStop } from './aisleFloor.ts';

/** The simple ways to walk a list, by name: what people do without a planner, and what a plan is compared with. */
export const routeRules = ['sShape', 'return', 'largestGap', 'combined'] as const;
export type RouteRule = (typeof routeRules)[number];

type Point = { readonly xMm: number; readonly yMm: number };
type Visit = { readonly xMm: number; readonly ys: readonly number[] };
type Block = { readonly lower: number; readonly upper: number; readonly visits: readonly Visit[] };

/**
 * Length of the round a simple rule walks, millimetres. The farthest block with stops is reached by its first aisle from the depot's
 * side; then block by block towards the depot, each from the nearer end, and home (Roodbergen & de Koster 2001). Every piece of the walk
 * runs along an aisle or a cross aisle.
 */
export function ruleRoundMm(floor: AisleFloor, stops: readonly AisleStop[], rule: RouteRule): number {
  const blocks = blocksOf(floor, stops);
  if (blocks.length === 0) return 0;
  let here: Point = floor.depot;
  let walkedMm = 0;
  const go = (xMm: number, yMm: number): void => {
    walkedMm += Math.abs(here.xMm - xMm) + Math.abs(here.yMm - yMm);
    here = { xMm, yMm };
  };
  for (const block of blocks) {
    const first = block.visits[0]!.xMm;
    const last = block.visits.at(-1)!.xMm;
    const isFromLeft = Math.abs(here.xMm - first) <= Math.abs(here.xMm - last);
    const visits = isFromLeft ? block.visits : block.visits.toReversed();
    // Out of an aisle the walker is in, by a cross aisle; then to the corner where the block begins.
    go(here.xMm, block.lower);
    go(visits[0]!.xMm, block.lower);
    walkBlock[rule](block, visits, go);
  }
  const home = nearestCross(floor, here);
  go(here.xMm, home);
  go(floor.depot.xMm, home);
  go(floor.depot.xMm, floor.depot.yMm);
  return walkedMm;
}

type Go = (xMm: number, yMm: number) => void;
type WalkBlock = (block: Block, visits: readonly Visit[], go: Go) => void;

/** Each begins at the lower end of the first visit and ends on the lower cross aisle. */
const walkBlock: Readonly<Record<RouteRule, WalkBlock>> = {
  sShape({ lower, upper }, visits, go) {
    let at = lower;
    for (const [index, { xMm, ys }] of visits.entries()) {
      go(xMm, at);
      const isLastAndOdd = index === visits.length - 1 && at === lower;
      if (isLastAndOdd) go(xMm, ys.at(-1)!);
      at = isLastAndOdd || at === upper ? lower : upper;
      go(xMm, at);
    }
  },
  return({ lower }, visits, go) {
    for (const { xMm, ys } of visits) {
      go(xMm, lower);
      go(xMm, ys.at(-1)!);
      go(xMm, lower);
    }
  },
  largestGap({ lower, upper }, visits, go) {
    const [first, ...others] = visits;
    const last = others.pop();
    if (last === undefined) return walkBlock.return({ lower, upper, visits }, visits, go);
    go(first!.xMm, upper);
    for (const visit of others) {
      const reach = gapOf(visit.ys, lower, upper).to;
      go(visit.xMm, upper);
      if (reach < upper) go(visit.xMm, reach);
      go(visit.xMm, upper);
    }
    go(last.xMm, upper);
    go(last.xMm, lower);
    for (const visit of others.toReversed()) {
      const reach = gapOf(visit.ys, lower, upper).from;
      go(visit.xMm, lower);
      if (reach > lower) go(visit.xMm, reach);
      go(visit.xMm, lower);
    }
  },
  combined({ lower, upper }, visits, go) {
    for (const { xMm, from, reach, to } of combine(lower, upper, visits)) {
      go(xMm, from);
      if (reach !== null) go(xMm, reach);
      go(xMm, to);
    }
  },
};

type Step = { readonly xMm: number; readonly from: number; readonly reach: number | null; readonly to: number };
type Plan = { readonly costMm: number; readonly steps: readonly Step[] };

/** Each aisle is walked through or left where it was entered, whichever makes the block's walk shortest. */
function combine(lower: number, upper: number, visits: readonly Visit[]): readonly Step[] {
  let atLower: Plan | null = { costMm: 0, steps: [] };
  let atUpper: Plan | null = null;
  for (const { xMm, ys } of visits) {
    const through = (plan: Plan | null, from: number, to: number) => extend(plan, upper - lower, { xMm, from, reach: null, to });
    const toLower = extend(atLower, 2 * (ys.at(-1)! - lower), { xMm, from: lower, reach: ys.at(-1)!, to: lower });
    const toUpper = extend(atUpper, 2 * (upper - ys[0]!), { xMm, from: upper, reach: ys[0]!, to: upper });
    const nextLower = cheaper(toLower, through(atUpper, upper, lower));
    atUpper = cheaper(toUpper, through(atLower, lower, upper));
    atLower = nextLower;
  }
  return atLower?.steps ?? [];
}

function extend(plan: Plan | null, costMm: number, step: Step): Plan | null {
  return plan === null ? null : { costMm: plan.costMm + costMm, steps: [...plan.steps, step] };
}

function cheaper(a: Plan | null, b: Plan | null): Plan | null {
  if (a === null || b === null) return a ?? b;
  return a.costMm <= b.costMm ? a : b;
}

/** The longest stretch of an aisle without a stop, its ends included. */
function gapOf(ys: readonly number[], lower: number, upper: number): { readonly from: number; readonly to: number } {
  const marks = [lower, ...ys, upper];
  let gap = { from: lower, to: ys[0]! };
  for (let index = 1; index < marks.length; index += 1) {
    if (marks[index]! - marks[index - 1]! > gap.to - gap.from) gap = { from: marks[index - 1]!, to: marks[index]! };
  }
  return gap;
}

/** Blocks with stops, farthest from the depot first. A stop on a cross aisle belongs to the block above it, the last one below. */
function blocksOf({ aisleXMm, crossYMm, depot }: AisleFloor, stops: readonly AisleStop[]): readonly Block[] {
  const blocks = crossYMm.slice(1).map((upper, index): Block => {
    const lower = crossYMm[index]!;
    const isTop = index === crossYMm.length - 2;
    const visits = aisleXMm.flatMap((xMm, aisle) => {
      const ys = stops.filter((stop) => stop.aisle === aisle && stop.yMm >= lower && (stop.yMm < upper || (isTop && stop.yMm === upper)));
      return ys.length === 0 ? [] : [{ xMm, ys: ys.map(({ yMm }) => yMm).toSorted((a, b) => a - b) }];
    });
    return { lower, upper, visits };
  });
  const away = ({ lower, upper }: Block) => Math.abs((lower + upper) / 2 - depot.yMm);
  return blocks.filter(({ visits }) => visits.length > 0).toSorted((a, b) => away(b) - away(a));
}

/** The cross aisle the walker turns into on the way home. */
function nearestCross({ crossYMm, depot }: AisleFloor, here: Point): number {
  const detour = (cross: number) => Math.abs(here.yMm - cross) + Math.abs(depot.yMm - cross);
  return crossYMm.reduce((best, cross) => (detour(cross) < detour(best) ? cross : best), crossYMm[0]!);
}
