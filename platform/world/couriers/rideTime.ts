import { roadFactor, straightMetres } from '#platform/world/shoppers/inventAddress.ts';

/** Speed of a courier's scooter on average, lights and stairs left out: 22 km/h. */
export const ridingMetresPerSecond = 22_000 / 3600;
/** Parking, climbing the stairs, handing over. */
export const doorstepMs = 60_000;

export type Place = { readonly lat: number; readonly lng: number };

/** Milliseconds to ride from one place to another: straight line x 1.3 at 22 km/h. */
export function rideMs(from: Place, to: Place): number {
  return Math.round((straightMetres(from, to) * roadFactor * 1000) / ridingMetresPerSecond);
}

/** Where somebody is who has done this share (0 to 1) of the way. */
export function placeBetween(from: Place, to: Place, share: number): Place {
  return { lat: from.lat + (to.lat - from.lat) * share, lng: from.lng + (to.lng - from.lng) * share };
}
