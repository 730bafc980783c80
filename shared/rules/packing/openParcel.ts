import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';

/** The packer took a bag and gave it a code. */
export const openParcel: CommandRule<'openParcel'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'openParcel' } });
    return change.toResult();
  }
  if (view.get('parcel', payload.parcelId) !== undefined) {
    change.disagree({ kind: 'doubleWork', key: 'discrepancy.parcelExists', params: { parcel: payload.parcelCode }, orderId: order.id });
    return change.toResult();
  }
  const moved = moveOrder(change, order, 'openParcel');
  const isGone = order.stage === 'handedOver' || order.stage === 'delivered' || order.stage === 'cancelled';
  if (isGone || moved.standing === 'early') return change.toResult();
  change.put('parcel', {
    id: payload.parcelId,
    code: payload.parcelCode,
    orderId: order.id,
    bagNo: order.parcelIds.length + 1,
    bagType: payload.bagType,
    status: 'open',
    contents: [],
    weightGrams: null,
    shelfCode: null,
    packedAtMs: null,
    labelPrints: 0,
    ...(payload.icePacks === undefined ? {} : { icePacks: payload.icePacks }),
    ...(payload.planNo === undefined ? {} : { planNo: payload.planNo }),
  });
  change.put('order', { ...moved.order, parcelIds: [...order.parcelIds, payload.parcelId] });
  change.tell('parcelOpened', { orderId: order.id, parcel: payload.parcelCode });
  return change.toResult();
};
