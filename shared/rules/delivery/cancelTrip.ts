import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Takes a planned trip back; its orders and its courier are free again. */
export const cancelTrip: CommandRule<'cancelTrip'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const trip = view.get('trip', payload.tripId);
  if (trip === undefined) return refuse('UNKNOWN_TRIP', { tripId: payload.tripId });
  if (trip.status === 'done' || trip.status === 'cancelled') return refuse('ALREADY_DONE', { tripId: trip.id, status: trip.status });
  const orders = trip.orderIds.map((id) => view.get('order', id));
  const left = orders.find((order) => order?.stage === 'handedOver' || order?.stage === 'delivered');
  if (trip.status === 'underway' || left !== undefined)
    return refuse('ORDER_ALREADY_LEFT', { tripId: trip.id, daySequence: left?.daySequence ?? 0 });
  for (const order of orders) {
    if (order?.tripId === trip.id) change.put('order', { ...order, tripId: null });
  }
  const courier = view.get('courier', trip.courierId);
  if (courier?.tripId === trip.id) change.put('courier', { ...courier, tripId: null });
  change.put('trip', { ...trip, status: 'cancelled' });
  change.tell('tripCancelled', { tripId: trip.id });
  return change.toResult();
};
