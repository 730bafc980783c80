import type { CommandId, OrderId, ParcelId, ToteId } from '#shared/base/ids.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

export type PackingTools = WorkflowTools<RecordView, StoreLookups>;

/** An item put into a parcel that can be taken back. */
export type UndoablePack = {
  readonly commandId: CommandId;
  readonly orderId: OrderId;
  readonly lineNo: number;
  readonly parcelId: ParcelId;
};

/** Where a packer stands. What is still to be verified is read from totes and parcels. */
export type PackingState = {
  readonly phase: 'tote' | 'items' | 'weigh';
  readonly orderId: OrderId | null;
  /** The parcel that takes the next item. */
  readonly parcelId: ParcelId | null;
  /** Totes of the order that were scanned here. */
  readonly toteIds: readonly ToteId[];
  /** The order closed last, for its label on screen and a reprint. */
  readonly lastOrderId: OrderId | null;
  /** What the bench scale last showed for this order, grams: where there is a scale, the pack is weighed before it is closed. */
  readonly scaleGrams: number | null;
  /** A weight that was refused: the same reading again says nothing new. */
  readonly refusedGrams: number | null;
  /** A deviation that the same scan repeated would confirm. */
  readonly repeatToConfirm: string | null;
  readonly held: Message | null;
  readonly undoable: readonly UndoablePack[];
};

/** Most packed items that can be taken back one after the other. */
export const maxUndoItems = 40;

/** A packer with nothing on the table. */
export function startPacking(): PackingState {
  return {
    ...{ phase: 'tote', orderId: null, parcelId: null, toteIds: [], lastOrderId: null, held: null, undoable: [] },
    ...{ scaleGrams: null, refusedGrams: null, repeatToConfirm: null },
  };
}
