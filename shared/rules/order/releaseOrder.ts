import type { TaskId } from '#shared/base/ids.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { Order, OrderLine } from '#shared/model/order/order.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { type PickStep, type Task, maxTaskSteps } from '#shared/model/task/task.ts';
import { channelPolicies, earliestReleaseAtMs } from '#shared/rules/channel/channelPolicy.ts';
import { type ChangeSet, createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { pickingPolicyOf, siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { putTask } from '#shared/rules/task/putTask.ts';
import { zonePartsOf } from '#shared/rules/task/zoneParts.ts';
import { isCustomsGateOpen, isPaymentGateOpen } from './acceptOrder.ts';
import { type Allocation, allocateLine } from './allocateLine.ts';
import { claimOrder } from './moveOrder.ts';
import { pickDueAtMs } from './pickDueAtMs.ts';

type PlannedStep = { readonly line: OrderLine; readonly sku: Sku; readonly allocation: Allocation };

/** Cold goods are taken last, so that they are out of their zone for the shortest time. */
const coldRank: Readonly<Record<TemperatureClass, number>> = { ambient: 0, chilled: 1, frozen: 2 };

const tierPriority: Readonly<Record<Order['memberTier'], number>> = { standard: 0, gold: 1, black: 2 };

/** Promises stock to an accepted order and makes its pick task; what is not there is short at once. */
export const releaseOrder: CommandRule<'releaseOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  const moved = claimOrder(change, order, 'releaseOrder');
  if (!moved.ok) return moved;
  if (view.get('task', payload.taskId) !== undefined) return refuse('ALREADY_DONE', { taskId: payload.taskId });
  if (!isPaymentGateOpen(order)) return refuse('NOT_PAID', { orderId: order.id, payment: order.payment });
  if (!isCustomsGateOpen(order)) return refuse('CUSTOMS_PENDING', { orderId: order.id, customs: order.customs });
  const notBeforeMs = earliestReleaseAtMs(order, siteRulesOf(view).promiseMs);
  if (context.atMs < notBeforeMs) return refuse('TOO_EARLY', { orderId: order.id, notBeforeMs });
  const planned = planSteps(change, moved.value.order);
  if (planned.length === 0) return refuse('NO_STOCK', { orderId: order.id });
  const task = toTask(change, moved.value.order, payload.taskId, planned);
  const parts = zonePartsOf(task, pickingPolicyOf(view.site()), change);
  for (const part of parts) putTask(change, part);
  const partTaskIds = parts.slice(1).map((part) => part.id);
  change.put('order', {
    ...moved.value.order,
    taskId: task.id,
    ...(partTaskIds.length === 0 ? {} : { partTaskIds }),
    lines: withShorts(change, order, planned),
  });
  change.tell('orderReleased', { orderId: order.id, taskId: payload.taskId, steps: planned.length });
  return change.toResult();
};

function planSteps(change: ChangeSet, order: Order): PlannedStep[] {
  const isReserveAllowed = channelPolicies[order.channel].picksByCase;
  const taken = new Map<string, number>();
  const planned: PlannedStep[] = [];
  for (const line of order.lines) {
    const sku = change.get('sku', line.skuId);
    if (sku === undefined) continue;
    for (const allocation of allocateLine(change, sku, line.orderedQuantity, { isReserveAllowed, taken })) {
      if (planned.length === maxTaskSteps) return planned;
      planned.push({ line, sku, allocation });
      taken.set(allocation.row.id, (taken.get(allocation.row.id) ?? 0) + allocation.quantity);
    }
  }
  return planned;
}

function toTask(change: ChangeSet, order: Order, taskId: TaskId, planned: readonly PlannedStep[]): Task {
  return {
    id: taskId,
    kind: 'pick',
    status: 'open',
    orderIds: [order.id],
    createdAtMs: change.context.atMs,
    dueAtMs: pickDueAtMs(order, siteRulesOf(change.view)),
    priority: tierPriority[order.memberTier],
    temperatures: [...new Set(planned.map((step) => step.sku.temperature))].toSorted(),
    holder: null,
    toteByOrder: {},
    steps: planned.toSorted(byColdThenWalk).map((step, index) => toStep(order, step, index + 1)),
  };
}

function byColdThenWalk(a: PlannedStep, b: PlannedStep): number {
  return (
    coldRank[a.sku.temperature] - coldRank[b.sku.temperature] ||
    a.allocation.bin.walkSequence - b.allocation.bin.walkSequence ||
    unitWeightGrams(b.sku) - unitWeightGrams(a.sku) ||
    a.line.lineNo - b.line.lineNo
  );
}

/** Loose goods weigh what is ordered; between bins of one place they count as light. */
function unitWeightGrams(sku: Sku): number {
  return sku.unit === 'gram' ? 0 : sku.weightGrams;
}

function toStep(order: Order, { line, allocation }: PlannedStep, stepNo: number): PickStep {
  return {
    stepNo,
    orderId: order.id,
    lineNo: line.lineNo,
    skuId: line.skuId,
    binId: allocation.row.binId,
    lotId: allocation.row.lotId,
    quantity: allocation.quantity,
    pickedQuantity: 0,
    status: 'open',
    shortReason: null,
  };
}

function withShorts(change: ChangeSet, order: Order, planned: readonly PlannedStep[]): OrderLine[] {
  return order.lines.map((line) => {
    const promised = planned.reduce((sum, step) => (step.line.lineNo === line.lineNo ? sum + step.allocation.quantity : sum), 0);
    const shortQuantity = line.orderedQuantity - promised;
    if (shortQuantity === 0) return line;
    change.tell('lineShort', { orderId: order.id, lineNo: line.lineNo, shortQuantity, reason: 'notFound' });
    return { ...line, shortQuantity, shortReason: 'notFound' };
  });
}
