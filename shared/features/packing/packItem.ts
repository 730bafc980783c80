import type { ParcelId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { ScannedThing, WorkflowEffect, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { labelJobIdOf } from '#shared/rules/packing/parcelNames.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { papersOf } from './orderPapers.ts';
import type { PackingState, PackingTools } from './packingState.ts';
import { targetBag } from './bagPlan.ts';
import { isOfOrder, type WaitingEntry, waitingEntries, waitingOfSku } from './packingLines.ts';

type Step = WorkflowStep<PackingState>;
type SkuScan = Extract<ScannedThing, { kind: 'sku' }>;

/** Verifies one scanned item against what was picked; the last one closes the parcels and prints their labels. */
export function packScan(
  state: PackingState,
  order: Order,
  parcelId: ParcelId,
  text: string,
  thing: Extract<ScannedThing, { kind: 'sku' | 'ambiguous' }>,
  tools: PackingTools,
): Step {
  const waiting = waitingEntries(tools.view, order, tools.nowMs);
  const scan = skuScanOf(thing, order);
  if (scan === null || !isOfOrder(order, scan.skuId)) {
    return hold(state, messageOf('pack.notInOrder', { scanned: text, order: order.daySequence, ...thingName(scan ?? thing, tools) }));
  }
  const found = waitingOfSku(waiting, scan.skuId);
  if (found === undefined) {
    return stepWith(state, 'warning', { message: messageOf('pack.alreadyComplete', { scanned: text, ...thingName(scan, tools) }) });
  }
  const isWeighed = tools.view.get('sku', scan.skuId)?.unit === 'gram';
  const quantity = isWeighed ? found.entry.quantity : scan.packUnits;
  if (quantity > found.entry.quantity) {
    return stepWith(state, 'warning', { message: messageOf('pack.packTooLarge', { scanned: quantity, expected: found.entry.quantity }) });
  }
  return putIntoBag(state, order, parcelId, found, quantity, tools);
}

/** Goods go into the bag that is suggested for them; another bag than the one in hand is named. The last of them ends the order. */
export function putIntoBag(
  state: PackingState,
  order: Order,
  inHand: ParcelId,
  found: WaitingEntry,
  quantity: number,
  tools: PackingTools,
): Step {
  const { lineNo } = found.entry;
  const { parcelId, drafts: opening, message } = targetBag(order, lineNo, inHand, tools);
  const drafts: CommandDraft[] = [
    ...opening,
    { kind: 'packItem', payload: { orderId: order.id, lineNo, parcelId, toteId: found.toteId, quantity } },
  ];
  const isLineDone = quantity === found.entry.quantity;
  const isLast = isLineDone && waitingEntries(tools.view, order, tools.nowMs).length === 1;
  if (isLast) return afterLastItem({ ...state, parcelId }, order, drafts, tools);
  return stepWith({ ...state, parcelId }, isLineDone ? 'lineDone' : 'ok', { drafts, message });
}

/** All is in the bags: where the bench has a scale they are weighed first, else they are closed at once. */
export function afterLastItem(state: PackingState, order: Order, before: readonly CommandDraft[], tools: PackingTools): Step {
  if (state.scaleGrams === null) return closeDrafts(state, order, before, tools, null);
  return stepWith({ ...state, phase: 'weigh', refusedGrams: null }, 'lineDone', { drafts: before, message: messageOf('pack.putOnScale') });
}

/** The end of an order's packing: parcels closed, first labels recorded and printed, table free for the next tote. */
export function closeDrafts(
  state: PackingState,
  order: Order,
  before: readonly CommandDraft[],
  tools: PackingTools,
  weightGrams: number | null,
): Step {
  const open = tools.find.parcelsOfOrder(order.id).filter((parcel) => parcel.status === 'open');
  // A bag that was opened and then not needed gets no label.
  const isUsed = (parcel: (typeof open)[number]) => parcel.contents.length > 0 || parcel.id === state.parcelId;
  const unused: CommandDraft[] = open
    .filter((parcel) => !isUsed(parcel))
    .map((parcel) => ({ kind: 'voidParcel', payload: { orderId: order.id, parcelId: parcel.id } }));
  const parcelIds = open.filter(isUsed).map((parcel) => parcel.id);
  if (state.parcelId !== null && !parcelIds.includes(state.parcelId)) parcelIds.push(state.parcelId);
  // A bag that was closed before, and opened again, gets a label that says so.
  const printsOf = (parcelId: ParcelId) => tools.view.get('parcel', parcelId)?.labelPrints ?? 0;
  const labels: CommandDraft[] = parcelIds.map((parcelId) => ({
    kind: 'recordLabel',
    payload: { orderId: order.id, parcelId, jobId: labelJobIdOf(parcelId, printsOf(parcelId) + 1), isReprint: printsOf(parcelId) > 0 },
  }));
  const effects: WorkflowEffect[] = parcelIds.map((parcelId) => ({
    kind: 'printParcelLabel',
    orderId: order.id,
    parcelId,
    isReprint: printsOf(parcelId) > 0,
  }));
  const copyNo = 1 + Math.max(0, ...parcelIds.map(printsOf));
  for (const document of papersOf(order, tools)) effects.push({ kind: 'printPaper', orderId: order.id, document, copyNo });
  return stepWith({ ...state, phase: 'tote', orderId: null, parcelId: null, toteIds: [], lastOrderId: order.id }, 'orderDone', {
    drafts: [...before, ...unused, { kind: 'closeParcels', payload: { orderId: order.id, weightGrams } }, ...labels],
    effects,
    message: messageOf('pack.closed', { order: order.daySequence, bags: parcelIds.length }),
  });
}

function skuScanOf(thing: Extract<ScannedThing, { kind: 'sku' | 'ambiguous' }>, order: Order): SkuScan | null {
  if (thing.kind === 'sku') return thing;
  const skus = thing.choices.filter((choice): choice is SkuScan => choice.kind === 'sku');
  return skus.find((choice) => isOfOrder(order, choice.skuId)) ?? null;
}

function hold(state: PackingState, message: NonNullable<PackingState['held']>): Step {
  return stepWith({ ...state, held: message }, 'stop', { message });
}
