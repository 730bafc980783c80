import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { quantityOfLine } from '#shared/rules/changes/contents.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { withPackedQuantity } from '#shared/rules/order/withLine.ts';
import { moveIntoTote } from './undoPack.ts';

/** A bag is given up (torn, wrong size): what it holds is in its totes again, and its label is worth nothing. */
export const voidParcel: CommandRule<'voidParcel'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  const parcel = view.get('parcel', payload.parcelId);
  if (order === undefined || parcel === undefined || parcel.orderId !== order.id) {
    const params = { command: 'voidParcel' };
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params, orderId: order?.id ?? null });
    return change.toResult();
  }
  if (parcel.status !== 'open' || order.stage !== 'packing') {
    const params = { parcel: parcel.code, status: parcel.status };
    change.disagree({ kind: 'lateFact', key: 'discrepancy.parcelClosed', params, orderId: order.id });
    return change.toResult();
  }
  for (const pack of parcel.packs ?? []) {
    const held = quantityOfLine(change.get('parcel', parcel.id)?.contents ?? [], pack, pack.lotId);
    const quantity = Math.min(held, pack.quantity);
    if (quantity > 0) moveIntoTote(change, order.id, parcel.id, { ...pack, quantity });
  }
  const emptied = change.get('parcel', parcel.id) ?? parcel;
  if (emptied.contents.length > 0) {
    const params = { lineNo: emptied.contents[0]?.lineNo ?? 0, missing: emptied.contents.length };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.closedWithUnpackedGoods', params, orderId: order.id });
    return change.toResult();
  }
  change.put('parcel', { ...emptied, status: 'voided', packs: [], shelfCode: null });
  let updated = change.get('order', order.id) ?? order;
  for (const line of order.lines) updated = withPackedQuantity(change, updated, line.lineNo);
  change.put('order', updated);
  change.tell('parcelVoided', { orderId: order.id, parcel: parcel.code });
  return change.toResult();
};
