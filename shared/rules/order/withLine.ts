import type { Order, OrderLine } from '#shared/model/order/order.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { quantityOfLine } from '#shared/rules/changes/contents.ts';

/** An order with some fields of one line replaced. */
export function withLine(order: Order, lineNo: number, fields: Partial<OrderLine>): Order {
  return { ...order, lines: order.lines.map((line) => (line.lineNo === lineNo ? { ...line, ...fields } : line)) };
}

/** An order whose line says how much of it is packed: what its parcels hold, and never more than was picked for it. */
export function withPackedQuantity(change: ChangeSet, order: Order, lineNo: number): Order {
  const line = order.lines.find((candidate) => candidate.lineNo === lineNo);
  if (line === undefined) return order;
  return withLine(order, lineNo, { packedQuantity: Math.min(line.pickedQuantity, packedGoodsOf(change, order, lineNo)) });
}

/** What the order's parcels hold of a line: units or grams. */
export function packedGoodsOf(change: ChangeSet, order: Order, lineNo: number): number {
  const ref = { orderId: order.id, lineNo };
  let packed = 0;
  for (const parcelId of order.parcelIds) packed += quantityOfLine(change.get('parcel', parcelId)?.contents ?? [], ref);
  return packed;
}
