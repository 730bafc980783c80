import type { ToteId } from '#shared/base/ids.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import { type Parcel, type RecordedPack, maxRememberedPacks } from '#shared/model/parcel/parcel.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { isOfLine } from '#shared/rules/changes/contents.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { packedGoodsOf, withPackedQuantity } from '#shared/rules/order/withLine.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden } from '#shared/rules/stock/lotMayLeave.ts';

type Subjects = { readonly order: Order; readonly parcel: Parcel };

/** Goods went from a tote into a bag. Only goods the books have in the order's totes, of lots that may leave, are moved; the rest is a discrepancy. */
export const packItem: CommandRule<'packItem'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const subjects = subjectsOf(change, payload);
  if (subjects === null) return change.toResult();
  const moved = moveOrder(change, subjects.order, 'packItem');
  const packs = takeFromTotes(change, moved.order, payload);
  const parcel = change.get('parcel', payload.parcelId) ?? subjects.parcel;
  if (packs.length > 0) change.put('parcel', { ...parcel, packs: [...(parcel.packs ?? []), ...packs].slice(-maxRememberedPacks) });
  const order = withPackedQuantity(change, moved.order, payload.lineNo);
  change.put('order', order);
  const line = order.lines.find((candidate) => candidate.lineNo === payload.lineNo);
  const inParcels = packedGoodsOf(change, order, payload.lineNo);
  const about = { orderId: order.id, skuId: line?.skuId ?? null };
  if (line !== undefined && packs.length > 0 && inParcels > line.pickedQuantity) {
    const params = { lineNo: line.lineNo, picked: line.pickedQuantity, packed: inParcels };
    change.disagree({ kind: 'overPicked', key: 'discrepancy.packedMoreThanPicked', params, ...about });
  }
  const quantity = packs.reduce((sum, pack) => sum + pack.quantity, 0);
  if (quantity < payload.quantity) {
    const params = { lineNo: payload.lineNo, packed: payload.quantity, booked: quantity };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.packedWhatIsNotInTote', params, ...about });
  }
  change.tell('itemPacked', { orderId: order.id, lineNo: payload.lineNo, quantity });
  return change.toResult();
};

function subjectsOf(change: ChangeSet, payload: PayloadOf<'packItem'>): Subjects | null {
  const order = change.get('order', payload.orderId);
  const parcel = change.get('parcel', payload.parcelId);
  const hasLine = order?.lines.some((line) => line.lineNo === payload.lineNo) === true;
  if (order === undefined || parcel === undefined || parcel.orderId !== order.id || !hasLine) {
    const params = { command: 'packItem', lineNo: payload.lineNo, quantity: payload.quantity };
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params, orderId: order?.id ?? null });
    return null;
  }
  if (parcel.status === 'handedOver' || parcel.status === 'delivered' || parcel.status === 'voided') {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.parcelClosed',
      params: { parcel: parcel.code, status: parcel.status },
      orderId: order.id,
    });
    return null;
  }
  return { order, parcel };
}

/** Moves up to the quantity from the named tote first, then from the order's other totes. */
function takeFromTotes(change: ChangeSet, order: Order, payload: PayloadOf<'packItem'>): RecordedPack[] {
  const packs: RecordedPack[] = [];
  let missing = payload.quantity;
  let isForbiddenMet = false;
  for (const { toteId, entry } of entriesOf(change, order, payload)) {
    if (missing === 0) break;
    const lot = entry.lotId === null ? null : change.get('lot', entry.lotId);
    if (isLotForbidden(lot, siteRulesOf(change.view), change.context.atMs)) {
      isForbiddenMet = true;
      continue;
    }
    const quantity = Math.min(missing, entry.quantity);
    moveGoods(change, {
      skuId: entry.skuId,
      lotId: entry.lotId,
      quantity,
      line: { orderId: entry.orderId, lineNo: entry.lineNo },
      from: { kind: 'tote', toteId },
      to: { kind: 'parcel', parcelId: payload.parcelId },
    });
    packs.push({ ...entry, quantity, commandId: change.context.commandId, toteId });
    missing -= quantity;
  }
  if (missing > 0 && isForbiddenMet) {
    change.disagree({ kind: 'forbiddenLot', key: 'discrepancy.forbiddenLotPacked', params: { lineNo: payload.lineNo }, orderId: order.id });
  }
  return packs;
}

function entriesOf(change: ChangeSet, order: Order, payload: PayloadOf<'packItem'>): { toteId: ToteId; entry: ContentEntry }[] {
  const toteIds = [...new Set([payload.toteId, ...order.toteIds])];
  return toteIds.flatMap((toteId) =>
    (change.get('tote', toteId)?.contents ?? []).filter((entry) => isOfLine(entry, payload)).map((entry) => ({ toteId, entry })),
  );
}
