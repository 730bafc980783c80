import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { isInHouse, letParcelLeave, parcelsOf } from '#shared/rules/handover/parcelsOf.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { finishTripOf } from './tripOf.ts';

/** The customer has the order. Bags nobody recorded as handed over leave the books now. */
export const confirmDelivery: CommandRule<'confirmDelivery'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'confirmDelivery' } });
    return change.toResult();
  }
  const moved = moveOrder(change, order, 'confirmDelivery');
  if (moved.standing === 'late' || moved.standing === 'early') return change.toResult();
  if (payload.proof !== undefined) change.put('order', { ...moved.order, deliveryProof: payload.proof });
  for (const parcel of parcelsOf(change, order)) {
    if (isInHouse(parcel)) {
      letParcelLeave(change, parcel, 'delivered');
      continue;
    }
    change.put('parcel', { ...parcel, status: 'delivered' });
  }
  finishTripOf(change, moved.order, payload.courierId);
  change.tell('orderDelivered', { orderId: order.id, courierId: payload.courierId });
  return change.toResult();
};
