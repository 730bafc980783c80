import type { Order } from '#shared/model/order/order.ts';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { Task } from '#shared/model/task/task.ts';

/**
 * Whether a task is picked by its label: one line of piece goods that need no cold, of a channel the site picks so, that nobody has begun
 * with a tote. The goods become the order's only bag where they lie.
 */
export function isLabelOnly(
  task: Task,
  policy: PickingPolicy,
  orderOf: (orderId: string) => Order | undefined,
  view: { get(kind: 'sku', id: string): Sku | undefined },
): boolean {
  const [step, ...otherSteps] = task.steps;
  if (task.kind !== 'pick' || step === undefined || otherSteps.length > 0 || task.orderIds.length !== 1) return false;
  if (step.status !== 'open' || step.pickedQuantity > 0 || Object.keys(task.toteByOrder).length > 0) return false;
  const order = orderOf(step.orderId);
  if (order === undefined || order.lines.length !== 1 || policy.labelOnly?.includes(order.channel) !== true) return false;
  const sku = view.get('sku', step.skuId);
  return sku?.unit === 'each' && sku.temperature === 'ambient';
}
