import type { PayloadOf } from '#shared/model/command/command.ts';
import type { PickStep, RecordedPick, Task } from '#shared/model/task/task.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { quantityOfLine } from '#shared/rules/changes/contents.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { withLine, withPackedQuantity } from '#shared/rules/order/withLine.ts';
import { isLiveTask, putTask, withStep } from '#shared/rules/task/putTask.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { returnTaskIdOf } from '#shared/rules/task/returnTask.ts';
import { taskOfFact } from '#shared/rules/task/taskOfFact.ts';

/** Goods of one recorded pick went back into their bin. What was undone already, or is in a bag by now, is a discrepancy and no move. */
export const undoPick: CommandRule<'undoPick'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const { task, step } = taskOfFact(change, payload.taskId, payload.stepNo, payload.orderId);
  const pick = step?.picks?.find((candidate) => candidate.commandId === payload.commandId);
  if (task === undefined || step === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command: 'undoPick' } });
    return change.toResult();
  }
  if (pick === undefined) {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.nothingToUndo',
      params: { command: 'undoPick' },
      orderId: step.orderId,
      skuId: step.skuId,
    });
    return change.toResult();
  }
  const ref = { orderId: step.orderId, lineNo: step.lineNo };
  const held = quantityOfLine(change.get('tote', pick.toteId)?.contents ?? [], ref, pick.lotId);
  if (held < pick.quantity) {
    const params = { held, quantity: pick.quantity };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.goodsNoLongerInTote', params, orderId: step.orderId, skuId: step.skuId });
    return change.toResult();
  }
  moveGoods(change, {
    skuId: step.skuId,
    lotId: pick.lotId,
    quantity: pick.quantity,
    line: ref,
    from: { kind: 'tote', toteId: pick.toteId },
    to: { kind: 'bin', binId: pick.binId, status: pick.status },
  });
  putTask(change, renewLease(withStep(task, undoneStep(task, step, pick)), context));
  uncount(change, task, step, pick);
  dropReturnTask(change, payload);
  change.tell('pickUndone', { orderId: step.orderId, lineNo: step.lineNo, quantity: pick.quantity });
  return change.toResult();
};

/** While the task lives the step is open again; after its end the missing part is short. */
function undoneStep(task: Task, step: PickStep, pick: RecordedPick): PickStep {
  const picks = (step.picks ?? []).filter((candidate) => candidate !== pick);
  if (pick.countedQuantity === 0) return { ...step, picks };
  const pickedQuantity = step.pickedQuantity - pick.countedQuantity;
  if (step.status === 'short') return { ...step, picks, pickedQuantity };
  if (isLiveTask(task)) return { ...step, picks, pickedQuantity, status: 'open' };
  return { ...step, picks, pickedQuantity, status: 'short', shortReason: 'notFound' };
}

function uncount(change: ChangeSet, task: Task, step: PickStep, pick: RecordedPick): void {
  const order = change.get('order', step.orderId);
  const line = order?.lines.find((candidate) => candidate.lineNo === step.lineNo);
  if (order === undefined || line === undefined || pick.countedQuantity === 0) return;
  const pickedQuantity = Math.max(0, line.pickedQuantity - pick.countedQuantity);
  const isShortNow = step.status === 'short' || !isLiveTask(task);
  const short = isShortNow
    ? { shortQuantity: line.shortQuantity + pick.countedQuantity, shortReason: line.shortReason ?? ('notFound' as const) }
    : {};
  change.put('order', withPackedQuantity(change, withLine(order, line.lineNo, { pickedQuantity, ...short }), line.lineNo));
  if (!isShortNow) return;
  const params = { lineNo: line.lineNo, quantity: pick.countedQuantity };
  change.disagree({ kind: 'lateFact', key: 'discrepancy.undoneAfterPicking', params, orderId: order.id, skuId: step.skuId });
}

/** A surplus that went back with the undo needs no return any more. */
function dropReturnTask(change: ChangeSet, payload: PayloadOf<'undoPick'>): void {
  const task = change.get('task', returnTaskIdOf(payload.commandId));
  if (task === undefined || !isLiveTask(task) || task.steps.some((step) => step.pickedQuantity > 0)) return;
  change.put('task', { ...task, status: 'cancelled', holder: null });
}
