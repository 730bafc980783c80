import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { SheetAction, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { finishDraft } from './currentStep.ts';
import type { PickingState, PickingTools, ZeroCheck } from './pickingState.ts';

type Step = WorkflowStep<PickingState>;

/** The bin that a pick of this quantity should empty, to be looked into now; null while the books leave something in it. */
export function zeroCheckOf(skuId: ZeroCheck['skuId'], binId: ZeroCheck['binId'], quantity: number, tools: PickingTools): ZeroCheck | null {
  const booked = tools.view.stockOfSku(skuId).reduce((sum, row) => sum + (row.binId === binId ? row.quantity : 0), 0);
  return booked - quantity <= 0 ? { skuId, binId } : null;
}

/** The answer to "is the bin empty?"; null: the input is something else, and the question is left. */
export function stepZeroCheck(state: PickingState, action: SheetAction | null): Step | null {
  const { zeroCheck } = state;
  if (zeroCheck === null || (action !== 'yes' && action !== 'no')) return null;
  const isEmpty = action === 'yes';
  return stepWith({ ...state, zeroCheck: null }, isEmpty ? 'ok' : 'lineDone', {
    drafts: [{ kind: 'checkZero', payload: { ...zeroCheck, isEmpty } }],
    message: messageOf(isEmpty ? 'pick.zeroYes' : 'pick.zeroNo'),
  });
}

/** All is picked but customers have not answered: the wait goes on, ends with their time, or is over. */
export function stepAnswer(state: PickingState, task: Task, tools: PickingTools): Step {
  const questions = task.questions ?? [];
  if (questions.length === 0) {
    return stepWith({ ...state, phase: 'done' }, 'orderDone', { drafts: [finishDraft(task)], message: messageOf('pick.finished') });
  }
  const over: CommandDraft[] = questions
    .filter((question) => question.answerByMs <= tools.nowMs)
    .map(({ orderId, lineNo }) => ({ kind: 'answerSubstitute', payload: { orderId, lineNo, answer: 'declined', by: 'deadline' } }));
  if (over.length > 0) return stepWith(state, 'ok', { drafts: over, message: messageOf('pick.noAnswer') });
  const seconds = Math.ceil((Math.max(...questions.map((question) => question.answerByMs)) - tools.nowMs) / 1000);
  return stepWith(state, 'warning', { message: messageOf('pick.waitForAnswer', { seconds }) });
}
