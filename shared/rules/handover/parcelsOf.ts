import type { Order } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import { isCustomsGateOpen } from '#shared/rules/order/acceptOrder.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden } from '#shared/rules/stock/lotMayLeave.ts';

/** The order's parcels as they are within this change, void ones left out. */
export function parcelsOf(change: ChangeSet, order: Order): Parcel[] {
  return order.parcelIds.flatMap((id) => {
    const parcel = change.get('parcel', id);
    return parcel === undefined || parcel.status === 'voided' ? [] : [parcel];
  });
}

/** Whether a parcel is still in the house. */
export function isInHouse(parcel: Parcel): boolean {
  return parcel.status === 'open' || parcel.status === 'packed' || parcel.status === 'shelved';
}

/** Whether a parcel holds goods of a lot that is expired, held, recalled or unknown. */
export function hasForbiddenLot(change: ChangeSet, parcel: Parcel): boolean {
  return parcel.contents.some((entry) => {
    const lot = entry.lotId === null ? null : change.get('lot', entry.lotId);
    return isLotForbidden(lot, siteRulesOf(change.view), change.context.atMs);
  });
}

/** An order that left although customs have not cleared it waits for a person. */
export function noteCustoms(change: ChangeSet, order: Order): void {
  if (isCustomsGateOpen(order)) return;
  const params = { daySequence: order.daySequence, customs: order.customs };
  change.disagree({ kind: 'stageMismatch', key: 'discrepancy.customsPending', params, orderId: order.id });
}

/** A parcel leaves the house with all that is in it. */
export function letParcelLeave(change: ChangeSet, parcel: Parcel, status: 'handedOver' | 'delivered'): void {
  if (hasForbiddenLot(change, parcel)) {
    change.disagree({
      kind: 'forbiddenLot',
      key: 'discrepancy.forbiddenLotLeft',
      params: { parcel: parcel.code },
      orderId: parcel.orderId,
    });
  }
  for (const entry of parcel.contents) {
    moveGoods(change, {
      skuId: entry.skuId,
      lotId: entry.lotId,
      quantity: entry.quantity,
      line: { orderId: entry.orderId, lineNo: entry.lineNo },
      from: { kind: 'parcel', parcelId: parcel.id },
      to: { kind: 'outside', reason: 'handedOver' },
    });
  }
  const emptied = change.get('parcel', parcel.id) ?? parcel;
  change.put('parcel', { ...emptied, status, shelfCode: null });
}
