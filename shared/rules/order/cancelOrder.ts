import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { decideOrder } from './decideOrder.ts';
import { endOrder } from './endOrder.ts';

/** Cancels an order that has not left the site. */
export const cancelOrder: CommandRule<'cancelOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  const decided = decideOrder(order, 'cancelOrder', context.atMs);
  if (!decided.ok) return decided;
  endOrder(change, order, payload.reason);
  return change.toResult();
};
