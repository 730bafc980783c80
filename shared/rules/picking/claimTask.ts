import type { Lease, Task } from '#shared/model/task/task.ts';
import { type ChangeSet, createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandContext, CommandRule } from '#shared/rules/decision.ts';
import { stageVerdict } from '#shared/rules/order/stageTable.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { isLiveTask } from '#shared/rules/task/putTask.ts';
import { leaseMs } from '#shared/rules/task/renewLease.ts';

/** Gives a task to an operator for a lease; the same operator again (any station) carries on. */
export const claimTask: CommandRule<'claimTask'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const task = view.get('task', payload.taskId);
  if (task === undefined) return refuse('UNKNOWN_TASK', { taskId: payload.taskId });
  if (!isLiveTask(task)) return refuse('TASK_FINISHED', { taskId: task.id, status: task.status });
  if (context.operatorId === null) return refuse('NOT_PERMITTED', { command: 'claimTask' });
  const { holder } = task;
  const isOwn = holder?.operatorId === context.operatorId;
  if (holder !== null && !isOwn && context.atMs < holder.untilMs && !payload.isTakeover) {
    return refuse('TASK_HELD_BY_ANOTHER', { taskId: task.id, operatorId: holder.operatorId, untilMs: holder.untilMs });
  }
  const lease: Lease = {
    stationId: context.stationId,
    operatorId: context.operatorId,
    sinceMs: isOwn && holder !== null ? holder.sinceMs : context.atMs,
    untilMs: context.atMs + leaseMs,
  };
  change.put('task', { ...task, status: 'claimed', holder: lease });
  startOrders(change, task);
  change.tell('taskClaimed', claimFields(task, context, holder, isOwn));
  return change.toResult();
};

function startOrders(change: ChangeSet, task: Task): void {
  if (task.kind !== 'pick') return;
  for (const orderId of task.orderIds) {
    const order = change.get('order', orderId);
    if (order !== undefined && stageVerdict('claimTask', order.stage) === 'go') moveOrder(change, order, 'claimTask');
  }
}

function claimFields(task: Task, context: CommandContext, holder: Lease | null, isOwn: boolean): Record<string, string> {
  const fields = { taskId: task.id, operatorId: context.operatorId ?? '' };
  return holder === null || isOwn ? fields : { ...fields, takenFrom: holder.operatorId };
}
