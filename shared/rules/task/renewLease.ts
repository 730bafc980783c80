import type { Lease, Task } from '#shared/model/task/task.ts';
import type { CommandContext } from '#shared/rules/decision.ts';

/** How long a task stays with its holder without a sign of life. */
export const leaseMs = 10 * 60_000;

/** Whether the sender of the command holds the task. */
export function isHeldBySender(holder: Lease | null, context: CommandContext): boolean {
  return holder !== null && holder.operatorId === context.operatorId && holder.stationId === context.stationId;
}

/** A sign of life of the holder: the lease runs on from here. Others change nothing. */
export function renewLease(task: Task, context: CommandContext): Task {
  if (task.holder === null || !isHeldBySender(task.holder, context)) return task;
  return { ...task, holder: { ...task.holder, untilMs: Math.max(task.holder.untilMs, context.atMs + leaseMs) } };
}
