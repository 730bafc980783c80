import type { TripCosts } from './tripCosts.ts';
import type { Trip, TripPlan, TripProblem } from './tripProblem.ts';

/** Where an order could go: at a position of a trip there is, or as a trip of its own before the trip of that index. */
export type TripPlace = { courier: number; tripIndex: number; position: number; isNew: boolean; rise: number };

type SavedCourier = { readonly trips: number[][]; readonly cost: number; readonly version: number };

/** Couriers looked at for a new trip from one origin: those with little to do who can be there first. */
const couriersPerOrigin = 16;
const placeBase = 64;

/**
 * The trips of all couriers while they are changed, with what they cost. What an order would cost at a courier is kept until that
 * courier's trips change. Changes since `begin` can be rolled back.
 */
export class TripBook {
  readonly tripsOf: number[][][];
  readonly courierOf: Int32Array;
  readonly #problem: TripProblem;
  readonly #costs: TripCosts;
  readonly #costOf: Float64Array;
  readonly #versionOf: Int32Array;
  readonly #nearest: readonly (readonly number[])[];
  readonly #keptVersion: Int32Array;
  readonly #keptRise: Float64Array;
  readonly #keptPlace: Int32Array;
  #saved = new Map<number, SavedCourier>();
  #lastVersion = 0;
  #planned = 0;
  #unassigned: number;

  constructor(problem: TripProblem, costs: TripCosts, from: readonly (readonly Trip[])[]) {
    const { orders, couriers } = problem;
    this.#problem = problem;
    this.#costs = costs;
    this.tripsOf = couriers.map(() => []);
    this.courierOf = new Int32Array(orders.length).fill(-1);
    this.#costOf = new Float64Array(couriers.length);
    this.#versionOf = new Int32Array(couriers.length);
    this.#nearest = nearestCouriers(costs, couriers.length);
    this.#keptVersion = new Int32Array(orders.length * couriers.length).fill(-1);
    this.#keptRise = new Float64Array(orders.length * couriers.length);
    this.#keptPlace = new Int32Array(orders.length * couriers.length);
    this.#unassigned = orders.reduce((sum, _, order) => sum + this.#absence(order), 0);
    for (const [courier, trips] of from.entries()) this.#takeOver(courier, trips);
  }

  get cost(): number {
    return this.#planned + this.#unassigned;
  }

  get looseOrders(): number[] {
    return this.#problem.orders.map((_, order) => order).filter((order) => this.courierOf[order]! < 0);
  }

  /** From here on changes can be rolled back. */
  begin(): void {
    this.#saved = new Map();
  }

  rollBack(): void {
    for (const courier of this.#saved.keys()) this.#markAll(courier, -1);
    for (const [courier, before] of this.#saved) {
      this.#planned += before.cost - this.#costOf[courier]!;
      this.tripsOf[courier] = before.trips;
      this.#costOf[courier] = before.cost;
      this.#versionOf[courier] = before.version;
      this.#markAll(courier, courier);
    }
    this.#saved = new Map();
  }

  remove(order: number): void {
    const courier = this.courierOf[order]!;
    if (courier < 0) return;
    this.#save(courier);
    const trips = this.tripsOf[courier]!;
    const index = trips.findIndex((trip) => trip.includes(order));
    const trip = trips[index]!;
    if (trip.length === 1) trips.splice(index, 1);
    else trip.splice(trip.indexOf(order), 1);
    this.#mark(order, -1);
    this.#recost(courier);
  }

  place(order: number, at: TripPlace): void {
    this.#save(at.courier);
    const trips = this.tripsOf[at.courier]!;
    if (at.isNew) trips.splice(at.tripIndex, 0, [order]);
    else trips[at.tripIndex]!.splice(at.position, 0, order);
    this.#mark(order, at.courier);
    this.#recost(at.courier);
  }

  /** The cheapest place for an order, or null when it costs less to leave it; and what the best other courier would cost. */
  findPlace(order: number): { place: TripPlace | null; second: number } {
    const origin = this.#costs.originOf[order]!;
    const couriers = this.#problem.couriers.length;
    const absence = this.#absence(order);
    let best = -1;
    let rise = absence;
    let second = absence;
    let seen = 0;
    for (const courier of this.#nearest[origin]!) {
      if (this.#problem.mayCarry?.(order, courier) === false) continue;
      if (seen >= couriersPerOrigin && !this.#collectsAt(courier, origin)) continue;
      if (this.tripsOf[courier]!.length < 2) seen += 1;
      const here = this.#riseAt(order, courier);
      if (here < rise) {
        second = rise;
        rise = here;
        best = courier;
      } else if (here < second) second = here;
    }
    if (best < 0) return { place: null, second };
    const packed = this.#keptPlace[order * couriers + best]!;
    const position = packed % placeBase;
    const tripIndex = Math.floor(packed / placeBase);
    return { place: { courier: best, tripIndex, position: Math.max(0, position - 1), isNew: position === 0, rise }, second };
  }

  copy(): TripPlan {
    return {
      tripsOf: this.tripsOf.map((trips) => trips.map((trip) => [...trip])),
      unassigned: this.looseOrders,
      cost: this.cost,
    };
  }

  #riseAt(order: number, courier: number): number {
    const cell = order * this.#problem.couriers.length + courier;
    if (this.#keptVersion[cell] !== this.#versionOf[courier]) {
      this.#keptVersion[cell] = this.#versionOf[courier]!;
      this.#keptRise[cell] = Infinity;
      this.#tryTrips(order, courier, cell);
      this.#tryGaps(order, courier, cell);
    }
    return this.#keptRise[cell]!;
  }

  #tryTrips(order: number, courier: number, cell: number): void {
    const { orders, couriers } = this.#problem;
    const trips = this.tripsOf[courier]!;
    for (let index = 0; index < trips.length; index++) {
      const trip = trips[index]!;
      if (this.#costs.originOf[trip[0]!] !== this.#costs.originOf[order] || trip.length >= couriers[courier]!.maxOrders) continue;
      let room = orders[order]!.room;
      for (const other of trip) room += orders[other]!.room;
      if (room > couriers[courier]!.room) continue;
      for (let position = 0; position <= trip.length; position++) {
        trip.splice(position, 0, order);
        this.#keepIfBetter(cell, courier, trips, index * placeBase + position + 1);
        trip.splice(position, 1);
      }
    }
  }

  #tryGaps(order: number, courier: number, cell: number): void {
    const { orders, couriers } = this.#problem;
    if (orders[order]!.room > couriers[courier]!.room || couriers[courier]!.maxOrders < 1) return;
    const trips = this.tripsOf[courier]!;
    const alone = [order];
    for (let gap = 0; gap <= trips.length; gap++) {
      trips.splice(gap, 0, alone);
      this.#keepIfBetter(cell, courier, trips, gap * placeBase);
      trips.splice(gap, 1);
    }
  }

  #keepIfBetter(cell: number, courier: number, trips: readonly (readonly number[])[], packedPlace: number): void {
    const rise = this.#costs.courierCost(courier, trips) - this.#costOf[courier]!;
    if (rise >= this.#keptRise[cell]!) return;
    this.#keptRise[cell] = rise;
    this.#keptPlace[cell] = packedPlace;
  }

  #collectsAt(courier: number, origin: number): boolean {
    for (const trip of this.tripsOf[courier]!) if (this.#costs.originOf[trip[0]!] === origin) return true;
    return false;
  }

  #takeOver(courier: number, trips: readonly Trip[]): void {
    if (trips.length === 0 || this.#costs.courierCost(courier, trips) === Infinity) return;
    this.tripsOf[courier] = trips.map((trip) => [...trip]);
    this.#markAll(courier, courier);
    this.#recost(courier);
  }

  #save(courier: number): void {
    if (this.#saved.has(courier)) return;
    const trips = this.tripsOf[courier]!.map((trip) => [...trip]);
    this.#saved.set(courier, { trips, cost: this.#costOf[courier]!, version: this.#versionOf[courier]! });
  }

  #recost(courier: number): void {
    const cost = this.#costs.courierCost(courier, this.tripsOf[courier]!);
    this.#planned += cost - this.#costOf[courier]!;
    this.#costOf[courier] = cost;
    this.#lastVersion += 1;
    this.#versionOf[courier] = this.#lastVersion;
  }

  #markAll(courier: number, as: number): void {
    for (const trip of this.tripsOf[courier]!)
      for (const order of trip) if (as >= 0 || this.courierOf[order] === courier) this.#mark(order, as);
  }

  #mark(order: number, courier: number): void {
    const was = this.courierOf[order]!;
    if (was < 0 && courier >= 0) this.#unassigned -= this.#absence(order);
    if (was >= 0 && courier < 0) this.#unassigned += this.#absence(order);
    this.courierOf[order] = courier;
  }

  #absence(order: number): number {
    return this.#problem.weights.unassigned * this.#problem.orders[order]!.weight;
  }
}

/** For each origin the couriers by when they could be there. */
function nearestCouriers(costs: TripCosts, courierCount: number): number[][] {
  const all = Array.from({ length: courierCount }, (_, courier) => courier);
  return Array.from({ length: costs.originCount }, (_, origin) =>
    all.toSorted((a, b) => costs.reachesAt(a, origin) - costs.reachesAt(b, origin) || a - b),
  );
}
