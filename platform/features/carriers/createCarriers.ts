import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { CourierId, OrderId, SiteId, TripId } from '#shared/base/ids.ts';
import type { Courier, Trip, TripBooking } from '#shared/model/delivery/delivery.ts';
import type { DispatchPlan, DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import type { CarrierBooking, CarrierEvent, CarrierQuote } from '#shared/wire/carrier/carrierMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';
import type { Carrier } from './carrier.ts';
import { chooseOffer, chooseOrders, type LateOrder } from './chooseOrders.ts';
import { confirmRider, releaseRide } from './rideOfRider.ts';
import { takeEvent } from './takeEvent.ts';

/** An order nobody wanted is offered again after so long, platform time. */
const offerAgainMs = 60_000;
/** Most orders remembered as offered. */
const maxRemembered = 5000;

export type CarrierPorts = {
  readonly carriers: readonly Carrier[];
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  /** A carrier that could not be reached or talked nonsense. */
  onFault(fault: unknown, sentence: string): void;
  newTripId(): TripId;
  newCourierId(): CourierId;
  /** Whom the rider brings it to; null once it is purged. The look is in the audit log. */
  recipientFor(siteId: SiteId, orderId: OrderId, carrier: string): Promise<CarrierBooking['recipient']>;
};

/** Rides of third parties. */
export type Carriers = {
  /** Takes note of a site's newest plan; `work` books what it will not bring in time. Planning waits for no carrier. */
  consider(siteId: SiteId, snapshot: DispatchSnapshot, plan: DispatchPlan): void;
  /** Books; then cancels with their carriers rides that were taken back and bookings that got no answer. */
  work(): Promise<void>;
  /** One word of a carrier. False: it is not about a ride of this carrier. */
  take(carrierName: string, event: CarrierEvent): Promise<boolean>;
  secretOf(carrierName: string): string | null;
};

type Noted = { readonly snapshot: DispatchSnapshot; readonly late: readonly LateOrder[] };
type Offer = { readonly carrier: Carrier; readonly quote: CarrierQuote; readonly maxFeeFen: number };
type Booked = { readonly site_id: SiteId; readonly courier: Courier; readonly trip: Trip | null };

/** Builds them over the records. */
export function createCarriers(ports: CarrierPorts): Carriers {
  const offeredAt = new Map<string, number>();
  const asking = new Set<string>();
  const toOffer = new Map<SiteId, Noted>();
  const bookLate = async (siteId: SiteId, { snapshot, late }: Noted): Promise<void> => {
    for (const each of late) {
      const last = offeredAt.get(each.order.id);
      if (last !== undefined && snapshot.atMs - last < offerAgainMs) continue;
      if (offeredAt.size >= maxRemembered) offeredAt.clear();
      offeredAt.set(each.order.id, snapshot.atMs);
      const offer = chooseOffer(each, await collectOffers(ports, siteId, snapshot, each));
      if (offer !== null) await bookRide(ports, siteId, each, offer, snapshot, asking);
    }
  };
  return {
    consider(siteId, snapshot, plan) {
      const late = ports.carriers.length === 0 ? [] : chooseOrders(snapshot, plan);
      if (late.length > 0) toOffer.set(siteId, { snapshot, late });
      else toOffer.delete(siteId);
    },
    async work() {
      const sites = [...toOffer];
      toOffer.clear();
      await Promise.all(sites.map(([siteId, noted]) => bookLate(siteId, noted)));
      const rows = await queryRows<Booked>(
        ports.db,
        sql`select c.site_id, c.body as courier, t.body as trip from records c
          left join records t on t.site_id = c.site_id and t.kind = 'trip' and t.id = (c.body -> 'booking' ->> 'tripId')
          where c.kind = 'courier' and c.body is not null and (c.body -> 'booking' ->> 'tripId') is not null`,
      );
      for (const row of rows.filter(({ courier }) => !asking.has(courier.booking?.tripId ?? '')))
        await settleBooking(ports, row).catch((fault: unknown) => ports.onFault(fault, 'a ride is not cancelled with its carrier yet'));
    },
    take: (carrierName, event) => takeEvent(ports, carrierName, event),
    secretOf: (carrierName) => ports.carriers.find(({ name }) => name === carrierName)?.eventSecret ?? null,
  };
}

async function collectOffers(
  ports: CarrierPorts,
  siteId: SiteId,
  snapshot: DispatchSnapshot,
  { order, forecast }: LateOrder,
): Promise<Offer[]> {
  const { lat, lng } = snapshot.site.location;
  const { destination } = order;
  const question = {
    ...{ siteId, pickup: { lat, lng }, dropOff: { lat: destination.lat, lng: destination.lng } },
    ...{ readyAtMs: Math.max(snapshot.atMs, forecast.readyAtMs), weightGrams: Math.round(snapshot.gramsOf[order.id] ?? 0) },
  };
  const offers = await Promise.all(
    ports.carriers.map(async (carrier): Promise<Offer[]> => {
      try {
        const quote = await carrier.quote(question);
        return quote === null ? [] : [{ carrier, quote, maxFeeFen: carrier.maxFeeFen }];
      } catch (fault) {
        ports.onFault(fault, `carrier ${carrier.name} gave no quote`);
        return [];
      }
    }),
  );
  return offers.flat();
}

/** The ride first, in the books; then the carrier is asked. What happens in between is settled later. */
async function bookRide(
  ports: CarrierPorts,
  siteId: SiteId,
  late: LateOrder,
  offer: Offer,
  snapshot: DispatchSnapshot,
  asking: Set<string>,
): Promise<void> {
  const { carrier, quote } = offer;
  const tripId = ports.newTripId();
  asking.add(tripId);
  try {
    const rider = await planRide(ports, siteId, late, offer, tripId);
    if (rider === null) return;
    const { lat, lng } = snapshot.site.location;
    const { destination } = late.order;
    const isBooked = await carrier.book({
      ...{ reference: tripId, quoteId: quote.quoteId, siteId, orderNumber: String(late.order.daySequence), pickup: { lat, lng } },
      ...{ dropOff: { lat: destination.lat, lng: destination.lng }, readyAtMs: late.forecast.readyAtMs },
      weightGrams: Math.round(snapshot.gramsOf[late.order.id] ?? 0),
      recipient: await ports.recipientFor(siteId, late.order.id, carrier.name),
    });
    await ports.writer.write(siteId, async (session) => {
      if (isBooked) await confirmRider(session, rider, tripId);
      else await releaseRide(session, rider, tripId);
    });
  } catch (fault) {
    ports.onFault(fault, `carrier ${carrier.name} has not answered a booking`);
  } finally {
    asking.delete(tripId);
  }
}

/** A rider of the carrier and a planned ride for the order; null where the rules refuse it. */
function planRide(
  ports: CarrierPorts,
  siteId: SiteId,
  late: LateOrder,
  { carrier, quote }: Offer,
  tripId: TripId,
): Promise<CourierId | null> {
  const { feeFen, pickupAtMs, doorAtMs } = quote;
  const { forecast, order } = late;
  const lateMs = forecast.doorAtMs === null ? 0 : forecast.doorAtMs - order.promiseAtMs;
  const reason = {
    key: forecast.doorAtMs === null ? 'dispatch.carrierNobody' : 'dispatch.carrierSooner',
    params: { carrier: carrier.name, fee: (feeFen / 100).toFixed(2), minutes: Math.ceil(lateMs / 60_000) },
  };
  return ports.writer.write(siteId, async (session) => {
    const row = await freeRider(ports, session, carrier.name);
    session.put([{ kind: 'courier', id: row.id, row: { ...row, status: 'returning', booking: { tripId, isConfirmed: false } } }]);
    const booking: TripBooking = { carrier: carrier.name, feeFen, pickupAtMs, doorAtMs };
    const payload = { tripId, courierId: row.id, orderIds: [order.id], reason, booking };
    const [planned] = await session.applyAsPlatform([{ kind: 'planTrip', payload }], { isRefusalSilent: true });
    if (planned?.outcome !== 'refused') return row.id;
    session.put([{ kind: 'courier', id: row.id, row }]);
    return null;
  });
}

/** A record for the carrier's rider: one that is free, else a new one. Its code is what stations scan or type at the counter. */
async function freeRider(ports: CarrierPorts, session: SiteSession, carrier: string): Promise<Courier> {
  const rows = await queryRows<{ body: Courier }>(
    session.tx,
    sql`select body from records where site_id = ${session.siteId} and kind = 'courier' and body is not null and (body ->> 'carrier') is not null
      order by body ->> 'code'`,
  );
  const riders = rows.map(({ body }) => body);
  const free = riders.find((rider) => rider.carrier === carrier && rider.status === 'offShift' && rider.booking == null);
  if (free !== undefined) return { ...free, position: null, name: carrier };
  const codes = new Set(riders.map(({ code }) => code));
  let no = 1;
  while (codes.has(`X${no}`)) no += 1;
  return {
    ...{ id: ports.newCourierId(), code: `X${no}`, name: carrier, carrier, status: 'offShift', capacityOrders: 1 },
    ...{ position: null, tripId: null, deliveredToday: 0, booking: null },
  };
}

async function settleBooking(ports: CarrierPorts, { site_id: siteId, courier, trip }: Booked): Promise<void> {
  const tripId = courier.booking!.tripId;
  const isOurs = trip !== null && trip.courierId === courier.id;
  const isOver = !isOurs || trip.status === 'done' || trip.status === 'cancelled';
  if (!isOver && courier.booking!.isConfirmed) return;
  if (!isOurs || trip.status !== 'done') await ports.carriers.find(({ name }) => name === courier.carrier)?.cancel(tripId);
  await ports.writer.write(siteId, (session) => releaseRide(session, courier.id, tripId));
}
