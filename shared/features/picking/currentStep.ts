import type { CommandDraft } from '#shared/model/command/command.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { PickingState } from './pickingState.ts';

/** The step to work on now: the first open one in the task's order. */
export function currentStepOf(task: Task): PickStep | undefined {
  return task.steps.find((step) => step.status === 'open');
}

/** What is still to be picked of a step, in units or grams. */
export function remainingOf(step: PickStep): number {
  return Math.max(0, step.quantity - step.pickedQuantity);
}

/** Records a prompt or a message about a step speaks of. */
export function subjectsOf(
  view: RecordView,
  step: PickStep,
): { bin: RecordOf<'bin'> | undefined; sku: RecordOf<'sku'> | undefined; order: RecordOf<'order'> | undefined } {
  return { bin: view.get('bin', step.binId), sku: view.get('sku', step.skuId), order: view.get('order', step.orderId) };
}

/** The state after the records changed: next phase for the task as it is now. */
export function settlePhase(state: PickingState, task: Task): PickingState {
  // An order that is cancelled, or all short, has nothing left to put anywhere.
  const isWanted = (orderId: string) => task.steps.some((step) => step.orderId === orderId && step.status === 'open');
  const orderWithoutTote = task.orderIds.find((orderId) => task.toteByOrder[orderId] === undefined && isWanted(orderId));
  const step = currentStepOf(task);
  const cleared = { ...state, scannedLotId: null, repeatToConfirm: null };
  const isOver = task.status === 'done' || task.status === 'cancelled';
  if (!isOver && step === undefined && (task.questions ?? []).length > 0)
    return { ...cleared, phase: 'answer', orderId: null, confirmedBinId: null };
  if (isOver || step === undefined) return { ...cleared, phase: 'done', orderId: null, confirmedBinId: null };
  if (orderWithoutTote !== undefined) return { ...cleared, phase: 'tote', orderId: orderWithoutTote, confirmedBinId: null };
  const isSameBin = state.confirmedBinId !== null && (state.confirmedBinId === step.binId || state.confirmedStepNo === step.stepNo);
  return { ...cleared, phase: isSameBin ? 'item' : 'bin', orderId: null, confirmedBinId: isSameBin ? state.confirmedBinId : null };
}

/**
 * The state as the records are now, with the tote first: where the task changed under the picker's hands (what bound the tote was undone, or never reached the
 * platform) goods have nowhere to go, and the tote is asked for again before anything else is counted.
 */
export function withToteFirst(state: PickingState, task: Task): PickingState {
  // A customer's answer may have opened the next step.
  if (state.phase === 'answer' && currentStepOf(task) !== undefined) return settlePhase(state, task);
  if (state.phase !== 'bin' && state.phase !== 'item' && state.phase !== 'put') return state;
  const orderId = state.phase === 'put' ? state.orderId : currentStepOf(task)?.orderId;
  if (orderId == null || task.toteByOrder[orderId] !== undefined) return state;
  return { ...state, phase: 'tote', orderId, confirmedBinId: null };
}

/** The command that ends the picking of a task. */
export function finishDraft(task: Task): CommandDraft {
  return { kind: 'finishPicking', payload: { taskId: task.id } };
}
