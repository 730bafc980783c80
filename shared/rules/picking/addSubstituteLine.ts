import type { Order } from '#shared/model/order/order.ts';
import { maxTaskSteps, type PickStep } from '#shared/model/task/task.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { isOfLine } from '#shared/rules/changes/contents.ts';
import { allocateLine } from '#shared/rules/order/allocateLine.ts';
import { withLine } from '#shared/rules/order/withLine.ts';
import { isLiveTask, putTask } from '#shared/rules/task/putTask.ts';
import { tasksOf } from '#shared/rules/task/tasksOfOrder.ts';
import { nextStepNo, withStepsAfter } from './shortStep.ts';

/** Most lines an order may have, as its schema says. */
const maxLines = 200;

/**
 * Puts the accepted substitute of a line into the order as a line of its own, with stock promised and steps in the order's task.
 * Nobody pays more for it than for what was ordered. False where it is not there any more: then the offer counts as declined.
 */
export function addSubstituteLine(change: ChangeSet, order: Order, lineNo: number): boolean {
  const line = order.lines.find((candidate) => candidate.lineNo === lineNo);
  const task = tasksOf(change, order).find((part) => part.steps.some((step) => isOfLine(step, { orderId: order.id, lineNo })));
  const sku = line?.substitute === undefined ? undefined : change.get('sku', line.substitute.skuId);
  if (line?.substitute === undefined || sku === undefined) return false;
  const isReserveAllowed = channelPolicies[order.channel].picksByCase;
  const isOpen = task !== undefined && isLiveTask(task) && order.lines.length < maxLines;
  const allocations = isOpen ? allocateLine(change, sku, line.substitute.quantity, { isReserveAllowed, taken: new Map() }) : [];
  const added = allocations.slice(0, maxTaskSteps - (task?.steps.length ?? maxTaskSteps));
  const orderedQuantity = added.reduce((sum, { quantity }) => sum + quantity, 0);
  if (task === undefined || orderedQuantity === 0) {
    change.put('order', withLine(order, lineNo, { substitute: { ...line.substitute, status: 'declined' } }));
    return false;
  }
  const newLineNo = 1 + Math.max(...order.lines.map((other) => other.lineNo));
  const firstNo = nextStepNo(task);
  const steps = added.map(({ row, quantity }, index): PickStep => ({
    stepNo: firstNo + index,
    orderId: order.id,
    lineNo: newLineNo,
    skuId: sku.id,
    binId: row.binId,
    lotId: row.lotId,
    quantity,
    pickedQuantity: 0,
    status: 'open',
    shortReason: null,
  }));
  putTask(change, withStepsAfter(change, task, null, steps));
  change.put('order', {
    ...withLine(order, lineNo, { substitute: { ...line.substitute, status: 'accepted' } }),
    temperatures: [...new Set([...order.temperatures, sku.temperature])].toSorted(),
    lines: [
      ...withLine(order, lineNo, { substitute: { ...line.substitute, status: 'accepted' } }).lines,
      {
        lineNo: newLineNo,
        skuId: sku.id,
        orderedQuantity,
        pickedQuantity: 0,
        packedQuantity: 0,
        shortQuantity: 0,
        shortReason: null,
        priceFen: Math.min(sku.priceFen, line.priceFen),
        replacesLineNo: lineNo,
      },
    ],
  });
  change.tell('substituteAccepted', { orderId: order.id, lineNo, newLineNo, quantity: orderedQuantity });
  return true;
}
