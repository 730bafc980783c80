import type { CourierId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Trip } from '#shared/model/delivery/delivery.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';

/** After a handover: the courier is on the way once every order of the trip has left; another courier than planned is a discrepancy. */
export function startTripOf(change: ChangeSet, order: Order, courierId: CourierId): void {
  const courier = change.get('courier', courierId);
  const trip = order.tripId === null ? undefined : change.get('trip', order.tripId);
  if (courier === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownCourier', params: { courier: courierId }, orderId: order.id });
  }
  if (trip === undefined) {
    if (courier !== undefined) change.put('courier', { ...courier, status: 'outbound' });
    return;
  }
  if (trip.courierId !== courierId) {
    change.disagree({
      kind: 'stageMismatch',
      key: 'discrepancy.otherCourier',
      params: { courier: courier?.name ?? courierId },
      orderId: order.id,
    });
    if (courier !== undefined) change.put('courier', { ...courier, status: 'outbound' });
  }
  if (trip.status !== 'planned' || !areAll(change, trip, ['handedOver', 'delivered', 'cancelled'])) return;
  change.put('trip', { ...trip, status: 'underway', leftAtMs: change.context.atMs });
  const planned = change.get('courier', trip.courierId);
  if (planned !== undefined) change.put('courier', { ...planned, status: 'outbound', tripId: trip.id });
  change.tell('tripLeft', { tripId: trip.id, courierId: trip.courierId });
}

/** After a delivery, or one that failed (`delivered` 0): the trip is done with its last order and the courier comes back. */
export function finishTripOf(change: ChangeSet, order: Order, courierId: CourierId, delivered: 0 | 1 = 1): void {
  const trip = order.tripId === null ? undefined : change.get('trip', order.tripId);
  const isLast = trip === undefined || areAll(change, trip, ['delivered', 'cancelled']);
  if (trip !== undefined && isLast && trip.status !== 'done') {
    change.put('trip', { ...trip, status: 'done', leftAtMs: trip.leftAtMs ?? change.context.atMs, doneAtMs: change.context.atMs });
    change.tell('tripDone', { tripId: trip.id, courierId: trip.courierId });
    const planned = change.get('courier', trip.courierId);
    if (planned !== undefined && planned.tripId === trip.id) change.put('courier', { ...planned, status: 'returning', tripId: null });
  }
  const courier = change.get('courier', courierId);
  if (courier === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownCourier', params: { courier: courierId }, orderId: order.id });
    return;
  }
  const isBack = isLast && courier.tripId === null && courier.status === 'outbound';
  change.put('courier', { ...courier, deliveredToday: courier.deliveredToday + delivered, status: isBack ? 'returning' : courier.status });
}

function areAll(change: ChangeSet, trip: Trip, stages: readonly Order['stage'][]): boolean {
  return trip.orderIds.every((id) => {
    const order = change.get('order', id);
    return order === undefined || order.deliveryFailure !== undefined || stages.includes(order.stage);
  });
}
