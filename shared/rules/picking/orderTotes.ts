import { type ToteId, asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Tote } from '#shared/model/tote/tote.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';

/** Makes a tote carry an order's goods: the tote is made where nobody knew it, a foreign order's goods in it are a discrepancy. */
export function bindToteToOrder(change: ChangeSet, order: Order, toteId: ToteId, toteCode: string): Order {
  const known: Tote = change.get('tote', toteId) ?? { id: toteId, code: toteCode, status: 'empty', orderId: null, contents: [] };
  if (known.orderId !== null && known.orderId !== order.id) {
    change.disagree({ kind: 'doubleWork', key: 'discrepancy.toteInUse', params: { tote: known.code }, orderId: order.id });
  }
  const status = known.status === 'toPack' && known.orderId === order.id ? 'toPack' : 'picking';
  change.put('tote', { ...known, status, orderId: order.id });
  if (order.toteIds.includes(toteId)) return order;
  const bound = { ...order, toteIds: [...order.toteIds, toteId] };
  change.put('order', bound);
  return bound;
}

/**
 * The tote a pick went into: the one named, else the order's tote with that code, else a stray tote of that code made here,
 * so that the goods have a place in the books; a discrepancy tells a person.
 */
export function toteOfPick(change: ChangeSet, order: Order, toteCode: string, named: ToteId | undefined): { order: Order; toteId: ToteId } {
  const toteId = named ?? order.toteIds.find((id) => change.get('tote', id)?.code === toteCode);
  if (toteId !== undefined) {
    const isBound = order.toteIds.includes(toteId) && change.get('tote', toteId)?.orderId === order.id;
    return { order: isBound ? order : bindToteToOrder(change, order, toteId, toteCode), toteId };
  }
  change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTote', params: { tote: toteCode }, orderId: order.id });
  const strayId = asId<'tote'>(`stray|${order.id}|${toteCode}`);
  return { order: bindToteToOrder(change, order, strayId, toteCode), toteId: strayId };
}

/** Frees the order's totes that hold nothing any more. */
export function freeEmptyTotes(change: ChangeSet, order: Order): void {
  for (const toteId of order.toteIds) {
    const tote = change.get('tote', toteId);
    if (tote === undefined || tote.contents.length > 0 || tote.orderId !== order.id) continue;
    change.put('tote', { ...tote, status: 'empty', orderId: null });
  }
}
