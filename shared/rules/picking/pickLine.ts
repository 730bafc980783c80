import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Order, OrderLine } from '#shared/model/order/order.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { type PickStep, type RecordedPick, type Task, maxRememberedPicks } from '#shared/model/task/task.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { withLine } from '#shared/rules/order/withLine.ts';
import { isLiveTask, openQuantityOf, putTask, withStep } from '#shared/rules/task/putTask.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { createReturnTask } from '#shared/rules/task/returnTask.ts';
import { taskOfFact } from '#shared/rules/task/taskOfFact.ts';
import { toteOfPick } from './orderTotes.ts';
import { pickedGoodsOf } from './pickedGoods.ts';
import { weighedToleranceOf, weighedVerdict } from './weighedTolerance.ts';

type Subjects = {
  readonly order: Order;
  readonly line: OrderLine;
  readonly sku: Sku;
  readonly task: Task | undefined;
  readonly step: PickStep | undefined;
};

/** Goods went from a bin into a tote. Always believed; what the line does not need goes back to the shelf by a task of its own. */
export const pickLine: CommandRule<'pickLine'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const subjects = subjectsOf(change, payload);
  if (subjects === null) return change.toResult();
  const { line, sku, task, step } = subjects;
  const goods = pickedGoodsOf(change, payload, sku, step);
  if (goods === null) return change.toResult();
  const moved = moveOrder(change, subjects.order, 'pickLine');
  const { order, toteId } = toteOfPick(change, moved.order, payload.toteCode, payload.toteId);
  const ref = { orderId: order.id, lineNo: line.lineNo };
  moveGoods(change, {
    skuId: sku.id,
    lotId: goods.lotId,
    quantity: payload.quantity,
    line: ref,
    from: { kind: 'bin', binId: goods.binId, status: goods.status },
    to: { kind: 'tote', toteId },
  });
  const canCount = goods.mayLeave && moved.standing !== 'late' && moved.standing !== 'early';
  const countedQuantity = canCount ? countOf(change, payload, subjects) : 0;
  if (countedQuantity > 0) change.put('order', withLine(order, line.lineNo, { pickedQuantity: line.pickedQuantity + countedQuantity }));
  if (task !== undefined && step !== undefined) {
    const { commandId } = context;
    const pick = {
      commandId,
      binId: goods.binId,
      status: goods.status,
      lotId: goods.lotId,
      toteId,
      quantity: payload.quantity,
      countedQuantity,
    };
    putTask(change, renewLease(withStep(task, pickedStep(step, sku, pick)), context));
  }
  const surplus = payload.quantity - countedQuantity;
  if (surplus > 0) {
    const entry = { ...ref, skuId: sku.id, lotId: goods.lotId, quantity: surplus };
    createReturnTask(change, order.id, [{ entry, goodsAt: { kind: 'tote', toteId }, binId: goods.binId }]);
  }
  change.tell('linePicked', { orderId: order.id, lineNo: line.lineNo, quantity: payload.quantity, countedQuantity });
  return change.toResult();
};

/** The records a pick speaks of. Without order, line and SKU nothing can be booked; without the step nothing can be counted. */
function subjectsOf(change: ChangeSet, payload: PayloadOf<'pickLine'>): Subjects | null {
  const order = change.get('order', payload.orderId);
  const line = order?.lines.find((candidate) => candidate.lineNo === payload.lineNo);
  const sku = line === undefined ? undefined : change.get('sku', line.skuId);
  if (order === undefined || line === undefined || sku === undefined) {
    const params = { command: 'pickLine', lineNo: payload.lineNo, quantity: payload.quantity };
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params, orderId: order?.id ?? null });
    return null;
  }
  const { task, step } = taskOfFact(change, payload.taskId, payload.stepNo, payload.orderId);
  const isStepOfLine = task?.kind === 'pick' && step?.orderId === order.id && step.lineNo === line.lineNo;
  if (isStepOfLine) return { order, line, sku, task, step };
  change.disagree({
    kind: 'unknownSubject',
    key: 'discrepancy.unknownTask',
    params: { command: 'pickLine' },
    orderId: order.id,
    skuId: sku.id,
  });
  return { order, line, sku, task: undefined, step: undefined };
}

/** How much of a pick the line needed; opens doubleWork for a finished step and overPicked for too much. */
function countOf(change: ChangeSet, payload: PayloadOf<'pickLine'>, { order, line, sku, task, step }: Subjects): number {
  if (task === undefined || step === undefined) return 0;
  const about = { orderId: order.id, skuId: sku.id };
  if (!isLiveTask(task) || step.status !== 'open') {
    change.disagree({
      kind: 'doubleWork',
      key: 'discrepancy.pickedTwice',
      params: { lineNo: line.lineNo, quantity: payload.quantity },
      ...about,
    });
    return 0;
  }
  const open = openQuantityOf(step);
  const isWithinTolerance = sku.unit === 'gram' && payload.quantity <= open + weighedToleranceOf(step.quantity);
  if (payload.quantity <= open || isWithinTolerance) return payload.quantity;
  const params = { lineNo: line.lineNo, asked: open, quantity: payload.quantity };
  change.disagree({ kind: 'overPicked', key: 'discrepancy.overPicked', params, ...about });
  return open;
}

/** The step after a pick. Weighed goods are done within tolerance, also below what was asked. */
function pickedStep(step: PickStep, sku: Sku, pick: RecordedPick): PickStep {
  const pickedQuantity = step.pickedQuantity + pick.countedQuantity;
  const isWeighedDone = sku.unit === 'gram' && weighedVerdict(step.quantity, pickedQuantity) !== 'tooLittle';
  const isDone = pick.countedQuantity > 0 && (pickedQuantity >= step.quantity || isWeighedDone);
  const picks = [...(step.picks ?? []), pick].slice(-maxRememberedPicks);
  return { ...step, pickedQuantity, picks, status: isDone && step.status === 'open' ? 'picked' : step.status };
}
