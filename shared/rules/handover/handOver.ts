import type { Order } from '#shared/model/order/order.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { startTripOf } from '#shared/rules/delivery/tripOf.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { isInHouse, letParcelLeave, noteCustoms, parcelsOf } from './parcelsOf.ts';

/** A courier took bags of an order. All bags belong together: one left behind is a discrepancy, the order has left all the same. */
export const handOver: CommandRule<'handOver'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'handOver' } });
    return change.toResult();
  }
  const leaving = leavingParcels(change, order, payload);
  for (const parcel of leaving) letParcelLeave(change, parcel, 'handedOver');
  if (leaving.length === 0) {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.nothingLeft',
      params: { stage: order.stage, daySequence: order.daySequence },
      orderId: order.id,
    });
    return change.toResult();
  }
  const moved = moveOrder(change, order, 'handOver');
  const missing = parcelsOf(change, order).filter(isInHouse);
  if (missing.length > 0) {
    const params = { missing: missing.length, parcels: missing.map((parcel) => parcel.code).join(' ') };
    change.disagree({ kind: 'bagMissing', key: 'discrepancy.bagMissing', params, orderId: order.id });
  }
  noteCustoms(change, order);
  startTripOf(change, moved.order, payload.courierId);
  change.tell('orderHandedOver', { orderId: order.id, courierId: payload.courierId, parcels: leaving.length });
  return change.toResult();
};

function leavingParcels(change: ChangeSet, order: Order, payload: PayloadOf<'handOver'>): Parcel[] {
  return [...new Set(payload.parcelIds)].flatMap((parcelId) => {
    const parcel = change.get('parcel', parcelId);
    if (parcel === undefined || parcel.orderId !== order.id || parcel.status === 'voided') {
      change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params: { command: 'handOver' }, orderId: order.id });
      return [];
    }
    return isInHouse(parcel) ? [parcel] : [];
  });
}
