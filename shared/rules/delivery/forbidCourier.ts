import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { orderToDispatch } from './orderToDispatch.ts';
import { wishOf } from './wishOf.ts';

/** Most couriers forbidden for one order; the oldest is forgotten. */
const maxForbidden = 20;

/** The order does not go with this courier, or may again; a pin to the courier ends. */
export const forbidCourier: CommandRule<'forbidCourier'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = orderToDispatch(view, payload.orderId);
  if (!order.ok) return order;
  if (view.get('courier', payload.courierId) === undefined) return refuse('UNKNOWN_COURIER', { courierId: payload.courierId });
  const wish = wishOf(order.value);
  const others = wish.notCourierIds.filter((id) => id !== payload.courierId);
  const notCourierIds = payload.isForbidden ? [...others, payload.courierId].slice(-maxForbidden) : others;
  const courierId = payload.isForbidden && wish.courierId === payload.courierId ? null : wish.courierId;
  change.put('order', { ...order.value, dispatchWish: { ...wish, courierId, notCourierIds } });
  change.tell('courierForbidden', {
    orderId: order.value.id,
    courierId: payload.courierId,
    is: payload.isForbidden ? 'forbidden' : 'allowed',
  });
  return change.toResult();
};
