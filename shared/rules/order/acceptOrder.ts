import type { Order } from '#shared/model/order/order.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { claimOrder } from './moveOrder.ts';

/** Accepts an order for fulfilment once it is paid where its channel asks for it. */
export const acceptOrder: CommandRule<'acceptOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  const moved = claimOrder(change, order, 'acceptOrder');
  if (!moved.ok) return moved;
  if (!isPaymentGateOpen(order)) return refuse('NOT_PAID', { orderId: order.id, payment: order.payment });
  return change.toResult();
};

/** Whether payment lets the order go on: paid, or a channel that bills later; never while on hold. */
export function isPaymentGateOpen(order: Order): boolean {
  return order.payment === 'paid' || (order.payment === 'unpaid' && !channelPolicies[order.channel].needsPayment);
}

/** Whether customs let the order go on. */
export function isCustomsGateOpen(order: Order): boolean {
  if (order.customs === 'cleared') return true;
  return order.customs === 'notNeeded' && !channelPolicies[order.channel].needsCustomsClearance;
}
