import type { Trip } from '#shared/model/delivery/delivery.ts';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';
import { rideMs } from './rideTime.ts';

/** Mean and standard deviation of a duration, milliseconds. */
export type LearntMs = { readonly meanMs: number; readonly spreadMs: number };

/** The stretches of an order's life in the house. `wait` is from placing to the first pick. */
export const houseLegs = ['wait', 'pick', 'pack', 'shelve'] as const;
export type HouseLeg = (typeof houseLegs)[number];

/** What the site's own past says. */
export type DispatchExperience = {
  readonly legs: Readonly<Record<HouseLeg, LearntMs>>;
  /** Of `pick`, how much one line takes. */
  readonly pickLineMs: number;
  /** True riding time over the time of the map. */
  readonly rideFactor: number;
  /** From the bags on the shelf to the courier's leaving, once he is there. */
  readonly counterMs: number;
};

/** The budgets' word counts like this many orders, so that one odd order does not turn it over. */
const budgetWeight = 6;
/** Younger orders count more: an order this many places back counts half. */
const halfLifeOrders = 40;
/** Longest time believed for one stretch: longer ones were forgotten, not slow. */
const maxLegMs = 3_600_000;
/** What the handing over at the door takes, milliseconds. */
export const doorstepMs = 80_000;
const startCounterMs = 90_000;

/**
 * Learns from orders and trips of the last hours, in any order: how long the stretches take here, how uncertain that is, how fast the
 * site's couriers ride.
 */
export function learnExperience(
  orders: readonly Order[],
  trips: readonly Trip[],
  site: Pick<Site, 'location' | 'stageBudgetsMs'>,
): DispatchExperience {
  const { release, pick, pack, handover } = site.stageBudgetsMs;
  const recent = orders
    .filter((order) => order.timeline.some(({ stage }) => stage === 'shelved'))
    .toSorted((a, b) => shelvedAt(b) - shelvedAt(a) || (a.id < b.id ? -1 : 1));
  const priors: Record<HouseLeg, number> = { wait: release + 0.35 * pick, pick: 0.65 * pick, pack, shelve: 0.35 * handover };
  const legs = Object.fromEntries(
    houseLegs.map((leg) => [
      leg,
      learn(
        recent.map((order) => legMs(order, leg)),
        priors[leg],
      ),
    ]),
  ) as Record<HouseLeg, LearntMs>;
  const perLine = recent.map((order) => {
    const took = legMs(order, 'pick');
    return took === null ? null : took / order.lines.length;
  });
  return {
    legs,
    pickLineMs: learn(perLine, priors.pick / 4).meanMs,
    rideFactor: learnRides(orders, trips, site.location),
    counterMs: learn(
      trips.map((trip) => counterOf(trip, orders)),
      startCounterMs,
    ).meanMs,
  };
}

/** When a stretch began, by the stage that begins it; null before. */
export function legStartMs(order: Order, leg: HouseLeg): number | null {
  if (leg === 'wait') return order.placedAtMs;
  return enteredAt(order, leg === 'pick' ? 'picking' : leg === 'pack' ? 'picked' : 'packed');
}

function legMs(order: Order, leg: HouseLeg): number | null {
  const from = legStartMs(order, leg);
  const until = enteredAt(order, leg === 'wait' ? 'picking' : leg === 'pick' ? 'picked' : leg === 'pack' ? 'packed' : 'shelved');
  return from === null || until === null || until < from ? null : Math.min(maxLegMs, until - from);
}

function enteredAt(order: Order, stage: OrderStage): number | null {
  return order.timeline.find((entry) => entry.stage === stage)?.atMs ?? null;
}

function shelvedAt(order: Order): number {
  return enteredAt(order, 'shelved') ?? 0;
}

/** Weighted by age, with the prior as so many orders more. The spread is about the mean, the prior's a half of it. */
function learn(found: readonly (number | null)[], priorMs: number): LearntMs {
  let weight = budgetWeight;
  let sum = budgetWeight * priorMs;
  let squares = budgetWeight * priorMs * priorMs * 1.25;
  for (const [index, took] of found.filter((each) => each !== null).entries()) {
    const share = 0.5 ** (index / halfLifeOrders);
    weight += share;
    sum += share * took;
    squares += share * took * took;
  }
  const meanMs = sum / weight;
  return { meanMs: Math.round(meanMs), spreadMs: Math.round(Math.sqrt(Math.max(0, squares / weight - meanMs * meanMs))) };
}

function counterOf(trip: Trip, orders: readonly Order[]): number | null {
  if (trip.leftAtMs === null) return null;
  const shelved = trip.orderIds.map((id) => orders.find((order) => order.id === id)).map((order) => (order ? shelvedAt(order) : 0));
  const began = Math.max(trip.plannedAtMs, ...shelved);
  return trip.leftAtMs < began ? null : Math.min(10 * 60_000, trip.leftAtMs - began);
}

function learnRides(orders: readonly Order[], trips: readonly Trip[], home: Site['location']): number {
  const orderOf = new Map(orders.map((order) => [order.id as string, order]));
  let took = 20 * 60_000;
  let expected = took;
  for (const trip of trips) {
    if (trip.leftAtMs === null || trip.doneAtMs === null) continue;
    const doors = trip.orderIds.flatMap((id) => orderOf.get(id) ?? []).filter((order) => order.stage === 'delivered');
    if (doors.length !== trip.orderIds.length || doors.length === 0) continue;
    let at = home;
    let ride = 0;
    for (const order of doors) {
      ride += rideMs(at, order.destination, 1) + doorstepMs;
      at = order.destination;
    }
    took += Math.min(maxLegMs, trip.doneAtMs - trip.leftAtMs);
    expected += ride;
  }
  return Math.min(2, Math.max(0.5, took / expected));
}
