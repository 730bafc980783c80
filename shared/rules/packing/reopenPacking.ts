import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { claimOrder } from '#shared/rules/order/moveOrder.ts';

/** A packed order goes back on the table: its bags are open again and off the shelf. Their labels count on, so that the next print says so. */
export const reopenPacking: CommandRule<'reopenPacking'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  const moved = claimOrder(change, order, 'reopenPacking');
  if (!moved.ok) return moved;
  // Its time in packing goes on from where it began: a stage stands in the timeline once.
  const packingAt = order.timeline.findIndex((entry) => entry.stage === 'packing');
  if (packingAt !== -1) change.put('order', { ...moved.value.order, timeline: order.timeline.slice(0, packingAt + 1) });
  for (const parcelId of order.parcelIds) {
    const parcel = view.get('parcel', parcelId);
    if (parcel?.status !== 'packed' && parcel?.status !== 'shelved') continue;
    change.put('parcel', { ...parcel, status: 'open', shelfCode: null, packedAtMs: null, weightGrams: null });
  }
  change.tell('packingReopened', { orderId: order.id });
  return change.toResult();
};
