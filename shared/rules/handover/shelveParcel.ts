import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { isInHouse, parcelsOf } from './parcelsOf.ts';

/** A bag was put on a place of the handover shelf, or on another one. The order is shelved with its last bag. */
export const shelveParcel: CommandRule<'shelveParcel'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  const parcel = view.get('parcel', payload.parcelId);
  if (order === undefined || parcel === undefined || parcel.orderId !== order.id) {
    change.disagree({
      kind: 'unknownSubject',
      key: 'discrepancy.unknownParcel',
      params: { command: 'shelveParcel' },
      orderId: order?.id ?? null,
    });
    return change.toResult();
  }
  if (!isInHouse(parcel)) {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.parcelClosed',
      params: { parcel: parcel.code, status: parcel.status },
      orderId: order.id,
    });
    return change.toResult();
  }
  change.put('parcel', { ...parcel, status: 'shelved', shelfCode: payload.shelfCode });
  change.tell('parcelShelved', { orderId: order.id, parcel: parcel.code, shelf: payload.shelfCode });
  const isComplete = parcelsOf(change, order).every((other) => other.status === 'shelved');
  if (isComplete || order.stage === 'cancelled') moveOrder(change, order, 'shelveParcel');
  return change.toResult();
};
