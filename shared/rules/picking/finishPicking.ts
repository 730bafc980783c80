import type { ToteId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import { earliestPickDoneAtMs } from '#shared/rules/channel/channelPolicy.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { isLiveTask, putTask } from '#shared/rules/task/putTask.ts';
import { liveTaskOf } from '#shared/rules/task/taskOfFact.ts';
import { missingPartsOf, toteIdsOfCode } from '#shared/rules/task/zoneParts.ts';
import { freeEmptyTotes } from './orderTotes.ts';

/** The picker brought the totes to packing: orders whose steps are all closed are picked, the task is done when all are. */
export const finishPicking: CommandRule<'finishPicking'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const task = liveTaskOf(change, payload.taskId);
  if (task === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command: 'finishPicking' } });
    return change.toResult();
  }
  if (!isLiveTask(task)) {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.taskFinished',
      params: { status: task.status },
      orderId: task.orderIds[0] ?? null,
    });
    return change.toResult();
  }
  const openSteps = task.steps.filter((step) => step.status === 'open');
  if (openSteps.length > 0) {
    const params = { open: openSteps.length };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.finishedWithOpenSteps', params, orderId: openSteps[0]?.orderId ?? null });
  }
  if (task.kind === 'pick') {
    const openOrderIds = new Set<string>([...openSteps, ...(task.questions ?? [])].map(({ orderId }) => orderId));
    for (const orderId of task.orderIds) {
      const order = change.get('order', orderId);
      if (order !== undefined && !openOrderIds.has(orderId)) finishOrder(change, task, order);
    }
  }
  if (openSteps.length === 0 && (task.questions ?? []).length === 0) putTask(change, { ...task, status: 'done', holder: null });
  return change.toResult();
};

function finishOrder(change: ChangeSet, task: Task, order: Order): void {
  const isPickedAlready = order.stage !== 'picking' && task.orderIds.length > 1;
  if (isPickedAlready) return;
  const missing = missingPartsOf(change, order, task.id);
  if (missing.length > 0) {
    for (const toteId of toteIdsOfCode(change, order, task.toteByOrder[order.id] ?? '')) bringTote(change, order, toteId);
    change.tell('partPicked', { orderId: order.id, taskId: task.id, missing: missing.length });
    return;
  }
  const moved = moveOrder(change, order, 'finishPicking');
  if (moved.standing === 'late' || moved.standing === 'early') return;
  freeEmptyTotes(change, order);
  for (const toteId of order.toteIds) bringTote(change, order, toteId);
  const reportAtMs = Math.max(change.context.atMs, earliestPickDoneAtMs(order));
  change.tell('pickingFinished', { orderId: order.id, taskId: task.id, reportAtMs });
}

function bringTote(change: ChangeSet, order: Order, toteId: ToteId): void {
  const tote = change.get('tote', toteId);
  if (tote?.orderId === order.id) change.put('tote', { ...tote, status: 'toPack' });
}
