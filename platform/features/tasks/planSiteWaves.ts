import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { SiteId, TaskId } from '#shared/base/ids.ts';
import { arrangeDrafts, standingPoint } from '#shared/features/picking/arrangeDrafts.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { Task } from '#shared/model/task/task.ts';
import { type WavePlan, planWaves } from '#shared/planning/batching/planWaves.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { pickingPolicyOf } from '#shared/rules/siteRulesOf.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

/** Most live tasks of a site looked at in one run, the ones due first. */
export const maxTasksPerRun = 300;

export type WavePorts = { readonly db: Database; readonly writer: SiteWriter; readonly clock: Clock; newTaskId(): TaskId };

type Rows = { readonly tasks: readonly Task[]; readonly orders: ReadonlyMap<string, Order>; readonly view: Pick<RecordView, 'get'> };

/**
 * Fills the trolleys of every site that picks on trolleys: what is about to be late is pulled out, what waits is joined. The plan is made
 * outside the site's turn and decided within it: what somebody took meanwhile is refused without a trace. Gives how many tasks changed.
 */
export async function planSiteWaves(ports: WavePorts): Promise<number> {
  const sites = await queryRows<{ body: Site }>(
    ports.db,
    sql`select body from records s where kind = 'site' and body is not null and exists (
      select 1 from records t where t.site_id = s.site_id and t.kind = 'task' and (t.body ->> 'status') = 'open' and (t.body ->> 'kind') = 'pick')`,
  );
  let changed = 0;
  for (const { body: site } of sites) {
    const policy = pickingPolicyOf(site);
    if (policy.picking === 'single') continue;
    const rows = await readRows(ports.db, site.id);
    const snapshot = { nowMs: Math.floor(ports.clock.nowMs()), site, policy, ...rows };
    const plan = planWaves(snapshot, (task) => standingPoint(task, rows.view, site));
    if (plan.joins.length + plan.pulls.length === 0) continue;
    changed += await ports.writer.write(site.id, (session) => carryOut(ports, session, site, rows.view, plan));
  }
  return changed;
}

async function carryOut(ports: WavePorts, session: SiteSession, site: Site, view: Rows['view'], plan: WavePlan): Promise<number> {
  let changed = 0;
  const tryOne = async (draft: CommandDraft, taskIds: readonly TaskId[]): Promise<void> => {
    const [result] = await session.applyAsPlatform([draft], { isRefusalSilent: true });
    if (result === undefined || result.outcome === 'refused') return;
    changed += 1;
    for (const taskId of taskIds) {
      const task = await session.get('task', taskId);
      if (task !== undefined) await session.applyAsPlatform(arrangeDrafts(task, view, site, standingPoint(task, view, site)));
    }
  };
  for (const { taskId, orderId } of plan.pulls) {
    const newTaskId = ports.newTaskId();
    await tryOne({ kind: 'pullOrder', payload: { taskId, orderId, newTaskId } }, [taskId, newTaskId]);
  }
  for (const { taskId, fromTaskIds } of plan.joins)
    await tryOne({ kind: 'joinTask', payload: { taskId, fromTaskIds: [...fromTaskIds] } }, [taskId]);
  return changed;
}

/** The live pick tasks of a site, their orders, and the bins and SKUs of their steps. */
async function readRows(db: Database, siteId: SiteId): Promise<Rows> {
  const tasks = await queryRows<{ body: Task }>(
    db,
    sql`select body from records where site_id = ${siteId} and kind = 'task' and (body ->> 'status') in ('open', 'claimed') and (body ->> 'kind') = 'pick'
      order by (body ->> 'dueAtMs')::bigint, id limit ${maxTasksPerRun}::int`,
  );
  const bodies = tasks.map(({ body }) => body);
  const read = async <K extends RecordKind>(kind: K, ids: Iterable<string>): Promise<Map<string, RecordOf<K>>> => {
    const rows = await queryRows<{ id: string; body: RecordOf<K> }>(
      db,
      sql`select id, body from records where site_id = ${siteId} and kind = ${kind} and body is not null
        and id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::text::jsonb))`,
    );
    return new Map(rows.map(({ id, body }) => [id, body]));
  };
  const steps = bodies.flatMap((task) => task.steps);
  const orders = await read(
    'order',
    bodies.flatMap((task) => task.orderIds),
  );
  const bins = await read(
    'bin',
    steps.flatMap((step) => [step.binId, ...(step.picks ?? []).map((pick) => pick.binId)]),
  );
  const skus = await read(
    'sku',
    steps.map((step) => step.skuId),
  );
  const kinds: Partial<Record<RecordKind, ReadonlyMap<string, unknown>>> = { bin: bins, sku: skus };
  const view = { get: <K extends RecordKind>(kind: K, id: string) => kinds[kind]?.get(id) as RecordOf<K> | undefined };
  return { tasks: bodies, orders, view };
}
