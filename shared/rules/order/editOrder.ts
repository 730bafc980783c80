import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { decideOrder } from './decideOrder.ts';

/** Changes note and gates until the order leaves, and quantities until it is released. A quantity of 0 takes the line away. */
export const editOrder: CommandRule<'editOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  const decided = decideOrder(order, payload.lines === undefined ? 'editOrder' : 'editLines', context.atMs);
  if (!decided.ok) return decided;
  const lines = editedLines(order, payload);
  if (lines.length === 0) return refuse('LAST_LINE_MEANS_CANCEL', { orderId: order.id });
  change.put('order', {
    ...order,
    lines,
    note: payload.note ?? order.note,
    payment: payload.payment ?? order.payment,
    customs: payload.customs ?? order.customs,
  });
  change.tell('orderEdited', { orderId: order.id });
  return change.toResult();
};

function editedLines(order: Order, payload: PayloadOf<'editOrder'>): Order['lines'] {
  const quantities = new Map(payload.lines?.map((line) => [line.lineNo, line.orderedQuantity]));
  return order.lines.flatMap((line) => {
    const orderedQuantity = quantities.get(line.lineNo) ?? line.orderedQuantity;
    return orderedQuantity === 0 ? [] : [{ ...line, orderedQuantity }];
  });
}
