import type { Prng } from '#shared/base/prng.ts';
import { ArrivalSearch } from './arrivalSearch.ts';
import { ConfigurationSearch } from './configurationSearch.ts';
import { DistanceTables, unreachable } from './distanceTables.ts';
import type { TrafficGraph } from './trafficGraph.ts';
import type { PathSearch } from './pathSearch.ts';
import { shuffle } from './shuffle.ts';
import { WindowPlan } from './windowPlan.ts';

/** Most paths looked for, by robots, one after the other before the complete search takes over. */
const pathsPerRobot = 12;

/** How much longer than the longest shortest path the first paths may be. */
const horizonShare = 1.3;
const horizonMargin = 40;

/** Most states of one robot's search, while one robot is planned after the other. */
const stateLimit = 20_000_000;

/** Paths of all robots (node by step; who has ended stays), their sum of costs, and the sum nobody can be under. */
export type PathsPlan = {
  readonly kind: 'paths';
  readonly paths: readonly Int32Array[];
  readonly cost: number;
  readonly bound: number;
  readonly firstCost: number;
};

/** Why there are no paths: there is no way, the goals cannot all be stood on at once, or the search was stopped before it found one. */
export type NoPaths = { readonly kind: 'unreachable' | 'sharedNode' | 'stopped' };

export type PathsOptions = {
  readonly prng: Prng;
  /** Ends the search for first paths; asked before each step of it. */
  readonly isEnough: (stepsTried: number) => boolean;
  /** Ends the improvement of the first paths; asked before each attempt. */
  readonly isGoodEnough: (attempts: number) => boolean;
};

/**
 * Paths for robots that all start at once and stay where they arrive: first ones by a complete search over configurations, then cheaper ones by replanning a few robots at a
 * time, as long as the caller likes. The same seed and the same numbers of steps give the same plan.
 */
export function planPaths(
  graph: TrafficGraph,
  starts: ArrayLike<number>,
  goals: ArrayLike<number>,
  options: PathsOptions,
  tables: DistanceTables = new DistanceTables(graph),
): PathsPlan | NoPaths {
  const from = Int32Array.from(starts);
  const to = Int32Array.from(goals);
  if (new Set(from).size < from.length || new Set(to).size < to.length) return { kind: 'sharedNode' };
  const goalTables = Array.from(to, (goal) => tables.to(goal));
  if (goalTables.some((table, robot) => table[from[robot]!] === unreachable)) return { kind: 'unreachable' };
  const first = prioritized(graph, from, goalTables, options) ?? searched(graph, from, to, goalTables, options);
  if ('kind' in first) return first;
  const { plan, search } = first;
  const costOf = () =>
    Array.from(from, (_, robot) => search.price(plan.pathOf(robot), goalTables[robot]!)).reduce((sum, cost) => sum + cost, 0);
  const firstCost = costOf();
  plan.improve(options.isGoodEnough);
  const bound = goalTables.reduce((sum, table, robot) => sum + table[from[robot]!]!, 0);
  return { kind: 'paths', paths: Array.from(from, (_, robot) => plan.pathOf(robot)), cost: costOf(), bound, firstCost };
}

type FirstPlan = { readonly plan: WindowPlan; readonly search: PathSearch };

/** One robot after the other, the shortest ways first. Not complete: null where that leads nowhere. */
function prioritized(
  graph: TrafficGraph,
  from: Int32Array,
  goalTables: readonly Uint16Array[],
  { prng, isEnough }: PathsOptions,
): FirstPlan | null {
  const furthest = goalTables.reduce((most, table, robot) => Math.max(most, table[from[robot]!]!), 0);
  const steps = Math.ceil((furthest / graph.leastCost) * horizonShare) + horizonMargin;
  if (steps * graph.nodeCount > stateLimit) return null;
  const search = new ArrivalSearch(graph, steps, graph.leastCost);
  const plan = new WindowPlan(graph, from, goalTables, steps, search, prng);
  const order = Array.from(from, (_, robot) => robot);
  shuffle(order, prng);
  order.sort((one, other) => goalTables[one]![from[one]!]! - goalTables[other]![from[other]!]!);
  const isTooLong = (tried: number) => tried >= pathsPerRobot * from.length || isEnough(tried);
  return plan.prioritize(order, search, isTooLong) ? { plan, search } : null;
}

function searched(
  graph: TrafficGraph,
  from: Int32Array,
  to: Int32Array,
  goalTables: readonly Uint16Array[],
  { prng, isEnough }: PathsOptions,
): FirstPlan | NoPaths {
  const found = new ConfigurationSearch(graph, to, goalTables, prng).run(from, isEnough);
  if (found === 'stopped') return { kind: 'stopped' };
  if (found === 'exhausted') return { kind: 'unreachable' };
  const search = new ArrivalSearch(graph, found.length - 1, graph.leastCost);
  const plan = new WindowPlan(graph, from, goalTables, found.length - 1, search, prng);
  for (const configuration of found.slice(1)) plan.append(configuration);
  return { plan, search };
}
