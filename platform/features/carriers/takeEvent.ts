import { sql } from 'drizzle-orm';
import { type TripId, asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { CarrierEvent } from '#shared/wire/carrier/carrierMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';
import { confirmRider, releaseRide } from './rideOfRider.ts';

type EventPorts = { readonly db: Database; readonly writer: SiteWriter };

/** Puts a carrier's word into the books, in the words couriers use. False: no ride of this carrier goes by the reference. */
export async function takeEvent({ db, writer }: EventPorts, carrierName: string, event: CarrierEvent): Promise<boolean> {
  const siteId = asId<'site'>(event.siteId);
  const [found] = await queryRows<{ body: Trip }>(
    db,
    sql`select body from records where site_id = ${siteId} and kind = 'trip' and id = ${event.reference} and body is not null`,
  );
  if (found?.body.booking?.carrier !== carrierName) return false;
  await writer.write(siteId, (session) => applyEvent(session, asId<'trip'>(event.reference), event));
  return true;
}

async function applyEvent(session: SiteSession, tripId: TripId, event: CarrierEvent): Promise<void> {
  const trip = await session.get('trip', tripId);
  const rider = trip === undefined ? undefined : await session.get('courier', trip.courierId);
  if (trip === undefined || rider?.booking?.tripId !== tripId || trip.status === 'cancelled') return;
  await confirmRider(session, rider.id, tripId);
  await tellRider(session, rider.id, event);
  if (event.status === 'cancelled' && trip.status === 'planned') return releaseRide(session, rider.id, tripId);
  const drafts = await draftsOf(session, trip, rider, event);
  if (drafts.length > 0) await session.applyAsPlatform(drafts);
  if ((await session.get('trip', tripId))?.status === 'done') await releaseRide(session, rider.id, tripId);
}

/** Who it is and where. */
async function tellRider(session: SiteSession, courierId: Courier['id'], { riderName, position, atMs }: CarrierEvent): Promise<void> {
  const rider = await session.get('courier', courierId);
  if (rider === undefined || (riderName === undefined && position === undefined)) return;
  const name = riderName === undefined ? rider.name : `${rider.carrier ?? ''} ${riderName}`.trim();
  const isNewer = position !== undefined && atMs >= (rider.position?.atMs ?? 0);
  session.put([{ kind: 'courier', id: courierId, row: { ...rider, name, position: isNewer ? { ...position, atMs } : rider.position } }]);
}

async function draftsOf(session: SiteSession, trip: Trip, rider: Courier, event: CarrierEvent): Promise<CommandDraft[]> {
  const courierId = rider.id;
  const orders = (await Promise.all(trip.orderIds.map((id) => session.get('order', id)))).filter((order) => order !== undefined);
  const open = orders.filter(({ stage }) => stage !== 'delivered' && stage !== 'cancelled');
  const failure = event.failure ?? (event.status === 'cancelled' ? 'accident' : 'nobodyThere');
  switch (event.status) {
    case 'accepted':
      return [{ kind: 'takeTrip', payload: { tripId: trip.id, courierId } }];
    case 'atStore':
      return trip.status === 'planned' ? [{ kind: 'reportCourier', payload: { courierId, status: 'atSite', position: null } }] : [];
    case 'riding':
      return [];
    case 'pickedUp': {
      const left = open.filter(({ stage }) => stage === 'packed' || stage === 'shelved');
      const drafts = await Promise.all(left.map(async (order) => ({ id: order.id, parcelIds: await bagsOf(session, order) })));
      return drafts.flatMap(({ id, parcelIds }): CommandDraft[] =>
        parcelIds.length === 0 ? [] : [{ kind: 'handOver', payload: { orderId: id, courierId, parcelIds } }],
      );
    }
    case 'delivered': {
      const proof = { kind: 'carrier' as const, isVerified: false };
      return open.map(({ id }): CommandDraft => ({ kind: 'confirmDelivery', payload: { orderId: id, courierId, proof } }));
    }
    case 'failed':
    case 'cancelled':
      return open
        .filter(({ stage, deliveryFailure }) => stage === 'handedOver' && deliveryFailure === undefined)
        .map(({ id }): CommandDraft => ({ kind: 'failDelivery', payload: { orderId: id, courierId, reason: failure } }));
  }
}

/** Bags that are still in the house. */
async function bagsOf(session: SiteSession, { parcelIds }: Order): Promise<Parcel['id'][]> {
  const parcels = await Promise.all(parcelIds.map((id) => session.get('parcel', id)));
  return parcels.flatMap((parcel) => (parcel?.status === 'packed' || parcel?.status === 'shelved' ? [parcel.id] : []));
}
