/** A place on earth, degrees. */
export type GeoPoint = { readonly lat: number; readonly lng: number };

const earthRadiusMetres = 6_371_000;

/** Great-circle distance (haversine), metres. */
export function distanceMetres(from: GeoPoint, to: GeoPoint): number {
  const toRadians = (degrees: number) => (degrees * Math.PI) / 180;
  const latHalf = Math.sin(toRadians(to.lat - from.lat) / 2);
  const lngHalf = Math.sin(toRadians(to.lng - from.lng) / 2);
  const chord = latHalf ** 2 + Math.cos(toRadians(from.lat)) * Math.cos(toRadians(to.lat)) * lngHalf ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(chord)));
}
