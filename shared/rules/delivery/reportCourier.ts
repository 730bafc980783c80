import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Where a courier is and what they do. A report older than the position known changes the status only forward in time. */
export const reportCourier: CommandRule<'reportCourier'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const courier = view.get('courier', payload.courierId);
  if (courier === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownCourier', params: { courier: payload.courierId } });
    return change.toResult();
  }
  if (courier.position !== null && context.atMs < courier.position.atMs) return change.toResult();
  const position = payload.position === null ? courier.position : { ...payload.position, atMs: context.atMs };
  // Who is back at the site is free, though the last doors may not have been told yet (no network); the trip ends with their telling.
  const trip = courier.tripId === null ? undefined : view.get('trip', courier.tripId);
  const tripId = payload.status === 'atSite' && trip?.status === 'underway' ? null : courier.tripId;
  change.put('courier', { ...courier, status: payload.status, position, tripId });
  change.tell('courierReported', { courierId: courier.id, status: payload.status });
  return change.toResult();
};
