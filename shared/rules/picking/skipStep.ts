import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { isLiveTask } from '#shared/rules/task/putTask.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { taskOfFact } from '#shared/rules/task/taskOfFact.ts';

/** The picker leaves a step for later: it goes to the end of the task and keeps its number. */
export const skipStep: CommandRule<'skipStep'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const { task, step } = taskOfFact(change, payload.taskId, payload.stepNo, null);
  if (task === undefined || step === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command: 'skipStep' } });
    return change.toResult();
  }
  if (!isLiveTask(task) || step.status !== 'open') {
    change.disagree({
      kind: 'doubleWork',
      key: 'discrepancy.stepClosed',
      params: { lineNo: step.lineNo },
      orderId: step.orderId,
      skuId: step.skuId,
    });
    return change.toResult();
  }
  change.put(
    'task',
    renewLease({ ...task, steps: [...task.steps.filter((other) => other !== step), { ...step, isSkipped: true }] }, context),
  );
  change.tell('stepSkipped', { taskId: task.id, stepNo: step.stepNo });
  return change.toResult();
};
