import type { TemperatureClass } from '#shared/model/common.ts';
import type { OrderDraft } from '#shared/model/command/command.ts';
import type { Order, OrderLine } from '#shared/model/order/order.ts';
import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Takes a channel's order in; the same channel order id twice is refused with the id of the first. */
export const placeOrder: CommandRule<'placeOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const { draft } = payload;
  const existing = view.orderByChannelId(draft.channel, draft.channelOrderId) ?? view.get('order', payload.orderId);
  if (existing !== undefined) return refuse('ORDER_EXISTS', { orderId: existing.id, channelOrderId: draft.channelOrderId });
  const temperatures = new Set<TemperatureClass>();
  for (const line of draft.lines) {
    const sku = view.get('sku', line.skuId);
    if (sku === undefined) return refuse('UNKNOWN_SKU', { skuId: line.skuId, lineNo: line.lineNo });
    temperatures.add(sku.temperature);
  }
  const { lines: _draftLines, ...head } = draft;
  const order: Order = {
    ...head,
    id: payload.orderId,
    daySequence: payload.daySequence,
    stage: 'placed',
    lines: toLines(draft.lines),
    temperatures: [...temperatures].toSorted(),
    taskId: null,
    toteIds: [],
    parcelIds: [],
    tripId: null,
    cancelReason: null,
    timeline: [{ stage: 'placed', atMs: draft.placedAtMs }],
  };
  change.put('order', order);
  change.tell('orderPlaced', { orderId: order.id, channel: order.channel, lines: order.lines.length });
  return change.toResult();
};

/** Lines as the site keeps them; where a channel repeats a line number all are numbered anew. */
function toLines(draftLines: OrderDraft['lines']): OrderLine[] {
  const hasRepeats = new Set(draftLines.map((line) => line.lineNo)).size < draftLines.length;
  return draftLines.map((line, index) => ({
    ...line,
    lineNo: hasRepeats ? index + 1 : line.lineNo,
    pickedQuantity: 0,
    packedQuantity: 0,
    shortQuantity: 0,
    shortReason: null,
  }));
}
