import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Order, OrderLine, ShortReason } from '#shared/model/order/order.ts';
import { type PickStep, type Task, maxTaskSteps } from '#shared/model/task/task.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import { allocateLine, stockRowsOf } from '#shared/rules/order/allocateLine.ts';
import { endOrder } from '#shared/rules/order/endOrder.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { withLine } from '#shared/rules/order/withLine.ts';
import { isLiveTask, openQuantityOf, putTask, withStep } from '#shared/rules/task/putTask.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { taskOfFact } from '#shared/rules/task/taskOfFact.ts';

/** A step somebody could not finish, with the records it belongs to as they are now. */
export type ShortSubject = { readonly order: Order; readonly line: OrderLine; readonly task: Task; readonly step: PickStep };

/** The open step a short speaks of; null where there is none, with a discrepancy that says why. */
export function shortSubjectOf(
  change: ChangeSet,
  payload: Pick<PayloadOf<'shortLine'>, 'orderId' | 'taskId' | 'stepNo' | 'lineNo'>,
  command: string,
): ShortSubject | null {
  const order = change.get('order', payload.orderId);
  const { task, step } = taskOfFact(change, payload.taskId, payload.stepNo, payload.orderId);
  const line = order?.lines.find((candidate) => candidate.lineNo === payload.lineNo);
  const isStepOfLine = task?.kind === 'pick' && step?.orderId === payload.orderId && step.lineNo === payload.lineNo;
  if (order === undefined || task === undefined || step === undefined || line === undefined || !isStepOfLine) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command }, orderId: order?.id ?? null });
    return null;
  }
  const moved = moveOrder(change, order, 'shortLine');
  if (moved.standing === 'late' || moved.standing === 'early') return null;
  if (!isLiveTask(task) || step.status !== 'open') {
    change.disagree({
      kind: 'doubleWork',
      key: 'discrepancy.stepClosed',
      params: { lineNo: line.lineNo },
      orderId: order.id,
      skuId: step.skuId,
    });
    return null;
  }
  return { order: moved.order, line, task, step };
}

/**
 * Closes the step as short. What the books still have free in its bin is held for a count, so that nobody else is sent there;
 * `rest` (steps elsewhere, from stockElsewhere) takes over what it can; the remainder is missing from the line.
 */
export function closeShort(
  change: ChangeSet,
  { order, line, task, step }: ShortSubject,
  reason: NonNullable<OrderLine['shortReason']>,
  rest: readonly PickStep[],
): { readonly order: Order; readonly task: Task; readonly missing: number } {
  const missing = openQuantityOf(step) - rest.reduce((sum, other) => sum + other.quantity, 0);
  const closed = withStep(task, { ...step, status: 'short', shortReason: reason });
  const after = renewLease(withStepsAfter(change, closed, step, rest), change.context);
  putTask(change, after);
  const shortened =
    missing === 0 ? order : withLine(order, line.lineNo, { shortQuantity: line.shortQuantity + missing, shortReason: reason });
  change.put('order', shortened);
  if (reason !== 'orderCancelled') {
    setApart(change, step, reason);
    const params = { bin: step.binId, missing: openQuantityOf(step), reason };
    change.disagree({ kind: 'stockShort', key: 'discrepancy.countBin', params, orderId: order.id, skuId: step.skuId });
  }
  if (missing > 0) change.tell('lineShort', { orderId: order.id, lineNo: line.lineNo, shortQuantity: missing, reason });
  return { order: shortened, task: after, missing };
}

/** Steps for what a step still lacks, from any other bin that has it free; fewer than needed where there is no more. */
export function stockElsewhere(change: ChangeSet, { order, task, step }: Omit<ShortSubject, 'line'>): PickStep[] {
  const sku = change.get('sku', step.skuId);
  if (sku === undefined) return [];
  const taken = new Map<string, number>();
  for (const row of stockRowsOf(change, sku.id)) if (row.binId === step.binId) taken.set(row.id, row.quantity);
  const isReserveAllowed = channelPolicies[order.channel].picksByCase;
  const found = allocateLine(change, sku, openQuantityOf(step), { isReserveAllowed, taken });
  const firstNo = nextStepNo(task);
  return found.slice(0, maxTaskSteps - task.steps.length).map(({ row, quantity }, index) => ({
    stepNo: firstNo + index,
    orderId: step.orderId,
    lineNo: step.lineNo,
    skuId: step.skuId,
    binId: row.binId,
    lotId: row.lotId,
    quantity,
    pickedQuantity: 0,
    status: 'open',
    shortReason: null,
  }));
}

/** The number after the highest of a task. */
export function nextStepNo(task: Task): number {
  return 1 + Math.max(0, ...task.steps.map((step) => step.stepNo));
}

/** A task with new steps where a walk meets them: before the first open step further on than theirs, behind all others else. */
export function withStepsAfter(change: ChangeSet, task: Task, after: PickStep | null, added: readonly PickStep[]): Task {
  const walkOf = (step: PickStep) => change.get('bin', step.binId)?.walkSequence ?? 0;
  const steps = [...task.steps];
  for (const step of added) {
    const fromIndex = after === null ? 0 : steps.findIndex((other) => other.stepNo === after.stepNo) + 1;
    const at = steps.findIndex((other, index) => index >= fromIndex && other.status === 'open' && walkOf(other) > walkOf(step));
    steps.splice(at === -1 ? steps.length : at, 0, step);
  }
  return { ...task, steps };
}

/** An order whose channel wants it so is cancelled when nothing of it was picked and nothing is left to pick or to ask. */
export function cancelWhenNothingIsLeft(change: ChangeSet, order: Order): void {
  if (!channelPolicies[order.channel].lastLineShortMeansCancel) return;
  const isAllShort = order.lines.every((line) => line.pickedQuantity === 0 && line.shortQuantity >= line.orderedQuantity);
  const isAsked = order.lines.some((line) => line.substitute?.status === 'asked');
  if (isAllShort && !isAsked) endOrder(change, order, 'allLinesShort');
}

/**
 * Goods not found, or expired: what nobody else was promised of the row is in doubt and waits in inspection for the count. Damaged goods and
 * goods of poor quality are set apart as damaged, as many as the step lacked; the rest of the bin is good.
 */
function setApart(change: ChangeSet, step: PickStep, reason: ShortReason): void {
  const row = change.get('stock', stockIdOf(step.skuId, step.binId, step.lotId, 'available'));
  const free = row === undefined ? 0 : row.quantity - row.allocated;
  const isInDoubt = reason === 'notFound' || reason === 'expired';
  const quantity = isInDoubt ? free : Math.min(free, openQuantityOf(step));
  if (row === undefined || quantity <= 0) return;
  const place = { kind: 'bin', binId: row.binId } as const;
  moveGoods(change, {
    skuId: row.skuId,
    lotId: row.lotId,
    quantity,
    line: null,
    from: { ...place, status: 'available' },
    to: { ...place, status: isInDoubt ? 'inspection' : 'damaged' },
  });
}
