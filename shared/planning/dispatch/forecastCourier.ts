import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { DispatchSnapshot } from './dispatchPlanner.ts';
import type { GeoPoint } from './distanceMetres.ts';
import type { ReadyForecast } from './forecastReady.ts';
import { doorstepMs } from './learnExperience.ts';
import { rideMs } from './rideTime.ts';

/** When a courier can take a ride at the site, and when each order he has is at its door. Null: not on shift. */
export type CourierState = { readonly freeAtMs: number; readonly doorAtMs: ReadonlyMap<string, number> };

/** A position older than this says nothing any more. */
const positionTrustMs = 3 * 60_000;
/** A courier on the way back whose place is not known is believed to need this long still. */
const unknownWayBackMs = 4 * 60_000;

/** Plays what a courier has in hand: the planned trip's waiting and riding, the doors still to come, the way back. */
export function forecastCourier(
  courier: Courier,
  snapshot: DispatchSnapshot,
  orderOf: ReadonlyMap<string, Order>,
  ready: ReadonlyMap<string, ReadyForecast>,
): CourierState | null {
  if (courier.status === 'offShift') return null;
  const { atMs, site, experience } = snapshot;
  const trip = courier.tripId === null ? undefined : snapshot.trips.find((each) => each.id === courier.tripId);
  const isKnown = courier.position !== null && atMs - courier.position.atMs < positionTrustMs;
  const place: GeoPoint = courier.status === 'atSite' || courier.position === null || !isKnown ? site.location : courier.position;
  const backMs = isKnown ? rideMs(place, site.location, experience.rideFactor) : unknownWayBackMs;
  if (trip === undefined) return { freeAtMs: courier.status === 'atSite' ? atMs : atMs + backMs, doorAtMs: new Map() };
  const left = trip.orderIds.flatMap((id) => orderOf.get(id) ?? []).filter((order) => order.deliveryFailure === undefined);
  if (trip.booking !== undefined) {
    const doorMs = Math.max(trip.booking.doorAtMs, atMs);
    return { freeAtMs: doorMs, doorAtMs: new Map(left.map((order) => [order.id as string, doorMs])) };
  }
  if (trip.status === 'planned') {
    const hereMs = courier.status === 'atSite' ? atMs : atMs + backMs;
    const readyMs = Math.max(hereMs, ...left.map((order) => ready.get(order.id)?.readyAtMs ?? atMs)) + experience.counterMs;
    return playDoors(readyMs, site.location, left, snapshot);
  }
  return playDoors(atMs, placeUnderWay(trip, left, place, isKnown, snapshot), left, snapshot);
}

/** Doors one after another, then home. */
export function playDoors(fromMs: number, from: GeoPoint, doors: readonly Order[], snapshot: DispatchSnapshot): CourierState {
  const { site, experience } = snapshot;
  const doorAtMs = new Map<string, number>();
  let clock = fromMs;
  let at = from;
  for (const order of doors) {
    clock += rideMs(at, order.destination, experience.rideFactor) + doorstepMs;
    doorAtMs.set(order.id, Math.round(clock));
    at = order.destination;
  }
  return { freeAtMs: Math.round(clock + rideMs(at, site.location, experience.rideFactor)), doorAtMs };
}

/** Where a rider without a fresh position is: so far along to the next door as the time since the last stop says. */
function placeUnderWay(trip: Trip, left: readonly Order[], place: GeoPoint, isKnown: boolean, snapshot: DispatchSnapshot): GeoPoint {
  const [next] = left;
  if (isKnown || next === undefined || trip.leftAtMs === null) return place;
  const ride = rideMs(snapshot.site.location, next.destination, snapshot.experience.rideFactor);
  const share = Math.min(1, (snapshot.atMs - trip.leftAtMs) / Math.max(1, ride));
  const { location } = snapshot.site;
  return {
    lat: location.lat + (next.destination.lat - location.lat) * share,
    lng: location.lng + (next.destination.lng - location.lng) * share,
  };
}
