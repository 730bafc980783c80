import type { Prng } from '#shared/base/prng.ts';
import type { RouteState } from './routeState.ts';
import type { RoutingProblem } from './routingProblem.ts';

/** The chance that a better place is passed over, so that the same stops do not always go back the same way. */
const blinkChance = 0.01;

/** Puts stops back at their cheapest places, in an order drawn anew each time. */
export class RouteRecreate {
  readonly #problem: RoutingProblem;
  readonly #state: RouteState;
  readonly #prng: Prng;
  readonly #orders: readonly (Float64Array | null)[];
  readonly #keys: Float64Array;
  #untilBlink: number;
  #bestRoute = -1;
  #bestPlace = 0;
  #bestRise = Infinity;

  constructor(problem: RoutingProblem, state: RouteState, prng: Prng) {
    this.#problem = problem;
    this.#state = state;
    this.#prng = prng;
    this.#orders = insertionOrders(problem);
    this.#keys = new Float64Array(problem.nodes);
    this.#untilBlink = this.#nextBlink();
  }

  /** Empties `absent` of what finds a place. */
  run(absent: number[]): void {
    this.#sortForInsertion(absent);
    let left = 0;
    for (let i = 0; i < absent.length; i++) {
      const stop = absent[i]!;
      this.#findPlace(stop);
      if (this.#bestRoute < 0) absent[left++] = stop;
      else this.#state.insert(this.#bestRoute, this.#bestPlace, stop);
    }
    absent.length = left;
  }

  #findPlace(stop: number): void {
    const { vehicles, demands, capacity } = this.#problem;
    const { lengths, loads, used } = this.#state;
    this.#bestRoute = -1;
    this.#bestRise = Infinity;
    let empty = -1;
    let seen = 0;
    for (let route = 0; route < vehicles && (seen < used || empty < 0); route++) {
      if (lengths[route] === 0) {
        empty = route;
        continue;
      }
      seen += 1;
      if (loads[route]! + demands[stop]! <= capacity) this.#scanRoute(route, stop);
    }
    if (empty >= 0 && demands[stop]! <= capacity) this.#scanRoute(empty, stop);
  }

  #scanRoute(route: number, stop: number): void {
    const { nodes, distances, durations, serviceTimes, windowOpens, windowCloses } = this.#problem;
    const { stride, lengths, stops, earliest, latest } = this.#state;
    const base = route * stride;
    const length = lengths[route]!;
    const opens = windowOpens[stop]!;
    const closes = windowCloses[stop]!;
    const service = serviceTimes[stop]!;
    let previous = 0;
    let departs = windowOpens[0]! + serviceTimes[0]!;
    for (let place = 0; place <= length; place++) {
      const isLast = place === length;
      const next = isLast ? 0 : stops[base + place]!;
      const arrives = departs + durations[previous * nodes + stop]!;
      if (arrives > closes) return;
      const saved = length === 0 ? 0 : distances[previous * nodes + next]!;
      const rise = distances[previous * nodes + stop]! + distances[stop * nodes + next]! - saved;
      if (rise < this.#bestRise) {
        const leaves = (arrives > opens ? arrives : opens) + service;
        const isInTime = leaves + durations[stop * nodes + next]! <= (isLast ? windowCloses[0]! : latest[next]!);
        if (isInTime) this.#offer(route, place, rise);
      }
      if (isLast) return;
      departs = earliest[next]! + serviceTimes[next]!;
      previous = next;
    }
  }

  #offer(route: number, place: number, rise: number): void {
    if (this.#untilBlink-- === 0) {
      this.#untilBlink = this.#nextBlink();
      return;
    }
    this.#bestRise = rise;
    this.#bestRoute = route;
    this.#bestPlace = place;
  }

  #nextBlink(): number {
    return Math.floor(Math.log(this.#prng.next() || 1e-12) / Math.log(1 - blinkChance));
  }

  #sortForInsertion(absent: number[]): void {
    const order = this.#orders[Math.floor(this.#prng.next() * this.#orders.length)]!;
    const keys = this.#keys;
    for (const stop of absent) keys[stop] = order === null ? this.#prng.next() : order[stop]!;
    absent.sort((a, b) => keys[a]! - keys[b]! || a - b);
  }
}

/** Sort keys, least first, each as often as it is to be drawn; null is chance. */
function insertionOrders(problem: RoutingProblem): readonly (Float64Array | null)[] {
  const each = (key: (stop: number) => number) => Float64Array.from({ length: problem.nodes }, (_, stop) => key(stop));
  const biggestFirst = each((stop) => -problem.demands[stop]!);
  const farthestFirst = each((stop) => -problem.distances[stop]!);
  const nearestFirst = each((stop) => problem.distances[stop]!);
  const narrowestFirst = each((stop) => problem.windowCloses[stop]! - problem.windowOpens[stop]!);
  const opensFirst = each((stop) => problem.windowOpens[stop]!);
  const closesLastFirst = each((stop) => -problem.windowCloses[stop]!);
  return [
    ...[null, null, null, null],
    ...[biggestFirst, biggestFirst, biggestFirst, biggestFirst],
    ...[farthestFirst, farthestFirst, nearestFirst],
    ...[narrowestFirst, narrowestFirst, opensFirst, opensFirst, closesLastFirst, closesLastFirst],
  ];
}
