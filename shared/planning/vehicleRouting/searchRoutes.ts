import type { Prng } from '#shared/base/prng.ts';
import { RouteRecreate } from './routeRecreate.ts';
import { RouteRuin } from './routeRuin.ts';
import { RouteState } from './routeState.ts';
import type { RoutingPlan, RoutingProblem } from './routingProblem.ts';

export type RouteSearchOptions = {
  readonly prng: Prng;
  /** How much of the search's time or steps is spent, 0 to 1; asked every 64 steps; at 1 the search ends. */
  readonly spentShare: (stepsDone: number) => number;
  /** Told of each better plan's cost. */
  readonly onBetter?: (cost: number, stepsDone: number) => void;
};

/** Temperatures of the annealing, as shares of the mean leg of the first plan. */
const startTemperature = 2;
const endTemperature = 0.04;
const stepsBetweenLooks = 64;

/**
 * Anytime search for cheap routes: slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54(2),
 * 2020): strings of neighbouring stops are taken out of near routes and put back greedily with blinks, under simulated annealing.
 * Only routes that keep every window are ever built. The same problem, seed and `spentShare` give the same plan.
 */
export function searchRoutes(problem: RoutingProblem, options: RouteSearchOptions): RoutingPlan {
  const state = new RouteState(problem);
  const { prng } = options;
  const absent: number[] = Array.from({ length: problem.nodes - 1 }, (_, index) => index + 1);
  const recreate = new RouteRecreate(problem, state, prng);
  const ruin = new RouteRuin(problem, state, prng);
  recreate.run(absent);
  const unservedCost = unservedPenalty(problem);
  const meanLeg = state.cost / Math.max(1, problem.nodes - 1);
  let current = state.cost + absent.length * unservedCost;
  let best = snapshotOf(state, absent, problem);
  let bestCost = current;
  const absentBefore: number[] = [];
  state.keep();
  let temperature = startTemperature * meanLeg;
  for (let step = 0; ; step++) {
    if (step % stepsBetweenLooks === 0) {
      const share = options.spentShare(step);
      if (share >= 1) break;
      temperature = startTemperature * meanLeg * (endTemperature / startTemperature) ** share;
    }
    copyInto(absentBefore, absent);
    ruin.run(absent);
    recreate.run(absent);
    const cost = state.cost + absent.length * unservedCost;
    if (cost < current - temperature * Math.log(prng.next() || 1e-12)) {
      current = cost;
      state.keep();
      if (cost < bestCost - 1e-9) {
        bestCost = cost;
        best = snapshotOf(state, absent, problem);
        options.onBetter?.(cost, step);
      }
    } else {
      state.undo();
      copyInto(absent, absentBefore);
    }
  }
  return best;
}

/** More than any one stop can save anywhere. */
function unservedPenalty(problem: RoutingProblem): number {
  let longest = 0;
  for (const distance of problem.distances) if (distance > longest) longest = distance;
  return 4 * longest + 1;
}

function snapshotOf(state: RouteState, absent: readonly number[], problem: RoutingProblem): RoutingPlan {
  const routes: number[][] = [];
  for (let route = 0; route < problem.vehicles; route++) {
    const base = route * state.stride;
    if (state.lengths[route]! > 0) routes.push([...state.stops.subarray(base, base + state.lengths[route]!)]);
  }
  return { routes, cost: state.cost, unserved: [...absent] };
}

function copyInto(target: number[], source: readonly number[]): void {
  target.length = source.length;
  for (let i = 0; i < source.length; i++) target[i] = source[i]!;
}
