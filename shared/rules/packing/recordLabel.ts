import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** A label for a parcel was sent to paper; above one print the next says so. */
export const recordLabel: CommandRule<'recordLabel'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const parcel = view.get('parcel', payload.parcelId);
  if (parcel === undefined || parcel.orderId !== payload.orderId) {
    const orderId = view.get('order', payload.orderId)?.id ?? null;
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params: { command: 'recordLabel' }, orderId });
    return change.toResult();
  }
  change.put('parcel', { ...parcel, labelPrints: parcel.labelPrints + 1 });
  change.tell('labelPrinted', { orderId: payload.orderId, parcel: parcel.code, prints: parcel.labelPrints + 1 });
  return change.toResult();
};
