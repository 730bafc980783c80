import type { FleetHistory, FleetView, RobotTaskView, RobotView } from '#shared/features/robots/robotsContract.ts';

/** How far back can be looked. */
export const recordedMs = 3_600_000;
/** Least time between two kept views; more robots are kept less often, so that the whole time fits. */
const leastEveryMs = 1_000;
/** Most robots in all kept views together. */
export const mostRecorded = 60_000;
/** Most events kept; the oldest go first. */
export const mostEvents = 500;

/** The last hour of the fleet: views at intervals, and what changed between them. Bounded in time and in number; lost with the process. */
export class FleetRecorder {
  private readonly views: FleetView[] = [];
  private readonly events: FleetHistory['events'] = [];
  private kept = 0;

  /** Whether it is time for another view. */
  isDue(nowMs: number): boolean {
    const last = this.views.at(-1);
    if (last === undefined) return true;
    const everyMs = Math.max(leastEveryMs, (recordedMs * last.robots.length) / mostRecorded);
    return nowMs - last.atMs >= everyMs;
  }

  /** Keeps a view; a clock that went back begins anew. */
  take(view: FleetView): void {
    const last = this.views.at(-1);
    if (last !== undefined && view.atMs < last.atMs) this.forget(this.views.length);
    if (last !== undefined) this.note(last, view);
    this.views.push(view);
    this.kept += view.robots.length;
    let old = 0;
    let rest = this.kept;
    while (old < this.views.length - 1 && (this.views[old]!.atMs < view.atMs - recordedMs || rest > mostRecorded))
      rest -= this.views[old++]!.robots.length;
    this.forget(old);
    const fromMs = this.views[0]!.atMs;
    while (this.events.length > mostEvents || (this.events[0]?.atMs ?? fromMs) < fromMs) this.events.shift();
  }

  /** What there is to look at; null before the first view. */
  history(): FleetHistory | null {
    const [first, last] = [this.views[0], this.views.at(-1)];
    return first === undefined || last === undefined ? null : { fromMs: first.atMs, toMs: last.atMs, events: [...this.events] };
  }

  /** The fleet as it was: the last view that is not later. Null where nothing is kept of then. */
  viewAt(atMs: number): FleetView | null {
    return this.views.findLast((view) => view.atMs <= atMs) ?? null;
  }

  private forget(count: number): void {
    for (const view of this.views.splice(0, count)) this.kept -= view.robots.length;
  }

  private note(before: FleetView, after: FleetView): void {
    const robots = new Map(before.robots.map((robot) => [robot.key, robot]));
    const tasks = new Map(before.tasks.map((task) => [task.taskId, task]));
    const isNews = (known: RobotView | RobotTaskView | undefined, status: string) => known?.status !== status;
    for (const { key, status } of after.robots)
      if (isNews(robots.get(key), status)) this.events.push({ atMs: after.atMs, kind: 'robot', robot: key, status });
    for (const { taskId, status, loadId, robot } of after.tasks)
      if (isNews(tasks.get(taskId), status)) this.events.push({ atMs: after.atMs, kind: 'task', loadId, robot, status });
  }
}
