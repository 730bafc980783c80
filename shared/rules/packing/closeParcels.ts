import type { Order } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { learnWeights } from './learnWeights.ts';
import { freeEmptyTotes } from '#shared/rules/picking/orderTotes.ts';

/**
 * The packer closed the bags. The order is packed when everything picked for it is in them; otherwise the bags are closed and
 * the order stays in packing with a discrepancy. `weightGrams` is of all bags together and kept on the first.
 */
export const closeParcels: CommandRule<'closeParcels'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'closeParcels' } });
    return change.toResult();
  }
  const open = order.parcelIds.map((id) => view.get('parcel', id)).filter((parcel) => parcel?.status === 'open') as Parcel[];
  for (const [index, parcel] of open.entries()) {
    change.put('parcel', {
      ...parcel,
      status: 'packed',
      packedAtMs: context.atMs,
      weightGrams: index === 0 ? payload.weightGrams : parcel.weightGrams,
    });
  }
  if (payload.weightGrams !== null) learnWeights(change, open, payload.weightGrams);
  finishOrder(change, order);
  change.tell('parcelsClosed', { orderId: order.id, parcels: open.length });
  return change.toResult();
};

function finishOrder(change: ChangeSet, order: Order): void {
  const unpacked = order.lines.find((line) => line.packedQuantity < line.pickedQuantity);
  const isPackingNow = order.stage === 'packing' || order.stage === 'picked';
  if (isPackingNow && (unpacked !== undefined || order.parcelIds.length === 0)) {
    const params = {
      lineNo: unpacked?.lineNo ?? 0,
      missing: unpacked === undefined ? 0 : unpacked.pickedQuantity - unpacked.packedQuantity,
    };
    change.disagree({
      kind: 'stageMismatch',
      key: 'discrepancy.closedWithUnpackedGoods',
      params,
      orderId: order.id,
      skuId: unpacked?.skuId ?? null,
    });
    return;
  }
  const moved = moveOrder(change, order, 'closeParcels');
  if (moved.standing === 'agreed' || moved.standing === 'skip') freeEmptyTotes(change, order);
}
