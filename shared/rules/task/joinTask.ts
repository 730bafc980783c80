import type { Result } from '#shared/base/result.ts';
import { type Task, maxTaskSteps } from '#shared/model/task/task.ts';
import { type ChangeSet, createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule, Refusal } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { stageVerdict } from '#shared/rules/order/stageTable.ts';
import { pickingPolicyOf } from '#shared/rules/siteRulesOf.ts';
import { isLiveTask, putTask } from './putTask.ts';
import { withTaskReplaced } from './tasksOfOrder.ts';

/** Brings the orders of tasks nobody has begun onto the trolley of another task, which may be under way: each order gets a place of its own. */
export const joinTask: CommandRule<'joinTask'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const into = view.get('task', payload.taskId);
  if (into === undefined) return refuse('UNKNOWN_TASK', { taskId: payload.taskId });
  if (!isLiveTask(into) || into.kind !== 'pick') return refuse('TASK_FINISHED', { taskId: into.id, status: into.status });
  const movedFrom: Task[] = [];
  let joined = withPlaces(into);
  for (const fromTaskId of payload.fromTaskIds) {
    const from = change.get('task', fromTaskId);
    if (from === undefined) return refuse('UNKNOWN_TASK', { taskId: fromTaskId });
    const refused = refusalOf(from, into);
    if (refused !== null) return refused;
    const stepOffset = Math.max(...joined.steps.map((step) => step.stepNo), 0);
    joined = joinedTask(joined, from, stepOffset);
    movedFrom.push(from);
    putTask(change, { ...from, status: 'cancelled', joinedInto: { taskId: into.id, stepOffset } });
  }
  const { orders } = pickingPolicyOf(view.site()).trolley;
  if (joined.orderIds.length > orders || joined.steps.length > maxTaskSteps)
    return refuse('TROLLEY_FULL', { taskId: into.id, orders: joined.orderIds.length, places: orders });
  putTask(change, joined);
  for (const from of movedFrom) for (const orderId of from.orderIds) moveToTask(change, orderId, from, joined);
  change.tell('tasksJoined', { taskId: into.id, orders: joined.orderIds.length });
  return change.toResult();
};

/** Only what nobody has touched may be moved to another trolley. */
function refusalOf(from: Task, into: Task): Result<never, Refusal> | null {
  if (from.id === into.id || from.kind !== 'pick' || !isLiveTask(from))
    return refuse('TASK_FINISHED', { taskId: from.id, status: from.status });
  if (from.holder !== null)
    return refuse('TASK_HELD_BY_ANOTHER', { taskId: from.id, operatorId: from.holder.operatorId, untilMs: from.holder.untilMs });
  return isBegun(from) ? refuse('TASK_BEGUN', { taskId: from.id }) : null;
}

/** Whether a tote was bound, or a step was picked or given up, for a task; or for one order of it. */
export function isBegun(task: Pick<Task, 'toteByOrder' | 'steps'>, orderId?: string): boolean {
  const hasTote = orderId === undefined ? Object.keys(task.toteByOrder).length > 0 : task.toteByOrder[orderId] !== undefined;
  return hasTote || task.steps.some((step) => (orderId === undefined || step.orderId === orderId) && isTouched(step));
}

function isTouched(step: Task['steps'][number]): boolean {
  return step.status !== 'open' || step.pickedQuantity > 0 || (step.picks ?? []).length > 0;
}

function withPlaces(task: Task): Task {
  return task.placeByOrder === undefined
    ? { ...task, placeByOrder: Object.fromEntries(task.orderIds.map((id, index) => [id, index + 1])) }
    : task;
}

function joinedTask(into: Task, from: Task, stepOffset: number): Task {
  const places = { ...into.placeByOrder };
  for (const orderId of from.orderIds) places[orderId] ??= Math.max(0, ...Object.values(places)) + 1;
  return {
    ...into,
    orderIds: [...new Set([...into.orderIds, ...from.orderIds])],
    dueAtMs: Math.min(into.dueAtMs, from.dueAtMs),
    createdAtMs: Math.min(into.createdAtMs, from.createdAtMs),
    priority: Math.max(into.priority, from.priority),
    temperatures: [...new Set([...into.temperatures, ...from.temperatures])].toSorted(),
    placeByOrder: places,
    steps: [...into.steps, ...from.steps.map((step) => ({ ...step, stepNo: step.stepNo + stepOffset }))],
  };
}

function moveToTask(change: ChangeSet, orderId: Task['orderIds'][number], from: Task, task: Task): void {
  const order = change.get('order', orderId);
  if (order === undefined) return;
  const isUnderWay = task.status === 'claimed' && stageVerdict('claimTask', order.stage) === 'go';
  const moved = isUnderWay ? moveOrder(change, order, 'claimTask').order : order;
  change.put('order', withTaskReplaced(moved, from.id, task.id));
}
