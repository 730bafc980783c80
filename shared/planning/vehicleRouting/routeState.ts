import type { RoutingProblem } from './routingProblem.ts';

/**
 * Routes under change, in flat arrays: which stops each holds, its load and cost, and for each stop the earliest and the latest
 * moment its service can begin without breaking a window of its route. Changes since the last `keep` or `undo` can be undone.
 */
export class RouteState {
  /** Stops of route r stand at r * stride and on, `lengths[r]` of them. */
  readonly stride: number;
  readonly stops: Int32Array;
  readonly lengths: Int32Array;
  readonly loads: Float64Array;
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  /** The route of each stop, -1 for none, and its place there. */
  readonly routeOf: Int32Array;
  readonly placeOf: Int32Array;
  /** Routes with stops, and what all routes cost. */
  used = 0;
  cost = 0;
  readonly #problem: RoutingProblem;
  readonly #costs: Float64Array;
  readonly #savedStops: Int32Array;
  readonly #savedLengths: Int32Array;
  readonly #isSaved: Uint8Array;
  readonly #savedRoutes: number[] = [];

  constructor(problem: RoutingProblem) {
    const { nodes, vehicles } = problem;
    this.#problem = problem;
    this.stride = nodes;
    this.stops = new Int32Array(vehicles * nodes);
    this.lengths = new Int32Array(vehicles);
    this.loads = new Float64Array(vehicles);
    this.#costs = new Float64Array(vehicles);
    this.earliest = new Float64Array(nodes);
    this.latest = new Float64Array(nodes);
    this.routeOf = new Int32Array(nodes).fill(-1);
    this.placeOf = new Int32Array(nodes);
    this.#savedStops = new Int32Array(vehicles * nodes);
    this.#savedLengths = new Int32Array(vehicles);
    this.#isSaved = new Uint8Array(vehicles);
  }

  /** Takes `count` stops from `place` on out of a route; `refresh` it before its times are read. */
  removeRun(route: number, place: number, count: number): void {
    this.#save(route);
    const base = route * this.stride;
    const length = this.lengths[route]!;
    for (let i = place; i < place + count; i++) this.routeOf[this.stops[base + i]!] = -1;
    for (let i = place + count; i < length; i++) this.stops[base + i - count] = this.stops[base + i]!;
    this.lengths[route] = length - count;
    if (count > 0 && length === count) this.used -= 1;
  }

  insert(route: number, place: number, stop: number): void {
    this.#save(route);
    const base = route * this.stride;
    const length = this.lengths[route]!;
    for (let i = length; i > place; i--) this.stops[base + i] = this.stops[base + i - 1]!;
    this.stops[base + place] = stop;
    this.lengths[route] = length + 1;
    if (length === 0) this.used += 1;
    this.refresh(route);
  }

  /** Brings times, load and cost of a route up to its stops. */
  refresh(route: number): void {
    const cost = this.#refreshForward(route);
    this.#refreshBackward(route);
    this.cost += cost - this.#costs[route]!;
    this.#costs[route] = cost;
  }

  /** What was changed stands. */
  keep(): void {
    for (const route of this.#savedRoutes) this.#isSaved[route] = 0;
    this.#savedRoutes.length = 0;
  }

  undo(): void {
    for (const route of this.#savedRoutes) {
      const base = route * this.stride;
      const before = this.#savedLengths[route]!;
      const length = this.lengths[route]!;
      for (let i = 0; i < length; i++) this.routeOf[this.stops[base + i]!] = -1;
      if (before > 0 !== length > 0) this.used += before > 0 ? 1 : -1;
      for (let i = 0; i < before; i++) this.stops[base + i] = this.#savedStops[base + i]!;
      this.lengths[route] = before;
    }
    for (const route of this.#savedRoutes) this.refresh(route);
    this.keep();
  }

  #save(route: number): void {
    if (this.#isSaved[route] === 1) return;
    this.#isSaved[route] = 1;
    this.#savedRoutes.push(route);
    const base = route * this.stride;
    const length = this.lengths[route]!;
    this.#savedLengths[route] = length;
    for (let i = 0; i < length; i++) this.#savedStops[base + i] = this.stops[base + i]!;
  }

  #refreshForward(route: number): number {
    const { nodes, distances, durations, serviceTimes, windowOpens, demands } = this.#problem;
    const base = route * this.stride;
    const length = this.lengths[route]!;
    let previous = 0;
    let clock = windowOpens[0]!;
    let load = 0;
    let cost = 0;
    for (let i = 0; i < length; i++) {
      const stop = this.stops[base + i]!;
      const leg = previous * nodes + stop;
      clock = Math.max(clock + serviceTimes[previous]! + durations[leg]!, windowOpens[stop]!);
      this.earliest[stop] = clock;
      this.routeOf[stop] = route;
      this.placeOf[stop] = i;
      load += demands[stop]!;
      cost += distances[leg]!;
      previous = stop;
    }
    this.loads[route] = load;
    return length === 0 ? 0 : cost + distances[previous * nodes]!;
  }

  #refreshBackward(route: number): void {
    const { nodes, durations, serviceTimes, windowCloses } = this.#problem;
    const base = route * this.stride;
    let next = 0;
    let limit = windowCloses[0]!;
    for (let i = this.lengths[route]! - 1; i >= 0; i--) {
      const stop = this.stops[base + i]!;
      limit = Math.min(windowCloses[stop]!, limit - durations[stop * nodes + next]! - serviceTimes[stop]!);
      this.latest[stop] = limit;
      next = stop;
    }
  }
}
