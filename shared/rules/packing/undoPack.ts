import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { RecordedPack } from '#shared/model/parcel/parcel.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { quantityOfLine } from '#shared/rules/changes/contents.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { bindToteToOrder } from '#shared/rules/picking/orderTotes.ts';
import { withPackedQuantity } from '#shared/rules/order/withLine.ts';

/** What one command packed went back into its tote. Undone already, or left with the bag: a discrepancy and no move. */
export const undoPack: CommandRule<'undoPack'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  const parcel = view.get('parcel', payload.parcelId);
  if (order === undefined || parcel === undefined || parcel.orderId !== order.id) {
    change.disagree({
      kind: 'unknownSubject',
      key: 'discrepancy.unknownParcel',
      params: { command: 'undoPack' },
      orderId: order?.id ?? null,
    });
    return change.toResult();
  }
  const packs = (parcel.packs ?? []).filter((pack) => pack.commandId === payload.commandId);
  const isThere = packs.every((pack) => quantityOfLine(parcel.contents, pack, pack.lotId) >= pack.quantity);
  if (packs.length === 0 || !isThere) {
    change.disagree({ kind: 'lateFact', key: 'discrepancy.nothingToUndo', params: { command: 'undoPack' }, orderId: order.id });
    return change.toResult();
  }
  for (const pack of packs) moveIntoTote(change, order.id, payload.parcelId, pack);
  const emptied = change.get('parcel', parcel.id) ?? parcel;
  change.put('parcel', { ...emptied, packs: (emptied.packs ?? []).filter((pack) => pack.commandId !== payload.commandId) });
  const updated = withPackedQuantity(change, change.get('order', order.id) ?? order, payload.lineNo);
  change.put('order', updated);
  if (order.stage !== 'packing') {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.lateFact',
      params: { step: 'undoPack', stage: order.stage, daySequence: order.daySequence },
      orderId: order.id,
    });
  }
  change.tell('packUndone', { orderId: order.id, lineNo: payload.lineNo });
  return change.toResult();
};

/** Moves what was packed back into the tote it came from; the tote is the order's again. */
export function moveIntoTote(change: ChangeSet, orderId: OrderId, parcelId: ParcelId, pack: RecordedPack): void {
  const order = change.get('order', orderId);
  const tote = change.get('tote', pack.toteId);
  if (order !== undefined && tote?.orderId !== order.id) bindToteToOrder(change, order, pack.toteId, tote?.code ?? pack.toteId);
  moveGoods(change, {
    skuId: pack.skuId,
    lotId: pack.lotId,
    quantity: pack.quantity,
    line: { orderId: pack.orderId, lineNo: pack.lineNo },
    from: { kind: 'parcel', parcelId },
    to: { kind: 'tote', toteId: pack.toteId },
  });
}
