import type { Task } from '#shared/model/task/task.ts';
import type { ScannedThing, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { currentStepOf, settlePhase } from './currentStep.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import type { PickingState, PickingTools } from './pickingState.ts';

type Step = WorkflowStep<PickingState>;

/** Binds a tote to the order that has none (or whose tote is full). */
export function stepTote(state: PickingState, task: Task, text: string, thing: ScannedThing, tools: PickingTools): Step {
  const orderId = state.orderId ?? task.orderIds[0];
  if (orderId === undefined) return stepWith(state, 'warning', { message: messageOf('pick.taskGone') });
  if (thing.kind !== 'tote') {
    return stepWith(state, 'warning', { message: messageOf('pick.expectedTote', { scanned: text, ...thingName(thing, tools) }) });
  }
  const known = tools.view.get('tote', thing.toteId);
  const isOwnAgain = known?.orderId === orderId && task.toteByOrder[orderId] === undefined;
  if (known !== undefined && known.status !== 'empty' && !isOwnAgain) {
    const holder = known.orderId === null ? undefined : tools.view.get('order', known.orderId);
    const message = messageOf('pick.toteInUse', { scanned: thing.toteCode, order: holder?.daySequence ?? '?' });
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  return stepWith({ ...state, orderId: null, phase: 'bin' }, 'ok', {
    drafts: [{ kind: 'bindTote', payload: { taskId: task.id, orderId, toteId: thing.toteId, toteCode: thing.toteCode } }],
    message: messageOf('pick.toteBound', { tote: thing.toteCode }),
  });
}

/** Confirms by its tote that goods of a multi-order task went to the right order. */
export function stepPut(
  state: PickingState,
  task: Task,
  text: string,
  thing: ScannedThing,
  tools: PickingTools,
  finish: (state: PickingState, task: Task) => Step,
): Step {
  const expected = state.orderId === null ? undefined : task.toteByOrder[state.orderId];
  if (thing.kind !== 'tote') {
    return stepWith(state, 'warning', {
      message: messageOf('pick.scanPutTote', { scanned: text, expected: expected ?? '?', ...thingName(thing, tools) }),
    });
  }
  if (thing.toteCode !== expected) {
    const message = messageOf('pick.wrongTote', { scanned: thing.toteCode, expected: expected ?? '?' });
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  const settled = settlePhase({ ...state, phase: 'bin', orderId: null }, task);
  return currentStepOf(task) === undefined ? finish(settled, task) : stepWith(settled, 'ok');
}
