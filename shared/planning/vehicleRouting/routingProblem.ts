/**
 * A vehicle routing problem with time windows. Node 0 is the depot, 1..n are stops; every vehicle leaves the depot and comes back.
 * Quantities of one kind share one unit: distances any, times and windows the unit of `durations`, demands the unit of `capacity`.
 */
export type RoutingProblem = {
  /** Number of nodes, the depot included. */
  readonly nodes: number;
  /** What a route costs between nodes, row by row: `distances[from * nodes + to]`. */
  readonly distances: Float64Array;
  /** Driving time between nodes, row by row; may be the same array as `distances`. */
  readonly durations: Float64Array;
  /** Time spent at each node once its service has begun. */
  readonly serviceTimes: Float64Array;
  /** Service begins no earlier (a vehicle waits) and no later than this; the depot's window bounds the whole route. */
  readonly windowOpens: Float64Array;
  readonly windowCloses: Float64Array;
  readonly demands: Float64Array;
  readonly capacity: number;
  readonly vehicles: number;
};

/** Routes as lists of stops without the depot, and what they cost together. A stop nobody can serve stands in `unserved`. */
export type RoutingPlan = {
  readonly routes: readonly (readonly number[])[];
  readonly cost: number;
  readonly unserved: readonly number[];
};

/** Checks one route against capacity and windows; its cost, or null when it cannot be driven. */
export function routeCost(problem: RoutingProblem, route: readonly number[]): number | null {
  let at = 0;
  let clock = problem.windowOpens[0] ?? 0;
  let load = 0;
  let cost = 0;
  for (const stop of [...route, 0]) {
    const leg = at * problem.nodes + stop;
    clock = Math.max(clock + (problem.serviceTimes[at] ?? 0) + (problem.durations[leg] ?? 0), problem.windowOpens[stop] ?? 0);
    if (clock > (problem.windowCloses[stop] ?? 0)) return null;
    cost += problem.distances[leg] ?? 0;
    load += problem.demands[stop] ?? 0;
    at = stop;
  }
  return load > problem.capacity ? null : cost;
}
