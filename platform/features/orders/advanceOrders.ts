import { sql } from 'drizzle-orm';
import type { OrderId, TaskId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { queryRows } from '#platform/db/database.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';
import { noWantedRows } from '#platform/db/records/wantedRows.ts';

/** What an order waits for, by order id; null where it waits for nothing any more. */
export type Waiting = ReadonlyMap<OrderId, string | null>;

/**
 * Takes orders as far as their channel's policy lets the platform: accepted, then released. What is refused (not paid, customs, too
 * early, no stock) leaves no trace but the reason it waits, and is tried again later.
 */
export async function advanceOrders(
  session: SiteSession,
  orderIds: readonly OrderId[],
  newTaskId: () => TaskId,
  nowMs: number,
): Promise<number> {
  const wanted = noWantedRows();
  for (const orderId of orderIds) wanted.addRecord('order', orderId);
  await session.load(wanted);
  const waiting = new Map<OrderId, string | null>();
  let moved = 0;
  for (const orderId of orderIds) {
    const before = session.headSeq();
    waiting.set(orderId, await advanceOrder(session, orderId, newTaskId));
    if (session.headSeq() > before) moved += 1;
  }
  await noteWaiting(session, waiting, nowMs);
  return moved;
}

async function advanceOrder(session: SiteSession, orderId: OrderId, newTaskId: () => TaskId): Promise<string | null> {
  let order = await session.get('order', orderId);
  if (order?.stage === 'placed') {
    if (!channelPolicies[order.channel].isAutoAccepted) return 'NEEDS_ACCEPTANCE';
    const refused = await tryOne(session, { kind: 'acceptOrder', payload: { orderId } });
    if (refused !== null) return refused;
    order = await session.get('order', orderId);
  }
  if (order?.stage !== 'accepted') return null;
  return tryOne(session, { kind: 'releaseOrder', payload: { orderId, taskId: newTaskId() } });
}

async function tryOne(session: SiteSession, draft: CommandDraft): Promise<string | null> {
  const [result] = await session.applyAsPlatform([draft], { isRefusalSilent: true });
  return result?.refusal?.code ?? null;
}

/** Writes the reasons that changed. */
async function noteWaiting(session: SiteSession, waiting: Waiting, nowMs: number): Promise<void> {
  if (waiting.size === 0) return;
  const rows = JSON.stringify([...waiting].map(([id, code]) => ({ id, code })));
  await queryRows(
    session.tx,
    sql`update order_intake i set waiting_code = w.code, waiting_since_ms = case when w.code is null then null else ${Math.floor(nowMs)}::bigint end
      from jsonb_to_recordset(${rows}::text::jsonb) as w(id text, code text)
      where i.site_id = ${session.siteId} and i.order_id = w.id and i.waiting_code is distinct from w.code`,
  );
}
