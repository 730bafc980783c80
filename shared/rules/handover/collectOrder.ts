import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { isInHouse, letParcelLeave, noteCustoms, parcelsOf } from './parcelsOf.ts';

/** The customer took the order at the counter: with its bags it is delivered. What was left behind or not checked is a discrepancy. */
export const collectOrder: CommandRule<'collectOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'collectOrder' } });
    return change.toResult();
  }
  const taken = new Set(payload.parcelIds);
  const own = parcelsOf(change, order);
  if (payload.parcelIds.some((parcelId) => own.every((parcel) => parcel.id !== parcelId)))
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params: { command: 'collectOrder' }, orderId: order.id });
  const leaving = own.filter((parcel) => taken.has(parcel.id) && isInHouse(parcel));
  if (leaving.length === 0) {
    const params = { stage: order.stage, daySequence: order.daySequence };
    change.disagree({ kind: 'lateFact', key: 'discrepancy.nothingLeft', params, orderId: order.id });
    return change.toResult();
  }
  for (const parcel of leaving) letParcelLeave(change, parcel, 'delivered');
  moveOrder(change, order, 'collectOrder');
  const missing = parcelsOf(change, order).filter(isInHouse);
  if (missing.length > 0) {
    const params = { missing: missing.length, parcels: missing.map((parcel) => parcel.code).join(' ') };
    change.disagree({ kind: 'bagMissing', key: 'discrepancy.bagMissing', params, orderId: order.id });
  }
  noteCustoms(change, order);
  const isLimited = order.lines.some((line) => line.packedQuantity > 0 && (view.get('sku', line.skuId)?.ageLimitYears ?? null) !== null);
  if (isLimited && !payload.isAgeChecked) {
    change.disagree({
      kind: 'stageMismatch',
      key: 'discrepancy.ageNotChecked',
      params: { daySequence: order.daySequence },
      orderId: order.id,
    });
  }
  change.tell('orderCollected', { orderId: order.id, parcels: leaving.length });
  return change.toResult();
};
