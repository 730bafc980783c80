import { z } from 'zod';

/** Most tasks kept; settled ones go first. */
export const maxFleetTasks = 2000;

/** What a robot is to carry from where to where. */
export const fleetTaskRequest = z.object({
  taskId: z.string().min(1).max(80),
  kind: z.enum(['toteToPacking', 'toteReturn', 'goodsToPerson', 'replenishment']),
  fromNodeId: z.string().min(1).max(80),
  toNodeId: z.string().min(1).max(80),
  /** The tote or shelf. */
  loadId: z.string().min(1).max(80),
  /** When it must be there, UTC epoch milliseconds. */
  dueAtMs: z.number().int().nonnegative(),
});
export type FleetTaskRequest = z.infer<typeof fleetTaskRequest>;

/**
 * waiting: no robot yet. sent: a robot was told. seen: it has echoed the order. loaded: it has the goods. stopping: a person wants to do it, the robot has not confirmed that it
 * stopped. done: the robot has set the goods down. byHand: a person does it. failed: the robot says it could not.
 */
export const fleetTaskStatuses = ['waiting', 'sent', 'seen', 'loaded', 'stopping', 'done', 'byHand', 'failed'] as const;
export type FleetTaskStatus = (typeof fleetTaskStatuses)[number];

export const fleetTask = fleetTaskRequest.extend({
  status: z.enum(fleetTaskStatuses),
  /** Key of the robot that has it. */
  robot: z.string().nullable(),
  isLoaded: z.boolean(),
  changedAtMs: z.number().int(),
});
export type FleetTask = z.infer<typeof fleetTask>;

/** Names of a task's two actions: the same for ever, so that a robot's echo tells what was done, after a restart too. */
export function actionIdOf(taskId: string, part: 'pick' | 'drop'): string {
  return `${taskId}.${part}`;
}

/** Whether nothing more will become of it. */
export function isSettled({ status }: FleetTask): boolean {
  return status === 'done' || status === 'byHand' || status === 'failed';
}
