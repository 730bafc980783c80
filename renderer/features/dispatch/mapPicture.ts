import type { Ride } from '#shared/features/dispatch/ridesOf.ts';
import type { DispatchPlan } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { distanceMetres, type GeoPoint } from '#shared/planning/dispatch/distanceMetres.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** What the map shows. */
export type MapPicture = {
  readonly home: GeoPoint;
  /** The circle that holds all doors, in half kilometres. */
  readonly radiusMetres: number;
  readonly orders: readonly { readonly no: number; readonly at: GeoPoint; readonly isLate: boolean }[];
  readonly couriers: readonly { readonly initial: string; readonly at: GeoPoint }[];
  readonly ways: readonly { readonly points: readonly GeoPoint[]; readonly isChosen: boolean }[];
};

const stepMetres = 500;
const leastRadiusMetres = 1500;
const ringPoints = 64;
const metresPerDegree = 111_195;

/** Doors, couriers and rides of the moment; null before the layout is there. */
export function mapPictureOf(
  store: Pick<StationStore, 'view' | 'find' | 'all'>,
  plan: DispatchPlan | null,
  chosen: Ride | undefined,
): MapPicture | null {
  const home = store.view.site()?.location;
  if (home === undefined) return null;
  const late = new Set((plan?.orders ?? []).filter(({ isLate }) => isLate).map(({ orderId }) => orderId as string));
  const open = store.find.openOrders();
  const furthest = Math.max(leastRadiusMetres, ...open.map((order) => distanceMetres(home, order.destination)));
  const wayOf = (orderIds: readonly string[], isChosen: boolean) => ({
    points: [home, ...orderIds.flatMap((id) => store.view.get('order', id)?.destination ?? [])].map(({ lat, lng }) => ({ lat, lng })),
    isChosen,
  });
  const chosenIds = chosen === undefined ? [] : chosen.kind === 'held' ? [chosen.order.id] : chosen.trip.orderIds;
  const riding = [...store.all('trip')].filter((trip) => trip.status === 'planned' || trip.status === 'underway');
  return {
    home: { lat: home.lat, lng: home.lng },
    radiusMetres: Math.ceil(furthest / stepMetres) * stepMetres,
    orders: open.map((order) => ({
      no: order.daySequence,
      at: { lat: order.destination.lat, lng: order.destination.lng },
      isLate: late.has(order.id),
    })),
    couriers: [...store.all('courier')].flatMap(({ name, position, status }) =>
      position === null || status === 'offShift' || status === 'atSite'
        ? []
        : [{ initial: name.slice(0, 1), at: { lat: position.lat, lng: position.lng } }],
    ),
    ways: [...riding.map((trip) => wayOf(trip.orderIds, false)), ...(chosenIds.length === 0 ? [] : [wayOf(chosenIds, true)])],
  };
}

/** A closed ring of points about a place, as [longitude, latitude]. */
export function ringAround(centre: GeoPoint, radiusMetres: number): [number, number][] {
  const perDegreeEast = metresPerDegree * Math.cos((centre.lat * Math.PI) / 180);
  return Array.from({ length: ringPoints + 1 }, (_, index) => {
    const angle = (2 * Math.PI * (index % ringPoints)) / ringPoints;
    return [centre.lng + (radiusMetres * Math.sin(angle)) / perDegreeEast, centre.lat + (radiusMetres * Math.cos(angle)) / metresPerDegree];
  });
}
