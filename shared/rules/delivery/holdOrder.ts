import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { orderToDispatch } from './orderToDispatch.ts';
import { wishOf } from './wishOf.ts';

/** The order gets no ride before the moment; null lets it go. */
export const holdOrder: CommandRule<'holdOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = orderToDispatch(view, payload.orderId);
  if (!order.ok) return order;
  if (order.value.tripId !== null && payload.untilMs !== null)
    return refuse('ORDER_HAS_TRIP', { orderId: order.value.id, daySequence: order.value.daySequence });
  change.put('order', { ...order.value, dispatchWish: { ...wishOf(order.value), heldUntilMs: payload.untilMs } });
  change.tell('orderHeld', { orderId: order.value.id, untilMs: payload.untilMs ?? 0 });
  return change.toResult();
};
