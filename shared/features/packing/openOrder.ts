import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { ScannedThing, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { missingPartsAt, zoneParams } from '#shared/rules/task/missingParts.ts';
import type { PackingState, PackingTools } from './packingState.ts';
import { waitingEntries } from './packingLines.ts';
import { bagPlanOf, openingOf } from './bagPlan.ts';

type Step = WorkflowStep<PackingState>;

/** A tote (or its order) on the empty table: its order is opened with the suggested bag, or gone on with where it was left. */
export function openOrder(state: PackingState, text: string, thing: ScannedThing, tools: PackingTools): Step {
  const tote = thing.kind === 'tote' ? tools.view.get('tote', thing.toteId) : undefined;
  const orderId = thing.kind === 'order' ? thing.orderId : tote?.orderId;
  if (thing.kind !== 'tote' && thing.kind !== 'order') {
    return stepWith(state, 'warning', { message: messageOf('pack.expectedTote', { scanned: text, ...thingName(thing, tools) }) });
  }
  const order = orderId == null ? undefined : tools.view.get('order', orderId);
  if (order === undefined) return stepWith(state, 'warning', { message: messageOf('pack.emptyTote', { scanned: tote?.code ?? text }) });
  const missing = missingPartsAt(tools.view, order);
  if (missing.length > 0) {
    return stepWith(state, 'warning', { message: messageOf('pack.partsMissing', { order: order.daySequence, ...zoneParams(missing) }) });
  }
  const blocked = blockOf(order);
  if (blocked !== null) {
    const message = messageOf(blocked, { order: order.daySequence });
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  if (waitingEntries(tools.view, order, tools.nowMs).length === 0 && order.stage === 'picked') {
    return stepWith(state, 'warning', { message: messageOf('pack.emptyTote', { scanned: tote?.code ?? text }) });
  }
  const openParcel = tools.find.parcelsOfOrder(order.id).findLast((parcel) => parcel.status === 'open');
  const drafts: CommandDraft[] = [{ kind: 'startPacking', payload: { orderId: order.id } }];
  let parcelId = openParcel?.id;
  if (parcelId === undefined) {
    const [first = { bagType: 'small' as const, icePacks: 0, planNo: 1 }] = bagPlanOf(tools.view, order);
    const opening = openingOf(order, first, tools);
    drafts.push(opening.draft);
    parcelId = opening.parcelId;
  }
  return stepWith(
    {
      ...state,
      phase: 'items',
      orderId: order.id,
      parcelId,
      toteIds: tote === undefined ? [] : [tote.id],
      undoable: [],
      scaleGrams: null,
      refusedGrams: null,
    },
    'ok',
    { drafts, message: messageOf('pack.opened', { order: order.daySequence }) },
  );
}

/** Why an order cannot be packed now, as a message key. */
function blockOf(order: Order): string | null {
  switch (order.stage) {
    case 'picked':
    case 'packing':
      return null;
    case 'cancelled':
      return 'pack.orderCancelled';
    case 'packed':
    case 'shelved':
    case 'handedOver':
    case 'delivered':
      return 'pack.alreadyPacked';
    case 'placed':
    case 'accepted':
    case 'released':
    case 'picking':
      return 'pack.stillPicking';
  }
}
