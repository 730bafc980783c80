import type { SkuId, ToteId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden } from '#shared/rules/stock/lotMayLeave.ts';

/** Goods of an order that still lie in one of its totes and have to be verified. */
export type WaitingEntry = { readonly toteId: ToteId; readonly entry: ContentEntry };

/**
 * What is still in the order's totes and has to be packed, tote by tote. More than a line needs (picked twice) and goods that
 * may not leave are left out: they wait in the tote for their way back to the shelf.
 */
export function waitingEntries(view: RecordView, order: Order, atMs: number): readonly WaitingEntry[] {
  const site = siteRulesOf(view);
  const left = new Map(order.lines.map((line) => [line.lineNo, line.pickedQuantity - line.packedQuantity]));
  const waiting: WaitingEntry[] = [];
  for (const toteId of order.toteIds) {
    for (const entry of view.get('tote', toteId)?.contents ?? []) {
      const lot = entry.lotId === null ? null : view.get('lot', entry.lotId);
      const quantity = Math.min(entry.quantity, left.get(entry.lineNo) ?? 0);
      if (entry.orderId !== order.id || quantity <= 0 || isLotForbidden(lot, site, atMs)) continue;
      left.set(entry.lineNo, (left.get(entry.lineNo) ?? 0) - quantity);
      waiting.push({ toteId, entry: { ...entry, quantity } });
    }
  }
  return waiting;
}

/** The first waiting entry of a SKU. */
export function waitingOfSku(waiting: readonly WaitingEntry[], skuId: SkuId): WaitingEntry | undefined {
  return waiting.find(({ entry }) => entry.skuId === skuId);
}

/** Whether the order ever had this SKU among what was picked. */
export function isOfOrder(order: Order, skuId: SkuId): boolean {
  return order.lines.some((line) => line.skuId === skuId && line.pickedQuantity > 0);
}
