import type { OrderId, ToteId } from '#shared/base/ids.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

/** Most labels printed at once: what a picker carries, and sticks within the lease of a task. */
export const maxLabelsAtOnce = 20;

/** Where somebody stands who picks by label. Which labels are out is read from the tasks in hand. */
export type LabelPickingState = {
  /** The order whose label was scanned last; null: a label comes next. */
  readonly orderId: OrderId | null;
  /** Units of that order that were scanned. */
  readonly counted: number;
  readonly held: Message | null;
};

/** Who picks, and where goods are between the shelf and their label: the books know a tote for it, a person uses none. */
export type LabelHands = {
  /** Whoever picks by label packs as well: a person who may not do both has no waves. */
  mayPack(): boolean;
  isMine(task: RecordOf<'task'>): boolean;
  /** Somebody else holds the task. */
  isTaken(task: RecordOf<'task'>): boolean;
  readonly toteId: ToteId;
  readonly toteCode: string;
};

export type LabelPickingTools = WorkflowTools<RecordView, StoreLookups>;

/** Nothing in hand. */
export function startLabelPicking(): LabelPickingState {
  return { orderId: null, counted: 0, held: null };
}
