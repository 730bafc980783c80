import type { OrderId, TaskId } from '#shared/base/ids.ts';
import type { Task } from '#shared/model/task/task.ts';
import { planTaskRoute, siteWalkOf } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import { pickDueAtMs } from '#shared/rules/order/pickDueAtMs.ts';
import { isBegun } from '#shared/rules/task/joinTask.ts';
import { isLabelOnly } from '#shared/rules/task/isLabelOnly.ts';
import { isLiveTask } from '#shared/rules/task/putTask.ts';
import { createGraphTours } from './createGraphTours.ts';
import { planBatchesOn } from './planBatches.ts';
import { type WaveSnapshot, type WaveUnit, fitsTrolley, toWaveUnit } from './waveUnits.ts';

/** How fast people are expected to be when waves are planned. */
export const usualPace = { walkMmPerSecond: 1100, msPerLine: 12_000 } as const;
/** Most waiting tasks planned at once, the ones due first; the rest waits for the next run. */
export const maxWaveUnits = 60;
/** Steps of the search for one plan. */
export const waveSteps = 400;
/** An order is urgent that has this much more than the pull-out time. */
export const urgentMarginMs = 4 * 60_000;

/** Why: a message key below `batching` and its parameters. */
type Reason = { readonly key: string; readonly params: Readonly<Record<string, string | number>> };
export type WaveJoin = { readonly taskId: TaskId; readonly fromTaskIds: readonly TaskId[]; readonly reason: Reason };
export type WavePull = { readonly taskId: TaskId; readonly orderId: OrderId; readonly reason: Reason };
/** What to do with the tasks as they are: orders to pull out, then trolleys to fill. */
export type WavePlan = { readonly pulls: readonly WavePull[]; readonly joins: readonly WaveJoin[] };

const nothing: WavePlan = { pulls: [], joins: [] };

/**
 * Plans a site's trolleys: orders that are about to be late are pulled out, urgent ones join a trolley under way where a place is free, and
 * what waits is divided into walks. Nothing for a site that picks singly or has no walk graph. `standing` tells where the picker of a task is.
 */
export function planWaves(snapshot: WaveSnapshot, standing: (task: Task) => FloorPoint, seed = 1): WavePlan {
  const { policy, site, orders, view } = snapshot;
  // What is picked by its label goes to nobody's trolley.
  const tasks = snapshot.tasks.filter(
    (task) => task.kind === 'pick' && isLiveTask(task) && !isLabelOnly(task, policy, (id) => orders.get(id), view),
  );
  if (policy.picking === 'single' || site.walk === undefined) return nothing;
  // A picker who holds the trolley is on the way to all its orders.
  const pulls = tasks
    .filter((task) => task.status === 'open' && task.holder === null && task.orderIds.length > 1)
    .flatMap((task) => pullsOf(snapshot, task));
  const pulledFrom = new Set(pulls.map(({ taskId }) => taskId));
  const waiting = tasks
    .filter((task) => task.status === 'open' && task.holder === null && !isBegun(task) && !pulledFrom.has(task.id))
    .map((task) => toWaveUnit(snapshot, task))
    .filter((unit) => unit.lines > 0 && fitsTrolley(policy, unit))
    .toSorted((a, b) => a.dueAtMs - b.dueAtMs || (a.id < b.id ? -1 : 1))
    .slice(0, maxWaveUnits);
  const urgentJoins = policy.mayJoinRunning ? joinsUnderWay(snapshot, waiting, standing) : [];
  const taken = new Set(urgentJoins.flatMap(({ fromTaskIds }) => fromTaskIds));
  const free = waiting.filter((unit) => !taken.has(unit.id) && !isAboutToBeLate(snapshot, unit.dueAtMs));
  return { pulls, joins: [...urgentJoins, ...joinsOf(snapshot, free, seed)] };
}

/** In time still, but not for long: such an order is picked alone. One that is late already would only make others late. */
function isAboutToBeLate({ nowMs, policy }: WaveSnapshot, dueAtMs: number): boolean {
  return dueAtMs >= nowMs && dueAtMs - nowMs < policy.pullOutBeforeMs;
}

function pullsOf(snapshot: WaveSnapshot, task: Task): WavePull[] {
  const late = task.orderIds.filter((orderId) => {
    const order = snapshot.orders.get(orderId);
    return order !== undefined && isAboutToBeLate(snapshot, pickDueAtMs(order, snapshot.site)) && !isBegun(task, orderId);
  });
  // The last one stays: it is alone then.
  return late.slice(0, task.orderIds.length - 1).map((orderId) => ({
    taskId: task.id,
    orderId,
    reason: { key: 'batching.pulledOut', params: { leftMs: pickDueAtMs(snapshot.orders.get(orderId)!, snapshot.site) - snapshot.nowMs } },
  }));
}

/** Waiting tasks divided into walks; a walk of one stays as it is. */
function joinsOf(snapshot: WaveSnapshot, units: readonly WaveUnit[], seed: number): WaveJoin[] {
  const { site, policy, nowMs } = snapshot;
  if (units.length < 2 || site.walk === undefined) return [];
  const tours = createGraphTours(
    siteWalkOf(site.walk),
    site.packingPoint,
    units.map((unit) => unit.stops),
  );
  const plan = planBatchesOn(
    tours,
    { orders: units.map(toLoad), limits: policy.trolley, pace: { startAtMs: nowMs, ...usualPace }, dueWindowMs: policy.dueWindowMs },
    { seed, maxSteps: waveSteps },
  );
  return plan.batches.flatMap(({ orderIds, reason }) => {
    const members = units.filter((unit) => orderIds.includes(unit.id));
    const [into, ...others] = members.toSorted((a, b) => b.orders - a.orders);
    return into === undefined || others.length === 0 ? [] : [{ taskId: into.id, fromTaskIds: others.map((unit) => unit.id), reason }];
  });
}

/** A task without a due time left is one of late orders: it has no due time to keep. */
function toLoad({ id, orders, lines, weightGrams, volumeMl, dueAtMs, wave }: WaveUnit) {
  return { id, orders, lines, weightGrams, volumeMl, wave, ...(dueAtMs === Infinity ? {} : { dueAtMs }) };
}

/** For each urgent order the trolley under way that takes it with the least detour and makes nobody late; a trolley takes one a run. */
function joinsUnderWay(snapshot: WaveSnapshot, waiting: readonly WaveUnit[], standing: (task: Task) => FloorPoint): WaveJoin[] {
  const { nowMs, policy, tasks } = snapshot;
  const isUrgent = ({ orders, dueAtMs }: WaveUnit) => orders === 1 && dueAtMs - nowMs < policy.pullOutBeforeMs + urgentMarginMs;
  const running = tasks
    .filter((task) => task.status === 'claimed' && task.kind === 'pick' && (task.holder?.untilMs ?? 0) > nowMs)
    .map((task) => toWaveUnit(snapshot, task))
    .filter((unit) => unit.lines > 0);
  const joins: WaveJoin[] = [];
  for (const unit of waiting.filter(isUrgent)) {
    const offers = running
      .filter(({ id, wave }) => wave === unit.wave && !joins.some(({ taskId }) => taskId === id))
      .flatMap((trolley) => offerOf(snapshot, trolley, unit, standing(trolley.task)));
    const best = offers.toSorted((a, b) => a.detourMm - b.detourMm)[0];
    if (best === undefined) continue;
    const reason = { key: 'batching.joinedUnderWay', params: { detourMm: best.detourMm, leftMs: unit.dueAtMs - nowMs } };
    joins.push({ taskId: best.taskId, fromTaskIds: [unit.id], reason });
  }
  return joins;
}

/** How much longer a trolley's walk becomes; none where it does not fit, is no shorter than walking alone, or somebody would be late. */
function offerOf(snapshot: WaveSnapshot, trolley: WaveUnit, unit: WaveUnit, from: FloorPoint): { taskId: TaskId; detourMm: number }[] {
  const { view, site, policy, nowMs } = snapshot;
  if (!fitsTrolley(policy, trolley, unit)) return [];
  const own = planTaskRoute(trolley.task, view, site, from);
  const alone = planTaskRoute(unit.task, view, site);
  const offset = Math.max(...trolley.task.steps.map((step) => step.stepNo));
  const steps = [...trolley.task.steps, ...unit.task.steps.map((step) => ({ ...step, stepNo: step.stepNo + offset }))];
  const together = planTaskRoute({ steps }, view, site, from);
  if (own === null || alone === null || together === null) return [];
  const detourMm = together.lengthMm - own.lengthMm;
  const doneAtMs = nowMs + (together.lengthMm / usualPace.walkMmPerSecond) * 1000 + (trolley.lines + unit.lines) * usualPace.msPerLine;
  const isInTime = doneAtMs <= Math.min(trolley.dueAtMs, unit.dueAtMs);
  return detourMm < alone.lengthMm && isInTime ? [{ taskId: trolley.id, detourMm }] : [];
}
