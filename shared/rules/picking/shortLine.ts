import type { Order } from '#shared/model/order/order.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { endOrder } from '#shared/rules/order/endOrder.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { withLine } from '#shared/rules/order/withLine.ts';
import { isLiveTask, openQuantityOf, putTask, withStep } from '#shared/rules/task/putTask.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { taskOfFact } from '#shared/rules/task/taskOfFact.ts';

/** The picker could not take the rest of a step. The promise on the stock ends and somebody is asked to count. */
export const shortLine: CommandRule<'shortLine'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  const { task, step } = taskOfFact(change, payload.taskId, payload.stepNo, payload.orderId);
  const line = order?.lines.find((candidate) => candidate.lineNo === payload.lineNo);
  const isStepOfLine = task?.kind === 'pick' && step?.orderId === payload.orderId && step.lineNo === payload.lineNo;
  if (order === undefined || task === undefined || step === undefined || line === undefined || !isStepOfLine) {
    change.disagree({
      kind: 'unknownSubject',
      key: 'discrepancy.unknownTask',
      params: { command: 'shortLine' },
      orderId: order?.id ?? null,
    });
    return change.toResult();
  }
  const moved = moveOrder(change, order, 'shortLine');
  if (moved.standing === 'late' || moved.standing === 'early') return change.toResult();
  if (!isLiveTask(task) || step.status !== 'open') {
    change.disagree({
      kind: 'doubleWork',
      key: 'discrepancy.stepClosed',
      params: { lineNo: line.lineNo },
      orderId: order.id,
      skuId: step.skuId,
    });
    return change.toResult();
  }
  const missing = openQuantityOf(step);
  putTask(change, renewLease(withStep(task, { ...step, status: 'short', shortReason: payload.reason }), context));
  const shortened = withLine(moved.order, line.lineNo, { shortQuantity: line.shortQuantity + missing, shortReason: payload.reason });
  change.put('order', shortened);
  if (payload.reason !== 'orderCancelled') {
    const params = { bin: step.binId, missing, reason: payload.reason };
    change.disagree({ kind: 'stockShort', key: 'discrepancy.countBin', params, orderId: order.id, skuId: step.skuId });
  }
  change.tell('lineShort', { orderId: order.id, lineNo: line.lineNo, shortQuantity: missing, reason: payload.reason });
  cancelWhenNothingIsLeft(change, shortened);
  return change.toResult();
};

function cancelWhenNothingIsLeft(change: ChangeSet, order: Order): void {
  if (!channelPolicies[order.channel].lastLineShortMeansCancel) return;
  const isAllShort = order.lines.every((line) => line.pickedQuantity === 0 && line.shortQuantity >= line.orderedQuantity);
  if (isAllShort) endOrder(change, order, 'allLinesShort');
}
