import type { Task } from '#shared/model/task/task.ts';
import type { ScannedThing, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { currentStepOf, subjectsOf } from './currentStep.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import type { PickingState, PickingTools } from './pickingState.ts';

/** Confirms that the picker stands at the right bin; another bin with the same SKU is taken after the same scan again. */
export function stepBin(
  state: PickingState,
  task: Task,
  text: string,
  thing: ScannedThing,
  tools: PickingTools,
): WorkflowStep<PickingState> {
  const step = currentStepOf(task);
  if (step === undefined) return stepWith(state, 'warning', { message: messageOf('pick.taskDone') });
  const { bin: expectedBin } = subjectsOf(tools.view, step);
  const expected = expectedBin?.code ?? '?';
  if (thing.kind !== 'bin') {
    if (thing.kind === 'tote' && !Object.values(task.toteByOrder).includes(thing.toteCode)) {
      const message = messageOf('pick.wrongTote', { scanned: thing.toteCode, expected: task.toteByOrder[step.orderId] ?? '?' });
      return stepWith({ ...state, held: message }, 'stop', { message });
    }
    return stepWith(state, 'warning', { message: messageOf('pick.scanBinFirst', { scanned: text, expected, ...thingName(thing, tools) }) });
  }
  if (thing.binId === step.binId)
    return stepWith({ ...state, phase: 'item', confirmedBinId: thing.binId, confirmedStepNo: step.stepNo, repeatToConfirm: null }, 'ok');
  const scannedCode = tools.view.get('bin', thing.binId)?.code ?? text;
  const isAlsoThere = tools.view
    .stockOfSku(step.skuId)
    .some((row) => row.binId === thing.binId && row.status === 'available' && row.quantity > 0);
  if (isAlsoThere && state.repeatToConfirm === text) {
    return stepWith({ ...state, phase: 'item', confirmedBinId: thing.binId, confirmedStepNo: step.stepNo, repeatToConfirm: null }, 'ok', {
      message: messageOf('pick.otherBinTaken', { scanned: scannedCode }),
    });
  }
  return stepWith({ ...state, repeatToConfirm: isAlsoThere ? text : null }, 'warning', {
    message: messageOf(isAlsoThere ? 'pick.otherBinAgain' : 'pick.wrongBin', { scanned: scannedCode, expected }),
  });
}
