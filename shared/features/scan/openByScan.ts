import { thingName } from '#shared/model/workflow/thingName.ts';
import type { Message, ScannedThing, WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import { messageOf } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { missingPartsOf } from '#shared/rules/task/zoneParts.ts';

/** What a scan opens when the screen in front does not take it: one scan starts the work. */
export type ScanOpening = { readonly effect: WorkflowEffect } | { readonly message: Message };

/**
 * The screen and subject a thing leads to: a tote to its order's next work, an order by its stage, a parcel or courier to handover,
 * a badge to sign-in. Things that start nothing answer with a message.
 */
export function openByScan(thing: ScannedThing, view: RecordView): ScanOpening {
  switch (thing.kind) {
    case 'order':
      return openOrder(view, thing.orderId);
    case 'tote': {
      const orderId = view.get('tote', thing.toteId)?.orderId;
      return orderId == null ? { message: messageOf('open.emptyTote', { scanned: thing.toteCode }) } : openOrder(view, orderId);
    }
    case 'parcel':
      return { effect: { kind: 'go', screen: 'handover', subjectId: thing.parcelId } };
    case 'courier':
      return { effect: { kind: 'go', screen: 'handover', subjectId: thing.courierId } };
    case 'shelfPlace':
      return { effect: { kind: 'go', screen: 'handover', subjectId: null } };
    case 'badge':
      return { effect: { kind: 'go', screen: 'signIn', subjectId: thing.operatorId } };
    case 'unknown':
      return { message: messageOf(thing.reason) };
    case 'sku':
    case 'bin':
    case 'commandSheet':
    case 'ambiguous':
      return { message: messageOf('open.nothingToOpen', thingName(thing, { view })) };
  }
}

function openOrder(view: RecordView, orderId: string): ScanOpening {
  const order = view.get('order', orderId);
  if (order === undefined) return { message: messageOf('scan.unknownOrder') };
  switch (order.stage) {
    case 'released':
    case 'picking':
      return { effect: { kind: 'go', screen: 'picking', subjectId: missingPartsOf(view, order)[0]?.id ?? order.taskId } };
    case 'picked':
    case 'packing':
      return { effect: { kind: 'go', screen: 'packing', subjectId: order.id } };
    case 'packed':
    case 'shelved':
      return { effect: { kind: 'go', screen: 'handover', subjectId: order.id } };
    case 'placed':
    case 'accepted':
    case 'handedOver':
    case 'delivered':
    case 'cancelled':
      return { message: messageOf(`open.${order.stage}`, { order: order.daySequence }) };
  }
}
