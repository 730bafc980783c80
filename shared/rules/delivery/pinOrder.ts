import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { orderToDispatch } from './orderToDispatch.ts';
import { wishOf } from './wishOf.ts';

/** The order goes with this courier and no other; pinning takes back that the courier was forbidden for it. */
export const pinOrder: CommandRule<'pinOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = orderToDispatch(view, payload.orderId);
  if (!order.ok) return order;
  const { courierId } = payload;
  if (courierId !== null && view.get('courier', courierId) === undefined) return refuse('UNKNOWN_COURIER', { courierId });
  if (order.value.tripId !== null) return refuse('ORDER_HAS_TRIP', { orderId: order.value.id, daySequence: order.value.daySequence });
  const wish = wishOf(order.value);
  const notCourierIds = wish.notCourierIds.filter((id) => id !== courierId);
  change.put('order', { ...order.value, dispatchWish: { ...wish, courierId, notCourierIds } });
  change.tell('orderPinned', { orderId: order.value.id, courierId: courierId ?? '' });
  return change.toResult();
};
