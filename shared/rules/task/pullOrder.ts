import type { Task } from '#shared/model/task/task.ts';
import { type ChangeSet, createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { pickDueAtMs } from '#shared/rules/order/pickDueAtMs.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isBegun } from './joinTask.ts';
import { isLiveTask, putTask } from './putTask.ts';
import { withTaskReplaced } from './tasksOfOrder.ts';
import { temperaturesOf } from './zoneParts.ts';

/** Takes an order nobody has begun off a shared trolley: it becomes a task of its own, to be picked alone. */
export const pullOrder: CommandRule<'pullOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const { orderId, newTaskId } = payload;
  const task = view.get('task', payload.taskId);
  if (task === undefined) return refuse('UNKNOWN_TASK', { taskId: payload.taskId });
  if (!isLiveTask(task) || task.kind !== 'pick') return refuse('TASK_FINISHED', { taskId: task.id, status: task.status });
  const order = view.get('order', orderId);
  if (order === undefined || !task.orderIds.includes(orderId)) return refuse('UNKNOWN_ORDER', { orderId });
  if (view.get('task', newTaskId) !== undefined) return refuse('ALREADY_DONE', { taskId: newTaskId });
  if (task.orderIds.length < 2) return refuse('ALREADY_DONE', { taskId: task.id });
  if (isBegun(task, orderId)) return refuse('TASK_BEGUN', { taskId: task.id });
  const own = task.steps.filter((step) => step.orderId === orderId);
  const { placeByOrder: _left, ...alone } = withoutOrder(change, task, orderId);
  putTask(change, alone.orderIds.length > 1 ? { ...alone, placeByOrder: placesWithout(task, orderId) } : alone);
  putTask(change, {
    ...alone,
    id: newTaskId,
    status: 'open',
    holder: null,
    orderIds: [orderId],
    dueAtMs: pickDueAtMs(order, siteRulesOf(view)),
    temperatures: temperaturesOf(change, own),
    toteByOrder: {},
    steps: own,
  });
  change.put('order', withTaskReplaced(order, task.id, newTaskId));
  change.tell('orderPulled', { orderId, taskId: task.id, newTaskId });
  return change.toResult();
};

function withoutOrder(change: ChangeSet, task: Task, orderId: string): Task {
  const orderIds = task.orderIds.filter((id) => id !== orderId);
  const steps = task.steps.filter((step) => step.orderId !== orderId);
  const site = siteRulesOf(change.view);
  const dueAtMs = orderIds.flatMap((id) => {
    const order = change.get('order', id);
    return order === undefined ? [] : [pickDueAtMs(order, site)];
  });
  return {
    ...task,
    orderIds,
    steps,
    temperatures: temperaturesOf(change, steps),
    dueAtMs: dueAtMs.length === 0 ? task.dueAtMs : Math.min(...dueAtMs),
  };
}

/** The others keep their places: their totes stand there. */
function placesWithout(task: Task, orderId: string): Record<string, number> {
  return Object.fromEntries(Object.entries(task.placeByOrder ?? {}).filter(([id]) => id !== orderId));
}
