import { assert } from '#shared/base/assert.ts';
import type { TaskId } from '#shared/base/ids.ts';
import type { Task } from '#shared/model/task/task.ts';
import { currentStepOf } from '#shared/features/picking/currentStep.ts';
import { maxUndoSteps, type PickingState, type UndoablePick } from '#shared/features/picking/pickingState.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import type { WorkflowParts } from '#renderer/bridge/useWorkflow.ts';

/** The picking workflow of one task, for useWorkflow. */
export function pickingParts(taskId: TaskId): WorkflowParts<PickingState> {
  return {
    name: 'picking',
    start(tools) {
      const task = tools.view.get('task', taskId);
      assert(task, 'a picking screen is opened with a task that is here');
      return resumePicking(task);
    },
    step: stepPicking,
    settle: settlePicking,
    held: (state) => state.held,
    isBusy: (state) => state.phase !== 'done',
    wanted: (state, tools) => {
      const task = tools.view.get('task', taskId);
      const step = task === undefined || state.phase !== 'item' ? undefined : currentStepOf(task);
      return { skuIds: step === undefined ? [] : [step.skuId], orderId: step?.orderId ?? null };
    },
    kinds: ['task', 'order'],
  };
}

/** The state after a restart or on another station: the exact line, and what can still be undone, from the records alone. */
export function resumePicking(task: Task): PickingState {
  const picks: UndoablePick[] = task.steps.flatMap((step) =>
    (step.picks ?? []).map((pick) => ({ commandId: pick.commandId, orderId: step.orderId, lineNo: step.lineNo, stepNo: step.stepNo })),
  );
  // Command ids sort by time (UUIDv7).
  picks.sort((one, other) => (one.commandId < other.commandId ? -1 : 1));
  return { ...startPicking(task), undoable: picks.slice(-maxUndoSteps) };
}
