import type { PickStep, Task } from '#shared/model/task/task.ts';
import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { isLiveTask } from './putTask.ts';

/** Puts the open steps of a task into a planned walking order. A plan for a task that is over by now, or for steps that are not there, changes nothing. */
export const arrangeTask: CommandRule<'arrangeTask'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const task = view.get('task', payload.taskId);
  if (task === undefined || !isLiveTask(task) || task.kind !== 'pick') return change.toResult();
  const steps = arrangedSteps(task, payload.stepNos);
  if (steps.some((step, index) => step !== task.steps[index])) change.put('task', { ...task, steps });
  return change.toResult();
};

/** Closed steps first as they stand, then the open ones in the order of `stepNos`, then open ones nobody named. */
export function arrangedSteps(task: Pick<Task, 'steps'>, stepNos: readonly number[]): PickStep[] {
  const closed = task.steps.filter((step) => step.status !== 'open');
  const open = new Map(task.steps.filter((step) => step.status === 'open').map((step) => [step.stepNo, step]));
  const named: PickStep[] = [];
  for (const stepNo of stepNos) {
    const step = open.get(stepNo);
    if (step === undefined) continue;
    named.push(step);
    open.delete(stepNo);
  }
  return [...closed, ...named, ...open.values()];
}
