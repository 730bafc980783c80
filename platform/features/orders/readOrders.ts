import { type SQL, sql } from 'drizzle-orm';
import type { CourierId, SiteId } from '#shared/base/ids.ts';
import type { Channel, Order, OrderStage } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import { pickDoneReport } from '#shared/rules/channel/pickDoneReport.ts';
import type { OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';

/** Most orders of one listing. */
export const maxListedOrders = 500;

export type OrderFilter = {
  readonly orderId?: string | undefined;
  readonly stage?: OrderStage | undefined;
  readonly channel?: Channel | undefined;
  readonly channelOrderId?: string | undefined;
  /** Channels the caller may see; null for all. */
  readonly channels: readonly Channel[] | null;
  readonly limit?: number | undefined;
};

type OrderRow = { order_body: Order; waiting_code: string | null; waiting_since_ms: number | string | null; courier_id: CourierId | null };

/** Orders as their channels see them, newest first. */
export async function readOrders(db: Database, siteId: SiteId, filter: OrderFilter): Promise<OrderStatus[]> {
  const conditions: SQL[] = [sql`r.site_id = ${siteId}`, sql`r.kind = 'order'`, sql`r.body is not null`];
  if (filter.orderId !== undefined) conditions.push(sql`r.id = ${filter.orderId}`);
  if (filter.stage !== undefined) conditions.push(sql`(r.body ->> 'stage') = ${filter.stage}`);
  if (filter.channel !== undefined) conditions.push(sql`(r.body ->> 'channel') = ${filter.channel}`);
  if (filter.channelOrderId !== undefined) conditions.push(sql`(r.body ->> 'channelOrderId') = ${filter.channelOrderId}`);
  if (filter.channels !== null)
    conditions.push(sql`(r.body ->> 'channel') in (select jsonb_array_elements_text(${JSON.stringify(filter.channels)}::text::jsonb))`);
  const rows = await queryRows<OrderRow>(
    db,
    sql`select r.body as order_body, i.waiting_code, i.waiting_since_ms, t.body ->> 'courierId' as courier_id
      from records r
      left join order_intake i on i.site_id = r.site_id and i.order_id = r.id
      left join records t on t.site_id = r.site_id and t.kind = 'trip' and t.id = (r.body ->> 'tripId')
      where ${sql.join(conditions, sql` and `)}
      order by (r.body ->> 'placedAtMs')::bigint desc, r.id desc limit ${filter.limit ?? maxListedOrders}::int`,
  );
  const parcels = await readParcels(
    db,
    siteId,
    rows.map((row) => row.order_body.id),
  );
  return rows.map((row) => toStatus(row, parcels.get(row.order_body.id) ?? []));
}

/** Parcels of some orders, in bag order. */
export async function readParcels(db: Database, siteId: SiteId, orderIds: readonly string[]): Promise<Map<string, Parcel[]>> {
  const found = new Map<string, Parcel[]>();
  if (orderIds.length === 0) return found;
  const rows = await queryRows<{ body: Parcel }>(
    db,
    sql`select body from records where site_id = ${siteId} and kind = 'parcel' and body is not null
      and (body ->> 'orderId') in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::text::jsonb)) order by (body ->> 'bagNo')::int`,
  );
  for (const { body } of rows) found.set(body.orderId, [...(found.get(body.orderId) ?? []), body]);
  return found;
}

function toStatus(row: OrderRow, parcels: readonly Parcel[]): OrderStatus {
  const order = row.order_body;
  return {
    orderId: order.id,
    channel: order.channel,
    channelOrderId: order.channelOrderId,
    daySequence: order.daySequence,
    stage: order.stage,
    placedAtMs: order.placedAtMs,
    promiseAtMs: order.promiseAtMs,
    payment: order.payment,
    customs: order.customs,
    cancelReason: order.cancelReason,
    waiting: row.waiting_code === null ? null : { code: row.waiting_code, sinceMs: Number(row.waiting_since_ms ?? 0) },
    pickDone: pickDoneReport(order),
    lines: order.lines,
    timeline: order.timeline,
    parcels: parcels.map(({ code, bagNo, status, weightGrams }) => ({ code, bagNo, status, weightGrams })),
    courierId: row.courier_id,
  };
}
