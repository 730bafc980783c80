import type { BinId, CommandId, LotId, OrderId, SkuId, TaskId } from '#shared/base/ids.ts';
import type { ShortReason } from '#shared/model/order/order.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

export type PickingTools = WorkflowTools<RecordView, StoreLookups>;

/** A pick that can be taken back. `commandId` is known once the command is durable. */
export type UndoablePick = {
  readonly commandId: CommandId;
  readonly orderId: OrderId;
  readonly lineNo: number;
  readonly stepNo: number;
};

/** A bin that should be empty of a SKU now. */
export type ZeroCheck = { readonly binId: BinId; readonly skuId: SkuId };

/** Most picks that can be taken back one after the other. */
export const maxUndoSteps = 20;

/**
 * Where a picker stands in a task. Everything else (which step, how much is left) is read from the records,
 * so that a reloaded page or another station goes on with the exact line.
 */
export type PickingState = {
  readonly taskId: TaskId;
  readonly phase: 'tote' | 'bin' | 'item' | 'put' | 'reason' | 'substitute' | 'answer' | 'done';
  /** The order whose tote is asked for in phase `tote`, or whose tote confirms the put in phase `put`. */
  readonly orderId: OrderId | null;
  readonly confirmedBinId: BinId | null;
  /** The step `confirmedBinId` was scanned for: it may be another bin than the planned one. */
  readonly confirmedStepNo: number | null;
  readonly scannedLotId: LotId | null;
  /** A deviation that the same scan repeated would confirm: the scanned text. */
  readonly repeatToConfirm: string | null;
  /** A stop that holds the scanner until it is acknowledged. */
  readonly held: Message | null;
  /** Why the line is short, while a substitute is chosen. */
  readonly shortReason: ShortReason | null;
  /** A bin to look into before going on; any other input leaves the question. */
  readonly zeroCheck: ZeroCheck | null;
  readonly undoable: readonly UndoablePick[];
};
