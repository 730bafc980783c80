import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { OrderId, SiteId, TaskId } from '#shared/base/ids.ts';
import type { CommandDraft, PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import { siteDayOf } from '#shared/rules/stock/siteDay.ts';
import type { OrderIntake, OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { appendAudit } from '#platform/db/audit.ts';
import { canonicalJson } from '#platform/db/canonicalJson.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';
import { noWantedRows } from '#platform/db/records/wantedRows.ts';
import { advanceOrders } from './advanceOrders.ts';
import { sealRecipient } from './personalData.ts';
import { type OrderFilter, readOrders } from './readOrders.ts';
import { toOrderDraft } from './toOrderDraft.ts';

/** How long after its promise an order's personal data is kept. */
export const personalDataKeptMs = 7 * 86_400_000;

export type OrderPorts = {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  /** AES-256 key of personal data. */
  readonly dataKey: Buffer;
  newOrderId(): OrderId;
  newTaskId(): TaskId;
};
export type OrderReceipt = { orderId: OrderId; daySequence: number; stage: Order['stage']; promiseAtMs: number; isNew: boolean };

/** Orders of channels. */
export type Orders = {
  /** Takes an order once: the same body again gives the same receipt, another body under the same channel order id is a 409. */
  place(siteId: SiteId, intake: OrderIntake): Promise<OrderReceipt>;
  list(siteId: SiteId, filter: OrderFilter): Promise<OrderStatus[]>;
  /** Accepts by hand, edits, cancels or answers about a substitute; then the order goes on as far as it can. Gives the new status. */
  change(siteId: SiteId, command: OrderChange, actor: string, channels: OrderFilter['channels']): Promise<OrderStatus>;
};
export type OrderChange =
  | { readonly kind: 'acceptOrder'; readonly payload: PayloadOf<'acceptOrder'> }
  | { readonly kind: 'editOrder'; readonly payload: PayloadOf<'editOrder'> }
  | { readonly kind: 'cancelOrder'; readonly payload: PayloadOf<'cancelOrder'> }
  | { readonly kind: 'answerSubstitute'; readonly payload: PayloadOf<'answerSubstitute'> };

/** Builds the orders over the records. */
export function createOrders(ports: OrderPorts): Orders {
  const readOne = async (siteId: SiteId, orderId: OrderId, channels: OrderFilter['channels']) => {
    const [status] = await readOrders(ports.db, siteId, { orderId, channels, limit: 1 });
    if (status === undefined) throw new RequestProblem(404, 'UNKNOWN_ORDER', 'This site has no such order.');
    return status;
  };
  return {
    async place(siteId, intake) {
      const intakeHash = createHash('sha256').update(canonicalJson(intake)).digest('hex');
      return ports.writer.write(siteId, async (session) => {
        const known = await findPlaced(session, intake);
        if (known === null) return placeNew(ports, session, intake, intakeHash);
        if (known.intakeHash !== intakeHash) {
          throw new RequestProblem(409, 'ORDER_EXISTS', 'Another order was placed under this channel order id.', {
            params: { orderId: known.order.id },
          });
        }
        return toReceipt(known.order, false);
      });
    },
    list: (siteId, filter) => readOrders(ports.db, siteId, filter),
    async change(siteId, command, actor, channels) {
      const { orderId } = command.payload;
      await readOne(siteId, orderId, channels);
      await ports.writer.write(siteId, async (session) => {
        await claim(session, command);
        const atMs = ports.clock.nowMs();
        if (command.kind === 'cancelOrder')
          await appendAudit(session.tx, { chain: siteId, atMs, actor, action: 'orderCancelled', detail: command.payload });
        await advanceOrders(session, [orderId], () => ports.newTaskId(), atMs);
      });
      return readOne(siteId, orderId, channels);
    },
  };
}

async function placeNew(ports: OrderPorts, session: SiteSession, intake: OrderIntake, intakeHash: string): Promise<OrderReceipt> {
  const atMs = Math.floor(ports.clock.nowMs());
  const { siteId, tx } = session;
  const site = await session.get('site', siteId);
  if (site === undefined) throw new RequestProblem(409, 'SITE_NOT_READY', 'The site has no settings yet.');
  const wanted = noWantedRows();
  for (const line of intake.lines) wanted.addRecord('sku', line.skuId);
  await session.load(wanted);
  const skus = new Map(
    await Promise.all(intake.lines.map(async (line) => [line.skuId as string, await session.get('sku', line.skuId)] as const)),
  );
  const draft = toOrderDraft(intake, atMs, (skuId) => skus.get(skuId));
  const orderId = ports.newOrderId();
  const daySequence = await nextDaySequence(tx, siteId, siteDayOf(site.timeZone, atMs));
  await claim(session, { kind: 'placeOrder', payload: { orderId, daySequence, draft } });
  await tx.execute(sql`insert into order_intake (site_id, order_id, intake_hash) values (${siteId}, ${orderId}, ${intakeHash})`);
  const sealed = sealRecipient(ports.dataKey, `${siteId}/${orderId}`, intake.recipient);
  const purgeAfterMs = Math.max(draft.promiseAtMs, atMs) + personalDataKeptMs;
  await tx.execute(
    sql`insert into order_private (site_id, order_id, sealed, purge_after_ms) values (${siteId}, ${orderId}, ${sealed}, ${purgeAfterMs}::bigint)`,
  );
  await advanceOrders(session, [orderId], () => ports.newTaskId(), atMs);
  const placed = await session.get('order', orderId);
  if (placed === undefined) throw new Error('an order just placed is not there');
  return toReceipt(placed, true);
}

/** Gives one claim in the platform's name. Throws RequestProblem (and so rolls back) when the rules refuse it. */
async function claim(session: SiteSession, draft: CommandDraft): Promise<void> {
  const [result] = await session.applyAsPlatform([draft], { isRefusalSilent: true });
  const refusal = result?.refusal ?? null;
  if (refusal === null) return;
  const status = refusal.code === 'UNKNOWN_ORDER' ? 404 : refusal.code === 'UNKNOWN_SKU' ? 422 : 409;
  throw new RequestProblem(status, refusal.code, `The order rules refuse this: ${refusal.code}.`, { params: refusal.params });
}

async function findPlaced(
  session: SiteSession,
  intake: OrderIntake,
): Promise<{ readonly order: Order; readonly intakeHash: string | null } | null> {
  const [row] = await queryRows<{ body: Order; intake_hash: string | null }>(
    session.tx,
    sql`select r.body, i.intake_hash from records r left join order_intake i on i.site_id = r.site_id and i.order_id = r.id
      where r.site_id = ${session.siteId} and r.kind = 'order' and (r.body ->> 'channel') = ${intake.channel} and (r.body ->> 'channelOrderId') = ${intake.channelOrderId}`,
  );
  return row === undefined ? null : { order: row.body, intakeHash: row.intake_hash };
}

async function nextDaySequence(tx: Database, siteId: SiteId, calendarDay: string): Promise<number> {
  const [row] = await queryRows<{ last_number: number }>(
    tx,
    sql`insert into day_sequence (site_id, calendar_day, last_number) values (${siteId}, ${calendarDay}, 1)
      on conflict (site_id, calendar_day) do update set last_number = day_sequence.last_number + 1 returning last_number`,
  );
  return row?.last_number ?? 1;
}

function toReceipt(order: Order, isNew: boolean): OrderReceipt {
  return { orderId: order.id, daySequence: order.daySequence, stage: order.stage, promiseAtMs: order.promiseAtMs, isNew };
}
