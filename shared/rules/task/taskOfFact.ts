import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { tasksOf } from './tasksOfOrder.ts';

/** The task and step a fact speaks of, as they are now. */
export type FactSubject = { readonly task: Task | undefined; readonly step: PickStep | undefined };

/**
 * Where a fact about a step counts: a station that was away may speak of a task whose orders have gone on in another one since
 * (joined onto a trolley, or pulled out of it). Without an order only the joins are followed.
 */
export function taskOfFact(change: ChangeSet, taskId: string, stepNo: number, orderId: string | null): FactSubject {
  const { task, offset } = followJoins(change, change.get('task', taskId));
  const step = task?.steps.find((candidate) => candidate.stepNo === stepNo + offset);
  if (orderId === null || (task !== undefined && step?.orderId === orderId)) return { task, step };
  const order = change.get('order', orderId);
  for (const pulled of order === undefined ? [] : tasksOf(change, order)) {
    const own = pulled.steps.find((candidate) => candidate.stepNo === stepNo + offset && candidate.orderId === orderId);
    if (own !== undefined && pulled.id !== task?.id) return { task: pulled, step: own };
  }
  return { task, step };
}

/** The task itself, or the one its orders went on in. */
export function liveTaskOf(change: ChangeSet, taskId: string): Task | undefined {
  return followJoins(change, change.get('task', taskId)).task;
}

/** Joins lead only from cancelled tasks to others, and a task joined is never joined into again: the walk ends. */
function followJoins(change: ChangeSet, given: Task | undefined): { task: Task | undefined; offset: number } {
  let task = given;
  let offset = 0;
  for (let joined = task?.joinedInto; joined !== undefined; joined = task?.joinedInto) {
    offset += joined.stepOffset;
    task = change.get('task', joined.taskId);
  }
  return { task, offset };
}
