import { sql } from 'drizzle-orm';
import type { OrderId, SiteId } from '#shared/base/ids.ts';
import type { Channel } from '#shared/model/order/order.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { appendAudit } from '#platform/db/audit.ts';
import { queryRows } from '#platform/db/database.ts';
import { advanceOrders } from './advanceOrders.ts';
import type { OrderPorts } from './createOrders.ts';

/** Most waiting orders of a site tried in one run, earliest promise first. */
export const maxTriedPerRun = 200;

const channelsWaitingForPeople = (Object.keys(channelPolicies) as Channel[]).filter((channel) => !channelPolicies[channel].isAutoAccepted);

/** Tries again every order that waits for payment, customs, its time or stock. Gives how many moved on. */
export async function releaseWaitingOrders(ports: OrderPorts): Promise<number> {
  const rows = await queryRows<{ site_id: SiteId; id: OrderId }>(
    ports.db,
    sql`select site_id, id from (
        select site_id, id, row_number() over (partition by site_id order by (body ->> 'promiseAtMs')::bigint) as turn from records
        where kind = 'order' and ((body ->> 'stage') = 'accepted' or ((body ->> 'stage') = 'placed'
          and (body ->> 'channel') not in (select jsonb_array_elements_text(${JSON.stringify(channelsWaitingForPeople)}::text::jsonb))))
      ) waiting where turn <= ${maxTriedPerRun}::int`,
  );
  const bySite = new Map<SiteId, OrderId[]>();
  for (const row of rows) bySite.set(row.site_id, [...(bySite.get(row.site_id) ?? []), row.id]);
  let moved = 0;
  for (const [siteId, waiting] of bySite) {
    moved += await ports.writer.write(siteId, (session) => advanceOrders(session, waiting, () => ports.newTaskId(), ports.clock.nowMs()));
  }
  return moved;
}

/** Deletes personal data whose time is over, and says so in the audit log. Gives how many orders. */
export async function purgePersonalData(ports: OrderPorts): Promise<number> {
  const nowMs = Math.floor(ports.clock.nowMs());
  return ports.db.transaction(async (tx) => {
    const gone = await queryRows<{ site_id: string }>(
      tx,
      sql`delete from order_private where purge_after_ms < ${nowMs}::bigint returning site_id`,
    );
    const counts = new Map<string, number>();
    for (const row of gone) counts.set(row.site_id, (counts.get(row.site_id) ?? 0) + 1);
    for (const [siteId, orders] of counts)
      await appendAudit(tx, { chain: siteId, atMs: nowMs, actor: 'platform', action: 'personalDataPurged', detail: { orders } });
    return gone.length;
  });
}
