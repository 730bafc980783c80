import type { ParcelId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { openingOf } from './bagPlan.ts';
import { maxUndoItems, type PackingState, type PackingTools, type UndoablePack } from './packingState.ts';

type Step = WorkflowStep<PackingState>;

/** UNDO on the empty table: the order closed last is opened again, with everything that can be taken out. */
export function reopenLast(state: PackingState, tools: PackingTools): Step {
  const order = state.lastOrderId === null ? undefined : tools.view.get('order', state.lastOrderId);
  if (order === undefined || (order.stage !== 'packed' && order.stage !== 'shelved'))
    return stepWith(state, 'warning', { message: messageOf('common.nothingToUndo') });
  const bags = tools.find.parcelsOfOrder(order.id).filter((parcel) => parcel.status === 'packed' || parcel.status === 'shelved');
  const undoable: UndoablePack[] = bags.flatMap((bag) =>
    (bag.packs ?? []).map(({ commandId, orderId, lineNo }) => ({ commandId, orderId, lineNo, parcelId: bag.id })),
  );
  return stepWith(
    {
      ...state,
      phase: 'items',
      orderId: order.id,
      parcelId: bags.at(-1)?.id ?? null,
      toteIds: order.toteIds,
      undoable: undoable.slice(-maxUndoItems),
      refusedGrams: null,
    },
    'ok',
    {
      drafts: [{ kind: 'reopenPacking', payload: { orderId: order.id } }],
      message: messageOf('pack.reopened', { order: order.daySequence }),
    },
  );
}

/** The label of a bag on the table: the same scan again voids it, its goods are back in the tote and a new bag is opened. */
export function stepOwnBag(state: PackingState, order: Order, text: string, parcelId: ParcelId, tools: PackingTools): Step {
  const bag = tools.view.get('parcel', parcelId);
  if (bag?.orderId !== order.id || bag.status !== 'open') {
    return stepWith(state, 'warning', { message: messageOf('pack.otherBag', { scanned: bag?.code ?? text, order: order.daySequence }) });
  }
  if (state.repeatToConfirm !== text) {
    return stepWith({ ...state, repeatToConfirm: text }, 'warning', { message: messageOf('pack.voidAgain', { bag: bag.bagNo }) });
  }
  const { parcelId: newId, draft } = openingOf(order, { ...bag, icePacks: bag.icePacks ?? 0 }, tools);
  const isOther = (item: UndoablePack) => item.parcelId !== parcelId;
  return stepWith(
    { ...state, phase: 'items', parcelId: newId, repeatToConfirm: null, undoable: state.undoable.filter(isOther) },
    'lineDone',
    {
      drafts: [{ kind: 'voidParcel', payload: { orderId: order.id, parcelId } }, draft],
      message: messageOf('pack.voided', { bag: bag.bagNo }),
    },
  );
}
