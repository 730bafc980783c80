import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { refusalOfCourier } from './refusalOfCourier.ts';

/** A planned trip goes with another courier; the first one is free again. */
export const reassignTrip: CommandRule<'reassignTrip'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const trip = view.get('trip', payload.tripId);
  if (trip === undefined) return refuse('UNKNOWN_TRIP', { tripId: payload.tripId });
  if (trip.status === 'done' || trip.status === 'cancelled') return refuse('ALREADY_DONE', { tripId: trip.id, status: trip.status });
  const orders = trip.orderIds.map((id) => view.get('order', id));
  const left = orders.find((order) => order?.stage === 'handedOver' || order?.stage === 'delivered');
  if (trip.status === 'underway' || left !== undefined)
    return refuse('ORDER_ALREADY_LEFT', { tripId: trip.id, daySequence: left?.daySequence ?? 0 });
  if (trip.courierId === payload.courierId) return refuse('ALREADY_DONE', { tripId: trip.id, status: trip.status });
  const next = view.get('courier', payload.courierId);
  if (next === undefined) return refuse('UNKNOWN_COURIER', { courierId: payload.courierId });
  const refusal = refusalOfCourier(next, trip.orderIds.length);
  if (refusal !== null) return refusal;
  const first = view.get('courier', trip.courierId);
  if (first?.tripId === trip.id) change.put('courier', { ...first, tripId: null });
  change.put('courier', { ...next, tripId: trip.id });
  change.put('trip', { ...trip, courierId: next.id, takenAtMs: null });
  change.tell('tripReassigned', { tripId: trip.id, fromCourierId: trip.courierId, courierId: next.id });
  return change.toResult();
};
