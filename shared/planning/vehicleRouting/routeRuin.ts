import type { Prng } from '#shared/base/prng.ts';
import type { RouteState } from './routeState.ts';
import type { RoutingProblem } from './routingProblem.ts';

/** Stops taken out of the routes at a time, on average. */
const meanRemoved = 10;
/** The longest string taken out of one route. */
const longestString = 10;
/** How often a string keeps stops in its middle, and how likely one more is not kept. */
const splitChance = 0.5;
const splitDepth = 0.01;

/** Takes strings of stops out of routes that lie near a random stop. */
export class RouteRuin {
  readonly #state: RouteState;
  readonly #prng: Prng;
  readonly #near: Int32Array;
  readonly #width: number;
  readonly #ruinedIn: Int32Array;
  #round = 0;

  constructor(problem: RoutingProblem, state: RouteState, prng: Prng) {
    this.#state = state;
    this.#prng = prng;
    this.#near = nearestFirst(problem);
    this.#width = problem.nodes - 1;
    this.#ruinedIn = new Int32Array(problem.vehicles);
  }

  /** Adds the stops it takes to `absent`, the list of stops that stand in no route. */
  run(absent: number[]): void {
    const served = this.#width - absent.length;
    if (served === 0) return;
    this.#round += 1;
    const limit = Math.min(longestString, served / Math.max(1, this.#state.used));
    const strings = Math.floor(1 + this.#prng.next() * ((4 * meanRemoved) / (1 + limit) - 1));
    const seed = 1 + Math.floor(this.#prng.next() * this.#width);
    let taken = 0;
    for (let i = 0; i < this.#width && taken < strings; i++) {
      const stop = this.#near[(seed - 1) * this.#width + i]!;
      const route = this.#state.routeOf[stop]!;
      if (route < 0 || this.#ruinedIn[route] === this.#round) continue;
      this.#ruinedIn[route] = this.#round;
      taken += 1;
      this.#takeString(stop, route, limit, absent);
    }
  }

  #takeString(stop: number, route: number, limit: number, absent: number[]): void {
    const { lengths, placeOf, stops, stride } = this.#state;
    const length = lengths[route]!;
    const count = Math.floor(1 + this.#prng.next() * Math.min(length, limit));
    const kept = this.#keptInside(count, length);
    const span = count + kept;
    const place = placeOf[stop]!;
    const lowest = Math.max(0, place - span + 1);
    const highest = Math.min(place, length - span);
    const first = lowest + Math.floor(this.#prng.next() * (highest - lowest + 1));
    const head = kept === 0 ? count : 1 + Math.floor(this.#prng.next() * (count - 1));
    const base = route * stride + first;
    for (let i = 0; i < span; i++) if (i < head || i >= head + kept) absent.push(stops[base + i]!);
    if (head < count) this.#state.removeRun(route, first + head + kept, count - head);
    this.#state.removeRun(route, first, head);
    this.#state.refresh(route);
  }

  #keptInside(count: number, length: number): number {
    if (count < 2 || count >= length || this.#prng.next() >= splitChance) return 0;
    let kept = 1;
    while (count + kept < length && this.#prng.next() > splitDepth) kept += 1;
    return kept;
  }
}

/** For each stop all stops, itself first, by what it costs to drive there. */
function nearestFirst(problem: RoutingProblem): Int32Array {
  const width = problem.nodes - 1;
  const near = new Int32Array(width * width);
  for (let stop = 1; stop <= width; stop++) {
    const cost = (other: number) => (other === stop ? -1 : problem.distances[stop * problem.nodes + other]!);
    const order = Int32Array.from({ length: width }, (_, index) => index + 1).sort((a, b) => cost(a) - cost(b) || a - b);
    near.set(order, (stop - 1) * width);
  }
  return near;
}
