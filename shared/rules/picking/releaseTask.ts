import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { isLiveTask } from '#shared/rules/task/putTask.ts';
import { isHeldBySender } from '#shared/rules/task/renewLease.ts';

/** The holder puts a task back; what was picked stays picked. A task somebody else holds by now stays with them. */
export const releaseTask: CommandRule<'releaseTask'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const task = view.get('task', payload.taskId);
  if (task === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command: 'releaseTask' } });
    return change.toResult();
  }
  if (!isLiveTask(task) || task.holder === null) return change.toResult();
  if (!isHeldBySender(task.holder, context)) {
    change.disagree({ kind: 'lateFact', key: 'discrepancy.taskTakenOver', orderId: task.orderIds[0] ?? null });
    return change.toResult();
  }
  change.put('task', { ...task, status: 'open', holder: null });
  change.tell('taskReleased', { taskId: task.id });
  return change.toResult();
};
