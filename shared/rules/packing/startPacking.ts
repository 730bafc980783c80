import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { claimOrder } from '#shared/rules/order/moveOrder.ts';

/** A packer begins with a picked order, or goes on with one whose packing was begun. */
export const startPacking: CommandRule<'startPacking'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  const moved = claimOrder(change, order, 'startPacking');
  if (!moved.ok) return moved;
  change.tell('packingStarted', { orderId: order.id });
  return change.toResult();
};
