import type { Order } from '#shared/model/order/order.ts';
import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { hasForbiddenLot, parcelsOf } from '#shared/rules/handover/parcelsOf.ts';
import { decideOrder } from '#shared/rules/order/decideOrder.ts';
import { refusalOfCourier } from './refusalOfCourier.ts';

/** Gives orders to a courier as one ride, in delivery order; they may still be picked and packed, and the ride begins when all are there. */
export const planTrip: CommandRule<'planTrip'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  if (view.get('trip', payload.tripId) !== undefined) return refuse('ALREADY_DONE', { tripId: payload.tripId });
  const courier = view.get('courier', payload.courierId);
  if (courier === undefined) return refuse('UNKNOWN_COURIER', { courierId: payload.courierId });
  const orderIds = [...new Set(payload.orderIds)];
  const refusal = refusalOfCourier(courier, orderIds.length);
  if (refusal !== null) return refusal;
  const orders: Order[] = [];
  for (const orderId of orderIds) {
    const order = view.get('order', orderId);
    if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId });
    const decided = decideOrder(order, 'planTrip', context.atMs);
    if (!decided.ok) return decided;
    if (order.tripId !== null) return refuse('ORDER_HAS_TRIP', { orderId, daySequence: order.daySequence });
    if (parcelsOf(change, order).some((parcel) => hasForbiddenLot(change, parcel))) {
      return refuse('LOT_MAY_NOT_LEAVE', { orderId, daySequence: order.daySequence });
    }
    orders.push(order);
  }
  for (const order of orders) change.put('order', { ...order, tripId: payload.tripId });
  change.put('courier', { ...courier, tripId: payload.tripId });
  change.put('trip', {
    id: payload.tripId,
    courierId: courier.id,
    orderIds,
    status: 'planned',
    plannedAtMs: context.atMs,
    leftAtMs: null,
    doneAtMs: null,
    reason: payload.reason,
    ...(payload.booking === undefined ? {} : { booking: payload.booking }),
  });
  change.tell('tripPlanned', { tripId: payload.tripId, courierId: courier.id, orders: orderIds.length });
  return change.toResult();
};
