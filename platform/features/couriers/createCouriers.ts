import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { CourierId, OrderId, SiteId, TripId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { DeliveryFailureReason, DeliveryProof, Order, OrderStage } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { courierTrip, newCourier } from '#shared/wire/platform/platformMessages.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { z } from 'zod';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

/** A position reaches the record at most this often in platform time ... */
export const positionEveryMs = 10_000;
/** ... and at most this often in true time, however fast a simulated clock runs. */
export const positionEveryTrueMs = 1000;
/** Most couriers whose last written position is remembered. */
const maxRememberedCouriers = 20_000;

type CourierPorts = {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  trueNowMs(): number;
  newCourierId(): CourierId;
};
type NewCourier = z.infer<typeof newCourier>;
type CourierTrip = z.infer<typeof courierTrip>;

/** Couriers of sites. */
export type Couriers = {
  list(siteId: SiteId): Promise<Courier[]>;
  /** Adds a courier; `withSession` runs in the same transaction (the key). */
  create<T>(siteId: SiteId, request: NewCourier, withSession: (session: SiteSession, courier: Courier) => Promise<T>): Promise<T>;
  position(siteId: SiteId, courierId: CourierId, at: { readonly lat: number; readonly lng: number }): Promise<{ isWritten: boolean }>;
  report(siteId: SiteId, courierId: CourierId, status: Courier['status']): Promise<Courier>;
  trip(siteId: SiteId, courierId: CourierId): Promise<CourierTrip>;
  delivered(
    siteId: SiteId,
    courierId: CourierId,
    orderId: OrderId,
    proof: DeliveryProof | null,
  ): Promise<{ orderId: OrderId; stage: OrderStage }>;
  /** The courier says yes to his planned ride. */
  take(siteId: SiteId, courierId: CourierId, tripId: TripId): Promise<CourierTrip>;
  /** Bags by the codes on their labels; an order leaves when all of its bags are named. Throws 409 for a bag of another ride. */
  pickUp(siteId: SiteId, courierId: CourierId, parcelCodes: readonly string[]): Promise<CourierTrip>;
  failed(
    siteId: SiteId,
    courierId: CourierId,
    orderId: OrderId,
    reason: DeliveryFailureReason,
  ): Promise<{ orderId: OrderId; stage: OrderStage }>;
};

/** Builds the couriers over the records. */
export function createCouriers(ports: CourierPorts): Couriers {
  const written = new Map<string, { readonly atMs: number; readonly trueMs: number }>();
  return {
    list: (siteId) => readCouriers(ports.db, siteId),
    create: (siteId, request, withSession) =>
      ports.writer.write(siteId, async (session) => {
        const others = await readCouriers(session.tx, siteId);
        const id = request.id ?? ports.newCourierId();
        if (others.some((other) => other.code === request.code || other.id === id)) {
          throw new RequestProblem(409, 'COURIER_EXISTS', 'A courier of this site already has this id or code.');
        }
        const { code, name, capacityOrders = 4 } = request;
        const row: Courier = { id, code, name, capacityOrders, status: 'offShift', position: null, tripId: null, deliveredToday: 0 };
        session.put([{ kind: 'courier', id, row }]);
        return withSession(session, row);
      }),
    async position(siteId, courierId, at) {
      const atMs = Math.floor(ports.clock.nowMs());
      const trueMs = ports.trueNowMs();
      const key = `${siteId}/${courierId}`;
      const last = written.get(key);
      if (last !== undefined && atMs >= last.atMs && (atMs - last.atMs < positionEveryMs || trueMs - last.trueMs < positionEveryTrueMs))
        return { isWritten: false };
      if (written.size >= maxRememberedCouriers) written.clear();
      written.set(key, { atMs, trueMs });
      await ports.writer.write(siteId, async (session) => {
        const row = await getCourier(session, courierId);
        session.put([{ kind: 'courier', id: courierId, row: { ...row, position: { ...at, atMs } } }]);
      });
      return { isWritten: true };
    },
    report: (siteId, courierId, status) =>
      ports.writer.write(siteId, async (session) => {
        const known = await getCourier(session, courierId);
        const position = known.position === null ? null : { lat: known.position.lat, lng: known.position.lng };
        await session.applyAsPlatform([{ kind: 'reportCourier', payload: { courierId, status, position } }]);
        return getCourier(session, courierId);
      }),
    trip: (siteId, courierId) => readTrip(ports.db, siteId, courierId),
    delivered: (siteId, courierId, orderId, proof) =>
      ports.writer.write(siteId, async (session) => {
        const order = await session.get('order', orderId);
        if (order === undefined) throw new RequestProblem(404, 'UNKNOWN_ORDER', 'This site has no such order.');
        const payload = { orderId, courierId, ...(proof === null ? {} : { proof }) };
        if (order.stage !== 'delivered') await session.applyAsPlatform([{ kind: 'confirmDelivery', payload }]);
        return { orderId, stage: (await session.get('order', orderId))?.stage ?? order.stage };
      }),
    ...createRideWork(ports),
  };
}

/** The ride from the courier's side: yes, bags, failure. */
function createRideWork(ports: CourierPorts): Pick<Couriers, 'take' | 'pickUp' | 'failed'> {
  return {
    async take(siteId, courierId, tripId) {
      await ports.writer.write(siteId, (session) => session.applyAsPlatform([{ kind: 'takeTrip', payload: { tripId, courierId } }]));
      return readTrip(ports.db, siteId, courierId);
    },
    async pickUp(siteId, courierId, parcelCodes) {
      const { orders } = await readTrip(ports.db, siteId, courierId);
      const wanted = new Set(parcelCodes);
      const known = new Set(orders.flatMap(({ parcels }) => parcels.map(({ code }) => code)));
      const stranger = parcelCodes.find((code) => !known.has(code));
      if (stranger !== undefined) throw new RequestProblem(409, 'NOT_OF_THIS_RIDE', 'The bag does not belong to this ride.');
      const complete = orders.filter(
        ({ stage, parcels }) =>
          (stage === 'packed' || stage === 'shelved') && parcels.length > 0 && parcels.every(({ code }) => wanted.has(code)),
      );
      const drafts = complete.map(({ orderId, parcels }): CommandDraft => ({
        kind: 'handOver',
        payload: { orderId, courierId, parcelIds: parcels.map(({ id }) => id) },
      }));
      if (drafts.length > 0) await ports.writer.write(siteId, (session) => session.applyAsPlatform(drafts));
      return readTrip(ports.db, siteId, courierId);
    },
    failed: (siteId, courierId, orderId, reason) =>
      ports.writer.write(siteId, async (session) => {
        const order = await session.get('order', orderId);
        if (order === undefined) throw new RequestProblem(404, 'UNKNOWN_ORDER', 'This site has no such order.');
        if (order.deliveryFailure === undefined)
          await session.applyAsPlatform([{ kind: 'failDelivery', payload: { orderId, courierId, reason } }]);
        return { orderId, stage: order.stage };
      }),
  };
}

async function getCourier(session: SiteSession, courierId: CourierId): Promise<Courier> {
  const courier = await session.get('courier', courierId);
  if (courier === undefined) throw unknownCourier();
  return courier;
}

function unknownCourier(): RequestProblem {
  return new RequestProblem(404, 'UNKNOWN_COURIER', 'This site has no such courier.');
}

async function readCouriers(db: Database, siteId: SiteId): Promise<Courier[]> {
  const rows = await queryRows<{ body: Courier }>(
    db,
    sql`select body from records where site_id = ${siteId} and kind = 'courier' and body is not null order by body ->> 'code'`,
  );
  return rows.map((row) => row.body);
}

async function readTrip(db: Database, siteId: SiteId, courierId: CourierId): Promise<CourierTrip> {
  const [found] = await queryRows<{ courier: Courier; trip: Trip | null }>(
    db,
    sql`select c.body as courier, t.body as trip from records c
      left join records t on t.site_id = c.site_id and t.kind = 'trip' and t.id = (c.body ->> 'tripId')
      where c.site_id = ${siteId} and c.kind = 'courier' and c.id = ${courierId} and c.body is not null`,
  );
  if (found === undefined) throw unknownCourier();
  if (found.trip === null) return { trip: null, orders: [] };
  const ids = JSON.stringify(found.trip.orderIds);
  const rows = await queryRows<{ kind: 'order' | 'parcel'; body: Order | Parcel }>(
    db,
    sql`select r.kind, r.body from records r where r.site_id = ${siteId} and r.body is not null and (
        (r.kind = 'order' and r.id in (select jsonb_array_elements_text(${ids}::text::jsonb)))
        or (r.kind = 'parcel' and (r.body ->> 'orderId') in (select jsonb_array_elements_text(${ids}::text::jsonb))))`,
  );
  const orders = rows.flatMap((row) => (row.kind === 'order' ? [row.body as Order] : []));
  const parcels = rows.flatMap((row) => (row.kind === 'parcel' ? [row.body as Parcel] : [])).toSorted((a, b) => a.bagNo - b.bagNo);
  const inTripOrder = found.trip.orderIds.flatMap((id) => orders.find((order) => order.id === id) ?? []);
  return { trip: found.trip, orders: inTripOrder.map((order) => toTripOrder(order, parcels)) };
}

function toTripOrder(order: Order, parcels: readonly Parcel[]): CourierTrip['orders'][number] {
  const { id: orderId, daySequence, stage, promiseAtMs, destination, recipient } = order;
  const own = parcels.filter((parcel) => parcel.orderId === orderId);
  return {
    orderId,
    daySequence,
    stage,
    promiseAtMs,
    destination,
    area: recipient.area,
    isFailed: order.deliveryFailure !== undefined,
    parcels: own.map(({ id, code, shelfCode, status }) => ({ id, code, shelfCode, status })),
  };
}
