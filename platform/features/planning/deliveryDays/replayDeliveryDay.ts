import { createPrng, type Prng } from '#shared/base/prng.ts';
import { searchTrips } from '#shared/planning/dispatch/searchTrips.ts';
import { TripCosts } from '#shared/planning/dispatch/tripCosts.ts';
import type { TripProblem, TripWeights } from '#shared/planning/dispatch/tripProblem.ts';
import { travelMinutes, type DayTrip, type DeliveryDay, type PlanePoint } from './deliveryDay.ts';

export type ReplayOptions = {
  readonly seed: number;
  readonly maxOrdersPerTrip: number;
  /** Steps of search in one decision. */
  readonly steps: number;
  readonly weights: TripWeights;
  /** Monotonic milliseconds, to time decisions; never decides anything. */
  readonly stopwatchMs: () => number;
};

export type DayReplay = { readonly trips: readonly DayTrip[]; readonly worstDecisionMs: number; readonly decisions: number };

/** Couriers are planned for when they are free within this many minutes. */
const horizonMinutes = 60;
/** Where orders come from is learnt from the last of them. */
const recentOrders = 40;

type CourierState = { at: PlanePoint; freeAt: number; place: number };

/**
 * Lets the trip search live through a day: a decision every minute over what is known then, trips begun only when waiting longer would
 * delay them, a courier under way left alone. The same day, seed and steps give the same trips.
 */
export function replayDeliveryDay(day: DeliveryDay, options: ReplayOptions): DayReplay {
  const run = new DayRun(day, options);
  const last = Math.max(0, ...day.couriers.map((courier) => courier.offAt), ...day.orders.map((order) => order.readyAt));
  for (let now = 0; now <= last; now++) run.decide(now);
  return { trips: run.trips, worstDecisionMs: run.worstDecisionMs, decisions: run.decisions };
}

class DayRun {
  readonly trips: DayTrip[] = [];
  worstDecisionMs = 0;
  decisions = 0;
  readonly #day: DeliveryDay;
  readonly #options: ReplayOptions;
  readonly #prng: Prng;
  readonly #couriers: CourierState[];
  readonly #points: PlanePoint[];
  readonly #placeOfRestaurant: ReadonlyMap<string, number>;
  readonly #firstDoor: number;
  readonly #byPlacement: readonly number[];
  #known = 0;
  #open: number[] = [];
  #planned = new Map<number, number[][]>();

  constructor(day: DeliveryDay, options: ReplayOptions) {
    this.#day = day;
    this.#options = options;
    this.#prng = createPrng(options.seed);
    const restaurants = [...day.restaurants];
    this.#placeOfRestaurant = new Map(restaurants.map(([id], index) => [id, index]));
    this.#firstDoor = restaurants.length;
    this.#points = [...restaurants.map(([, point]) => point), ...day.orders];
    this.#couriers = day.couriers.map((courier, index) => ({
      at: courier,
      freeAt: courier.onAt,
      place: this.#firstDoor + day.orders.length + index,
    }));
    this.#points.push(...day.couriers);
    this.#byPlacement = day.orders.map((_, index) => index).toSorted((a, b) => day.orders[a]!.placedAt - day.orders[b]!.placedAt || a - b);
  }

  decide(now: number): void {
    const { orders, couriers } = this.#day;
    while (this.#known < this.#byPlacement.length && orders[this.#byPlacement[this.#known]!]!.placedAt <= now)
      this.#open.push(this.#byPlacement[this.#known++]!);
    if (this.#open.length === 0) return;
    const startedMs = this.#options.stopwatchMs();
    const active = couriers
      .map((_, index) => index)
      .filter(
        (index) =>
          couriers[index]!.offAt >= Math.max(now, this.#couriers[index]!.freeAt) && this.#couriers[index]!.freeAt <= now + horizonMinutes,
      );
    const problem = this.#problemAt(now, active);
    const indexOf = new Map(this.#open.map((order, index) => [order, index]));
    const from = active.map((courier) => (this.#planned.get(courier) ?? []).map((trip) => trip.map((order) => indexOf.get(order)!)));
    const plan = searchTrips(problem, { prng: this.#prng, from, goesOn: (step) => step < this.#options.steps });
    this.#begin(now, active, plan.tripsOf, new TripCosts(problem));
    this.decisions += 1;
    this.worstDecisionMs = Math.max(this.worstDecisionMs, this.#options.stopwatchMs() - startedMs);
  }

  #problemAt(now: number, active: readonly number[]): TripProblem {
    const day = this.#day;
    const recent = this.#byPlacement.slice(Math.max(0, this.#known - recentOrders), this.#known);
    const place = (order: number) => this.#placeOfRestaurant.get(day.orders[order]!.restaurant)!;
    return {
      now,
      orders: this.#open.map((order) => ({
        originPlace: place(order),
        doorPlace: this.#firstDoor + order,
        placedAt: day.orders[order]!.placedAt,
        readyAt: day.orders[order]!.readyAt,
        dueAt: day.orders[order]!.placedAt + day.targetMinutes,
        weight: 1,
        room: 1,
      })),
      couriers: active.map((courier) => ({
        place: this.#couriers[courier]!.place,
        freeAt: this.#couriers[courier]!.freeAt,
        offAt: day.couriers[courier]!.offAt,
        maxOrders: this.#options.maxOrdersPerTrip,
        room: this.#options.maxOrdersPerTrip,
      })),
      recentOrigins: recent.map(place),
      travelMinutes: (from, to) => travelMinutes(day, this.#points[from]!, this.#points[to]!),
      pickupServiceMinutes: day.pickupServiceMinutes,
      doorServiceMinutes: day.doorServiceMinutes,
      weights: this.#options.weights,
    };
  }

  /** Sends couriers off whose first trip cannot wait, and keeps the rest of the plan to begin the next decision from. */
  #begin(now: number, active: readonly number[], tripsOf: readonly (readonly (readonly number[])[])[], costs: TripCosts): void {
    this.#planned = new Map();
    const gone = new Set<number>();
    for (const [index, courier] of active.entries()) {
      const trips = tripsOf[index]!.map((trip) => trip.map((order) => this.#open[order]!));
      const [first] = trips;
      if (first !== undefined && this.#couriers[courier]!.freeAt <= now && costs.latestDeparture(index, tripsOf[index]![0]!) <= now) {
        this.#send(now, courier, first);
        for (const order of first) gone.add(order);
        trips.shift();
      }
      if (trips.length > 0) this.#planned.set(courier, trips);
    }
    this.#open = this.#open.filter((order) => !gone.has(order));
  }

  #send(now: number, courier: number, orders: readonly number[]): void {
    const day = this.#day;
    const state = this.#couriers[courier]!;
    const restaurant = day.orders[orders[0]!]!.restaurant;
    const origin = day.restaurants.get(restaurant)!;
    const ready = Math.max(...orders.map((order) => day.orders[order]!.readyAt));
    const pickupAt = Math.max(ready, now + travelMinutes(day, state.at, origin) + day.pickupServiceMinutes / 2);
    let clock = pickupAt + day.pickupServiceMinutes / 2;
    let at: PlanePoint = origin;
    const drops = orders.map((order) => {
      const door = day.orders[order]!;
      const doorAt = clock + travelMinutes(day, at, door) + day.doorServiceMinutes / 2;
      clock = doorAt + day.doorServiceMinutes / 2;
      at = door;
      return { order: door.id, doorAt };
    });
    state.at = at;
    state.place = this.#firstDoor + orders.at(-1)!;
    state.freeAt = clock;
    this.trips.push({ courier: day.couriers[courier]!.id, restaurant, decidedAt: now, pickupAt, drops });
  }
}
