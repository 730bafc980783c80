import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { isInHouse } from '#shared/rules/handover/parcelsOf.ts';

/** The packer took another bag than was suggested, a used one, other ice, or puts everything into one: the parcel is what stands there. */
export const setBag: CommandRule<'setBag'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const parcel = view.get('parcel', payload.parcelId);
  if (parcel === undefined || parcel.orderId !== payload.orderId) {
    const orderId = view.get('order', payload.orderId)?.id ?? null;
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params: { command: 'setBag' }, orderId });
    return change.toResult();
  }
  if (!isInHouse(parcel)) {
    const params = { parcel: parcel.code, status: parcel.status };
    change.disagree({ kind: 'lateFact', key: 'discrepancy.parcelClosed', params, orderId: parcel.orderId });
    return change.toResult();
  }
  const { bagType, icePacks, isReused, planNo } = payload;
  const { planNo: _before, ...rest } = parcel;
  change.put('parcel', { ...rest, bagType, icePacks, isReused, ...(planNo === null ? {} : { planNo }) });
  change.tell('bagSet', { orderId: parcel.orderId, parcel: parcel.code, bagType, icePacks });
  return change.toResult();
};
