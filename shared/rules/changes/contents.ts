import type { LotId, OrderId } from '#shared/base/ids.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';

/** Which order line goods belong to. */
export type LineRef = { readonly orderId: OrderId; readonly lineNo: number };

/** Contents with `entry` added; one entry per order line and lot. */
export function addContent(contents: readonly ContentEntry[], entry: ContentEntry): ContentEntry[] {
  const at = contents.findIndex((held) => isSameGoods(held, entry));
  const held = contents[at];
  if (held === undefined) return [...contents, entry];
  return contents.with(at, { ...held, quantity: held.quantity + entry.quantity });
}

/** Contents with `entry.quantity` taken out. The caller has looked that so much is there. */
export function removeContent(contents: readonly ContentEntry[], entry: ContentEntry): ContentEntry[] {
  return contents.flatMap((held) => {
    if (!isSameGoods(held, entry)) return [held];
    return held.quantity > entry.quantity ? [{ ...held, quantity: held.quantity - entry.quantity }] : [];
  });
}

/** How much of a line (and lot, where given) is in there: units or grams. */
export function quantityOfLine(contents: readonly ContentEntry[], line: LineRef, lotId?: LotId | null): number {
  let quantity = 0;
  for (const entry of contents) {
    if (!isOfLine(entry, line) || (lotId !== undefined && entry.lotId !== lotId)) continue;
    quantity += entry.quantity;
  }
  return quantity;
}

/** Whether an entry belongs to a line. */
export function isOfLine(entry: LineRef, line: LineRef): boolean {
  return entry.orderId === line.orderId && entry.lineNo === line.lineNo;
}

function isSameGoods(a: ContentEntry, b: ContentEntry): boolean {
  return isOfLine(a, b) && a.skuId === b.skuId && a.lotId === b.lotId;
}
