import { createPrng } from '#shared/base/prng.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { mayGoWith, wishOf } from '#shared/rules/delivery/wishOf.ts';
import type { DispatchOptions, DispatchPlan, DispatchSnapshot, PlannedTrip } from './dispatchPlanner.ts';
import { dispatchWeights } from './dispatchWeights.ts';
import { type CourierState, forecastCourier, playDoors } from './forecastCourier.ts';
import { forecastOrders } from './forecastOrders.ts';
import { forecastReady, type ReadyForecast } from './forecastReady.ts';
import { doorstepMs } from './learnExperience.ts';
import { reasonOfTrip } from './reasonOfTrip.ts';
import { rideMs } from './rideTime.ts';
import { searchTrips } from './searchTrips.ts';
import type { Trip, TripCourier, TripOrder, TripProblem } from './tripProblem.ts';

const minuteMs = 60_000;
/** Orders that will be ready later than this are not planned yet. */
const horizonMs = 30 * minuteMs;
/** Most orders planned at once, nearest promise first. */
const maxPlannedOrders = 250;
/** A bag on a scooter, where the courier's own is not known. */
const usualCapacityGrams = 20_000;
/** How much a member's order counts beside another's, and cold goods beside others. */
const tierWeight = { standard: 1, gold: 1.1, black: 1.2 } as const;
const coldWeight = 1.1;
/** An order this long over its promise counts double, and so on up to the most: nobody waits for ever. */
const agingMs = 10 * minuteMs;
const mostAging = 6;
/** What each delivery more than the others have costs a courier, minutes, and the most of it. */
const fairMinutes = 0.25;
const mostFairMinutes = 4;
/** No shift end known: far off. */
const never = 1e6;

type Site = { readonly orders: readonly Order[]; readonly couriers: readonly { courier: Courier; state: CourierState }[] };

/**
 * The site's planner: predicts when orders are ready and couriers are back, searches the cheapest trips for both, and says which are to
 * begin now. What people asked for (accepted rides, pins, bans, holds) is taken as given. Pure: the same snapshot, seed and steps give the
 * same plan.
 */
export function planSiteTrips(snapshot: DispatchSnapshot, options: DispatchOptions): DispatchPlan {
  const ready = forecastReady(snapshot.orders, snapshot.experience, snapshot.atMs);
  const orderOf = new Map(snapshot.orders.map((order) => [order.id as string, order]));
  const everybody = snapshot.couriers
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((courier) => {
      const state = forecastCourier(courier, snapshot, orderOf, ready);
      const comesAtMs = snapshot.arrivals?.[courier.id] ?? 0;
      return state === null ? [] : [{ courier, state: { ...state, freeAtMs: Math.max(state.freeAtMs, comesAtMs) } }];
    });
  // A third party's riders come for their booking and for nothing else.
  const couriers = everybody.filter(({ courier }) => courier.carrier === undefined);
  const orders = snapshot.orders
    .filter((order) => isOpen(order, snapshot.atMs) && ready.get(order.id)!.readyAtMs < snapshot.atMs + horizonMs)
    .toSorted((a, b) => a.promiseAtMs - b.promiseAtMs || (a.id < b.id ? -1 : 1))
    .slice(0, maxPlannedOrders);
  const site = { orders, couriers };
  const problem = toProblem(snapshot, options, site, ready);
  const plan = searchTrips(problem, {
    prng: createPrng(options.seed),
    goesOn: (step) => step < options.steps && options.isOver?.() !== true,
    from: toFrom(snapshot, site, options),
  });
  const trips = couriers.flatMap((each, index) => toTrips(each, plan.tripsOf[index]!, site, snapshot, ready));
  return {
    trips: trips.toSorted((a, b) => a.leavesAtMs - b.leavesAtMs || (a.courierId < b.courierId ? -1 : 1)),
    orders: forecastOrders(snapshot, everybody, trips, ready),
    couriers: couriers.map(({ courier, state }) => ({ courierId: courier.id, freeAtMs: state.freeAtMs })),
  };
}

function isOpen(order: Order, atMs: number): boolean {
  if (order.tripId !== null || order.stage === 'placed' || order.stage === 'handedOver') return false;
  if (order.stage === 'delivered' || order.stage === 'cancelled') return false;
  return channelPolicies[order.channel].needsCourier && (wishOf(order).heldUntilMs ?? 0) <= atMs;
}

/** Minutes from now on. Place 0 is the site, then one place for each door. */
function toProblem(
  snapshot: DispatchSnapshot,
  options: DispatchOptions,
  { orders, couriers }: Site,
  ready: ReadonlyMap<string, ReadyForecast>,
): TripProblem {
  const { atMs, site, experience } = snapshot;
  const places = [site.location, ...orders.map((order) => order.destination)];
  const minutesFrom = (ms: number) => (ms - atMs) / minuteMs;
  const capacity = couriers.map(({ courier }) => courier.capacityGrams ?? usualCapacityGrams);
  const mostGrams = Math.max(0, ...capacity);
  const fewest = Math.min(...couriers.map(({ courier }) => courier.deliveredToday));
  return {
    now: 0,
    orders: orders.map((order, index): TripOrder => ({
      originPlace: 0,
      doorPlace: index + 1,
      placedAt: minutesFrom(order.placedAtMs),
      readyAt: Math.max(minutesFrom(ready.get(order.id)!.readyAtMs), -never),
      dueAt: minutesFrom(order.promiseAtMs),
      weight: weightOf(order, atMs),
      room: Math.min(mostGrams, snapshot.gramsOf[order.id] ?? 0),
    })),
    couriers: couriers.map(({ courier, state }, index): TripCourier => ({
      place: 0,
      freeAt: minutesFrom(state.freeAtMs),
      offAt: courier.shiftEndsAtMs == null ? never : minutesFrom(courier.shiftEndsAtMs),
      maxOrders: Math.min(courier.capacityOrders, options.maxOrdersPerTrip),
      room: capacity[index]!,
      useMinutes: Math.min(mostFairMinutes, fairMinutes * (courier.deliveredToday - fewest)),
    })),
    recentOrigins: [],
    travelMinutes: (from, to) => rideMs(places[from]!, places[to]!, experience.rideFactor) / minuteMs,
    pickupServiceMinutes: experience.counterMs / minuteMs,
    doorServiceMinutes: doorstepMs / minuteMs,
    weights: dispatchWeights,
    mayCarry: (order, courier) => mayGoWith(orders[order]!, couriers[courier]!.courier.id),
  };
}

function weightOf(order: Order, atMs: number): number {
  const cold = order.temperatures.some((temperature) => temperature !== 'ambient') ? coldWeight : 1;
  const overdueMs = Math.max(0, atMs - order.promiseAtMs);
  return tierWeight[order.memberTier] * cold * Math.min(mostAging, 1 + overdueMs / agingMs);
}

/** The last plan's trips, as far as they can still be driven. */
function toFrom(snapshot: DispatchSnapshot, { orders, couriers }: Site, options: DispatchOptions): Trip[][] {
  const indexOf = new Map(orders.map((order, index) => [order.id as string, index]));
  return couriers.map(({ courier }) =>
    snapshot.lastTrips
      .filter((trip) => trip.courierId === courier.id)
      .map((trip) => trip.orderIds.map((id) => indexOf.get(id)).filter((index) => index !== undefined))
      .filter(
        (trip) =>
          trip.length > 0 &&
          trip.length <= Math.min(courier.capacityOrders, options.maxOrdersPerTrip) &&
          trip.reduce((sum, index) => sum + (snapshot.gramsOf[orders[index]!.id] ?? 0), 0) <=
            (courier.capacityGrams ?? usualCapacityGrams) &&
          trip.every((index) => mayGoWith(orders[index]!, courier.id)),
      ),
  );
}

function toTrips(
  { courier, state }: { courier: Courier; state: CourierState },
  trips: readonly Trip[],
  site: Site,
  snapshot: DispatchSnapshot,
  ready: ReadonlyMap<string, ReadyForecast>,
): PlannedTrip[] {
  let freeAtMs = state.freeAtMs;
  return trips.map((trip, index) => {
    const orders = trip.map((each) => site.orders[each]!);
    const readyAtMs = Math.max(...orders.map((order) => ready.get(order.id)!.readyAtMs));
    const leavesAtMs = Math.round(Math.max(freeAtMs, readyAtMs) + snapshot.experience.counterMs);
    const backAtMs = playDoors(leavesAtMs, snapshot.site.location, orders, snapshot).freeAtMs;
    freeAtMs = backAtMs;
    const isHere = index === 0 && courier.status === 'atSite' && courier.tripId === null && state.freeAtMs <= snapshot.atMs;
    const isDue = isHere && orders.every((order) => order.stage === 'shelved');
    const reason = reasonOfTrip(orders, isHere, snapshot.atMs, ready);
    return { courierId: courier.id, orderIds: orders.map((order) => order.id), reason, leavesAtMs, backAtMs, isDue };
  });
}
