import { messageOf } from '#shared/model/workflow/workflowSteps.ts';
import type { WorkflowStep } from '#shared/model/workflow/workflow.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { missingPartsAt, zoneParams } from '#shared/rules/task/missingParts.ts';
import type { PickingState } from './pickingState.ts';

/** A picker who finished one part is told that the order waits for the others, and in which zones they are. */
export function withMissingParts(step: WorkflowStep<PickingState>, view: Pick<RecordView, 'get'>): WorkflowStep<PickingState> {
  const { message } = step.feedback;
  if (message?.key !== 'pick.finished') return step;
  const parts = (view.get('task', step.state.taskId)?.orderIds ?? []).flatMap((orderId) => {
    const order = view.get('order', orderId);
    return order === undefined ? [] : missingPartsAt(view, order).filter(({ task }) => task.id !== step.state.taskId);
  });
  if (parts.length === 0) return step;
  return { ...step, feedback: { ...step.feedback, message: messageOf('pick.partFinished', zoneParams(parts)) } };
}
