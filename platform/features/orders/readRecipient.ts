import { sql } from 'drizzle-orm';
import type { CourierId, OrderId, SiteId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Trip } from '#shared/model/delivery/delivery.ts';
import type { RecipientDetails } from '#shared/wire/platform/platformMessages.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { appendAudit } from '#platform/db/audit.ts';
import { queryRows } from '#platform/db/database.ts';
import type { OrderPorts } from './createOrders.ts';
import { openRecipient } from './personalData.ts';

/** Name, phone and address for the courier who carries the order now; every look is in the audit log. Throws 403 for others, 404 once purged. */
export async function readRecipient(ports: OrderPorts, siteId: SiteId, courierId: CourierId, orderId: OrderId): Promise<RecipientDetails> {
  return ports.db.transaction(async (tx) => {
    const [found] = await queryRows<{ order_body: Order; trip: Trip | null; sealed: string | null }>(
      tx,
      sql`select o.body as order_body, t.body as trip, p.sealed from records o
        left join records t on t.site_id = o.site_id and t.kind = 'trip' and t.id = (o.body ->> 'tripId')
        left join order_private p on p.site_id = o.site_id and p.order_id = o.id
        where o.site_id = ${siteId} and o.kind = 'order' and o.id = ${orderId} and o.body is not null`,
    );
    if (found === undefined) throw new RequestProblem(404, 'UNKNOWN_ORDER', 'This site has no such order.');
    const isCarrying =
      found.trip?.courierId === courierId && found.order_body.stage !== 'delivered' && found.order_body.stage !== 'cancelled';
    if (!isCarrying) throw new RequestProblem(403, 'NOT_YOUR_ORDER', 'Only the courier who carries the order may see its recipient.');
    if (found.sealed === null) throw new RequestProblem(404, 'PERSONAL_DATA_PURGED', 'The personal data of this order has been purged.');
    await appendAudit(tx, { chain: siteId, atMs: ports.clock.nowMs(), actor: courierId, action: 'recipientRead', detail: { orderId } });
    return openRecipient(ports.dataKey, `${siteId}/${orderId}`, found.sealed);
  });
}

/** The same for a carrier whose ride was booked; null once it is purged. */
export async function readRecipientForCarrier(
  ports: OrderPorts,
  siteId: SiteId,
  orderId: OrderId,
  carrier: string,
): Promise<RecipientDetails | null> {
  return ports.db.transaction(async (tx) => {
    const [found] = await queryRows<{ sealed: string }>(
      tx,
      sql`select sealed from order_private where site_id = ${siteId} and order_id = ${orderId}`,
    );
    if (found === undefined) return null;
    const detail = { orderId, carrier };
    await appendAudit(tx, { chain: siteId, atMs: ports.clock.nowMs(), actor: 'platform', action: 'recipientToldToCarrier', detail });
    return openRecipient(ports.dataKey, `${siteId}/${orderId}`, found.sealed);
  });
}
