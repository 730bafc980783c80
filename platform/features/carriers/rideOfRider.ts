import type { CourierId, TripId } from '#shared/base/ids.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

/** The carrier said yes. */
export async function confirmRider(session: SiteSession, courierId: CourierId, tripId: TripId): Promise<void> {
  const rider = await session.get('courier', courierId);
  if (rider?.booking?.tripId !== tripId) return;
  session.put([{ kind: 'courier', id: courierId, row: { ...rider, booking: { tripId, isConfirmed: true } } }]);
}

/** The carrier's rider goes; a ride that has not begun is taken back, and its order is free. */
export async function releaseRide(session: SiteSession, courierId: CourierId, tripId: TripId): Promise<void> {
  const trip = await session.get('trip', tripId);
  if (trip?.status === 'planned' && trip.courierId === courierId)
    await session.applyAsPlatform([{ kind: 'cancelTrip', payload: { tripId } }], { isRefusalSilent: true });
  const rider = await session.get('courier', courierId);
  if (rider?.booking?.tripId !== tripId) return;
  const tripIdLeft = rider.tripId === tripId ? null : rider.tripId;
  session.put([{ kind: 'courier', id: courierId, row: { ...rider, status: 'offShift', tripId: tripIdLeft, booking: null } }]);
}
