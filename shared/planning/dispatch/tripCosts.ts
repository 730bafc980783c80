import type { TripProblem } from './tripProblem.ts';

/** What a courier's trips cost in one problem. Travel between its places is looked up once, when it is built. */
export class TripCosts {
  /** The origin of each order, numbered from 0 to `originCount` - 1. */
  readonly originOf: Int32Array;
  readonly originCount: number;
  /** When each courier can set out, never before now. */
  readonly freeAt: Float64Array;
  readonly #count: number;
  readonly #fromOrigin: Float64Array;
  readonly #toOrigin: Float64Array;
  readonly #between: Float64Array;
  readonly #courierTo: Float64Array;
  readonly #farReward: Float64Array;
  readonly #readyAt: Float64Array;
  readonly #dueAt: Float64Array;
  readonly #weightOf: Float64Array;
  readonly #offAt: Float64Array;
  readonly #problem: TripProblem;

  constructor(problem: TripProblem) {
    const { orders, couriers, travelMinutes } = problem;
    const origins = [...new Set(orders.map((order) => order.originPlace))];
    const indexOf = new Map(origins.map((place, index) => [place, index]));
    const door = (order: number) => orders[order]!.doorPlace;
    this.#problem = problem;
    this.#count = orders.length;
    this.originCount = origins.length;
    this.originOf = Int32Array.from(orders, (order) => indexOf.get(order.originPlace)!);
    this.#fromOrigin = matrix(origins.length, orders.length, (origin, order) => travelMinutes(origins[origin]!, door(order)));
    this.#toOrigin = matrix(orders.length, origins.length, (order, origin) => travelMinutes(door(order), origins[origin]!));
    this.#between = matrix(orders.length, orders.length, (a, b) => travelMinutes(door(a), door(b)));
    this.#courierTo = matrix(couriers.length, origins.length, (courier, origin) =>
      travelMinutes(couriers[courier]!.place, origins[origin]!),
    );
    this.#farReward = farRewards(problem);
    this.#readyAt = Float64Array.from(orders, (order) => order.readyAt);
    this.#dueAt = Float64Array.from(orders, (order) => order.dueAt);
    this.#weightOf = Float64Array.from(orders, (order) => order.weight);
    this.freeAt = Float64Array.from(couriers, (courier) => Math.max(problem.now, courier.freeAt));
    this.#offAt = Float64Array.from(couriers, (courier) => courier.offAt);
  }

  /** When a courier without trips could be at an origin. */
  reachesAt(courier: number, origin: number): number {
    return this.freeAt[courier]! + this.#courierTo[courier * this.originCount + origin]!;
  }

  /** How unlike two orders are: minutes between their doors, and between their moments of being ready; other origins count as far. */
  unlikeness(a: number, b: number): number {
    const apart = this.originOf[a] === this.originOf[b] ? 0 : 6;
    return this.#between[a * this.#count + b]! + apart + 0.5 * Math.abs(this.#readyAt[a]! - this.#readyAt[b]!);
  }

  /** What these trips cost when this courier makes them one after another; Infinity when one could not be begun before the shift ends. */
  courierCost(courier: number, trips: readonly (readonly number[])[]): number {
    if (trips.length === 0) return 0;
    const { weights } = this.#problem;
    const halfPickup = this.#problem.pickupServiceMinutes / 2;
    const halfDoor = this.#problem.doorServiceMinutes / 2;
    const count = this.#count;
    let clock = this.freeAt[courier]!;
    let cost = -this.#farReward[courier]!;
    let last = -1;
    for (const trip of trips) {
      const pickup = this.#pickupAt(courier, clock, last, trip);
      if (pickup > this.#offAt[courier]!) return Infinity;
      const origin = this.originOf[trip[0]!]!;
      let at = pickup + halfPickup;
      let previous = -1;
      for (const order of trip) {
        at += (previous < 0 ? this.#fromOrigin[origin * count + order]! : this.#between[previous * count + order]!) + halfDoor;
        cost += this.#orderCost(order, at);
        at += halfDoor;
        previous = order;
      }
      cost += weights.courierMinute * (at - pickup + halfPickup + this.#approach(courier, last, origin));
      clock = at;
      last = previous;
    }
    return cost;
  }

  /** The latest moment a courier may set out for his first trip without its pick-up coming later for it. */
  latestDeparture(courier: number, trip: readonly number[]): number {
    return this.#allReadyAt(trip) - this.#problem.pickupServiceMinutes / 2 - this.#approach(courier, -1, this.originOf[trip[0]!]!);
  }

  #pickupAt(courier: number, clock: number, last: number, trip: readonly number[]): number {
    const arrives = clock + this.#approach(courier, last, this.originOf[trip[0]!]!) + this.#problem.pickupServiceMinutes / 2;
    return Math.max(arrives, this.#allReadyAt(trip));
  }

  #allReadyAt(trip: readonly number[]): number {
    let ready = -Infinity;
    for (const order of trip) if (this.#readyAt[order]! > ready) ready = this.#readyAt[order]!;
    return ready;
  }

  #approach(courier: number, last: number, origin: number): number {
    return last < 0 ? this.#courierTo[courier * this.originCount + origin]! : this.#toOrigin[last * this.originCount + origin]!;
  }

  #orderCost(order: number, doorAt: number): number {
    const { weights } = this.#problem;
    const late = doorAt - this.#dueAt[order]!;
    const lateCost = late > 0 ? weights.late + weights.lateMinute * late : 0;
    return this.#weightOf[order]! * (weights.readyToDoor * (doorAt - this.#readyAt[order]!) + lateCost);
  }
}

/** What is saved by using a courier at all: he stands far off; less what his day so far costs. */
function farRewards(problem: TripProblem): Float64Array {
  const { recentOrigins, travelMinutes, weights } = problem;
  return Float64Array.from(problem.couriers, (courier) => {
    let minutes = 0;
    for (const origin of recentOrigins) minutes += travelMinutes(courier.place, origin);
    const far = recentOrigins.length === 0 ? 0 : (weights.farCourier * minutes) / recentOrigins.length;
    return far - (courier.useMinutes ?? 0);
  });
}

function matrix(rows: number, columns: number, cell: (row: number, column: number) => number): Float64Array {
  const cells = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) cells[row * columns + column] = cell(row, column);
  return cells;
}
