import { type GeoPoint, distanceMetres } from './distanceMetres.ts';

/** A scooter in a town, lights and stairs left out: 22 km/h. */
const metresPerMs = 22_000 / 3_600_000;
/** Roads are longer than the straight line. */
const roadFactor = 1.3;

/** Milliseconds from one place to another: straight line x 1.3 at 22 km/h, times what the site has learnt. */
export function rideMs(from: GeoPoint, to: GeoPoint, rideFactor: number): number {
  return ((distanceMetres(from, to) * roadFactor) / metresPerMs) * rideFactor;
}
