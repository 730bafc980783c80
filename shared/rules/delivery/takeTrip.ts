import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** The courier said yes to a trip. Said by another, or of a trip that is over, it changes nothing. */
export const takeTrip: CommandRule<'takeTrip'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const trip = view.get('trip', payload.tripId);
  if (trip === undefined || trip.courierId !== payload.courierId || trip.status !== 'planned' || trip.takenAtMs != null)
    return change.toResult();
  change.put('trip', { ...trip, takenAtMs: context.atMs });
  change.tell('tripTaken', { tripId: trip.id, courierId: trip.courierId });
  return change.toResult();
};
