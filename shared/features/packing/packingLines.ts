import type { SkuId, ToteId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import type { RecordView } from '#shared/rules/decision.ts';

/** Goods of an order that still lie in one of its totes and have to be verified. */
export type WaitingEntry = { readonly toteId: ToteId; readonly entry: ContentEntry };

/** What is still in the order's totes, tote by tote. */
export function waitingEntries(view: RecordView, order: Order): readonly WaitingEntry[] {
  return order.toteIds.flatMap((toteId) => {
    const tote = view.get('tote', toteId);
    return (tote?.contents ?? []).filter((entry) => entry.orderId === order.id).map((entry) => ({ toteId, entry }));
  });
}

/** The first waiting entry of a SKU. */
export function waitingOfSku(waiting: readonly WaitingEntry[], skuId: SkuId): WaitingEntry | undefined {
  return waiting.find(({ entry }) => entry.skuId === skuId);
}

/** Whether the order ever had this SKU among what was picked. */
export function isOfOrder(order: Order, skuId: SkuId): boolean {
  return order.lines.some((line) => line.skuId === skuId && line.pickedQuantity > 0);
}

/** Code printed on the label of a parcel: day number, bag number and a part of its id that tells days apart. */
export function parcelCodeOf(daySequence: number, bagNo: number, parcelId: string): string {
  return `${daySequence}-${bagNo}-${parcelId.replaceAll('-', '').slice(-6).toUpperCase()}`;
}

/** Job id of the first label of a parcel, the same on every station: two stations cannot print it twice unmarked. */
export function labelJobIdOf(parcelId: string, printNo: number): string {
  return `${parcelId}-L${printNo}`;
}
