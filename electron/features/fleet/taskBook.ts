import { isSettled, maxFleetTasks, type FleetTask, type FleetTaskRequest, type FleetTaskStatus } from './fleetTask.ts';

/** The tasks of the fleet. Each has one effect: it ends as done by its robot or by hand, once. */
export class TaskBook {
  private readonly tasks = new Map<string, FleetTask>();

  constructor(
    known: readonly FleetTask[],
    private readonly onChange: (task: FleetTask) => void,
  ) {
    for (const task of known) this.tasks.set(task.taskId, task);
  }

  all(): FleetTask[] {
    return [...this.tasks.values()];
  }

  get(taskId: string): FleetTask | null {
    return this.tasks.get(taskId) ?? null;
  }

  /** The unsettled task of a robot. */
  ofRobot(robot: string): FleetTask | null {
    for (const task of this.tasks.values()) if (task.robot === robot && !isSettled(task)) return task;
    return null;
  }

  /** Takes a task in; false where it is known already or there are too many open ones. */
  add(request: FleetTaskRequest, nowMs: number): boolean {
    if (this.tasks.has(request.taskId)) return false;
    if (this.tasks.size >= maxFleetTasks) {
      const settled = this.all().find(isSettled);
      if (settled === undefined) return false;
      this.tasks.delete(settled.taskId);
    }
    this.put({ ...request, status: 'waiting', robot: null, isLoaded: false, changedAtMs: nowMs });
    return true;
  }

  /** What another station says of a task: taken where it is news. */
  hear(task: FleetTask): void {
    const known = this.tasks.get(task.taskId);
    if (known !== undefined && (isSettled(known) || known.changedAtMs >= task.changedAtMs)) return;
    if (known !== undefined || this.tasks.size < maxFleetTasks) this.tasks.set(task.taskId, task);
  }

  /** Moves a task on. A settled task never changes again: false then. */
  move(
    taskId: string,
    status: FleetTaskStatus,
    nowMs: number,
    more: { readonly robot?: string | null; readonly isLoaded?: boolean } = {},
  ): boolean {
    const task = this.tasks.get(taskId);
    if (task === undefined || isSettled(task)) return false;
    this.put({ ...task, ...more, status, changedAtMs: nowMs });
    return true;
  }

  private put(task: FleetTask): void {
    this.tasks.set(task.taskId, task);
    this.onChange(task);
  }
}
