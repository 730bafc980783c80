import { ReleasePlanner, type MovingRobot } from '#shared/planning/traffic/planReleases.ts';
import type { RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import type { ConnectionState, RobotAction, RobotFactsheet, RobotOrder, RobotRef, RobotState } from '#shared/wire/vda5050/robotMessages.ts';
import type { VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';
import { assignTasks, chooseRest } from './assignTasks.ts';
import { actionIdOf, isSettled, type FleetTask, type FleetTaskRequest } from './fleetTask.ts';
import { RobotUnit } from './robotUnit.ts';
import { TaskBook } from './taskBook.ts';

/** Most robots of one site. */
export const maxRobots = 300;

/** Nodes released ahead of a robot: enough to drive on without stopping. */
export const releasedAhead = 3;

/** What fleet control reaches out to: the robots' topics, and where changed tasks are kept. */
export type FleetPort = {
  sendOrder(ref: RobotRef, version: VdaVersion, order: RobotOrder): void;
  sendInstantActions(ref: RobotRef, version: VdaVersion, actions: readonly RobotAction[]): void;
  keepTask(task: FleetTask): void;
};

export type TakeByHandAnswer = 'granted' | 'stopping' | 'doneByRobot' | 'unknownTask' | 'askForGoods';

/**
 * Fleet control of one site: told what robots say and what time it is, it assigns tasks, plans traffic and says to each robot what it is to do. No clock, no sockets.
 */
export class FleetControl {
  readonly units = new Map<string, RobotUnit>();
  readonly tasks: TaskBook;
  isPaused = false;
  /** Off while another station has the lease: hears all, says nothing. */
  isInCharge = true;
  private readonly planner: ReleasePlanner;
  private readonly goalSinceMs = new Map<string, { readonly goal: number; readonly sinceMs: number }>();

  constructor(
    private readonly layout: RobotLayout,
    private readonly runId: string,
    private readonly port: FleetPort,
    knownTasks: readonly FleetTask[] = [],
  ) {
    this.planner = new ReleasePlanner(layout);
    this.tasks = new TaskBook(knownTasks, (task) => port.keepTask(task));
  }

  /** The robot of a topic; made on first sight. Null where there are too many. */
  unitOf(ref: RobotRef, version: VdaVersion): RobotUnit | null {
    const key = `${ref.manufacturer}/${ref.serialNumber}`;
    const known = this.units.get(key);
    if (known !== undefined || this.units.size >= maxRobots) return known ?? null;
    const unit = new RobotUnit(key, ref, version, this.layout, `${this.runId}-${this.units.size}`, {
      sendOrder: (order) => this.port.sendOrder(ref, version, order),
      sendInstantActions: (actions) => this.port.sendInstantActions(ref, version, actions),
    });
    this.units.set(key, unit);
    return unit;
  }

  hearConnection(unit: RobotUnit, connection: ConnectionState): void {
    unit.connection = connection;
  }

  hearFactsheet(unit: RobotUnit, factsheet: RobotFactsheet): void {
    unit.factsheet = factsheet;
  }

  hearState(unit: RobotUnit, state: RobotState, nowMs: number): void {
    unit.hear(state, nowMs);
    this.followTasks(unit, nowMs);
  }

  /** A robot that is gone for good: its nodes are free, its task waits for another unless it has the goods. */
  remove(key: string, nowMs: number): boolean {
    const task = this.tasks.ofRobot(key);
    if (task !== null) this.tasks.move(task.taskId, task.isLoaded ? 'failed' : 'waiting', nowMs, { robot: null });
    return this.units.delete(key);
  }

  request(request: FleetTaskRequest, nowMs: number): 'taken' | 'known' | 'unknownNode' {
    if (this.layout.numberOf(request.fromNodeId) === -1 || this.layout.numberOf(request.toNodeId) === -1) return 'unknownNode';
    return this.tasks.add(request, nowMs) ? 'taken' : 'known';
  }

  /**
   * A person wants to do a task. Granted at once where no robot has it, or where the person has the goods in hand; else when the robot has confirmed that it stopped.
   * `askForGoods`: the robot cannot be asked, only who holds the goods may go on.
   */
  takeByHand(taskId: string, hasGoods: boolean, nowMs: number): TakeByHandAnswer {
    const task = this.tasks.get(taskId);
    if (task === null) return 'unknownTask';
    if (task.status === 'done') return 'doneByRobot';
    if (task.status === 'byHand') return 'granted';
    const unit = task.robot === null ? undefined : this.units.get(task.robot);
    if (unit === undefined || hasGoods) {
      this.tasks.move(taskId, 'byHand', nowMs);
      if (unit?.isBusy()) unit.cancel(nowMs);
      return 'granted';
    }
    this.tasks.move(taskId, 'stopping', nowMs);
    unit.cancel(nowMs);
    return ['unknown', 'offline', 'broken'].includes(unit.status(nowMs)) ? 'askForGoods' : 'stopping';
  }

  /** Moves everything on: repeats what was not heard, assigns, plans and releases. To be called several times a second. */
  tick(nowMs: number): void {
    const units = [...this.units.values()];
    if (!this.isInCharge) return units.forEach((unit) => unit.letGo());
    for (const unit of units) {
      if (this.isPaused !== unit.wantsPause && !unit.isHeldByPerson) unit.wantsPause = this.isPaused;
      unit.repeat(nowMs);
      this.followTasks(unit, nowMs);
    }
    const cost = (from: number, to: number) => this.planner.cost(from, to);
    for (const { task, unit } of assignTasks(this.tasks.all(), units, this.tasks, this.layout, cost, nowMs))
      this.tasks.move(task.taskId, 'sent', nowMs, { robot: unit.key });
    this.drive(units, nowMs);
  }

  private drive(units: readonly RobotUnit[], nowMs: number): void {
    const rests = chooseRest(units, this.tasks, this.layout, (from, to) => this.planner.cost(from, to), nowMs);
    const plans = units.map((unit) => this.wish(unit, rests.get(unit.key) ?? null));
    const robots = units.map((unit, index): MovingRobot => {
      const { goal, actions } = plans[index]!;
      const held = unit.held();
      const isUsable = unit.isUsable(nowMs) && !unit.isCancelling() && !unit.isHeldByPerson;
      const isActing = actions.length > 0 && goal === held.at(-1);
      const hold = !isUsable ? 'stopped' : isActing || unit.hasForeignOrder() || unit.isActing() ? 'acts' : 'none';
      const waitedMs = goal === null ? 0 : nowMs - this.goalSince(unit.key, goal, nowMs);
      return { held, goal, hold, waitedMs, canBeTold: unit.canBeTold(nowMs), maxAhead: releasedAhead };
    });
    const releases = this.planner.plan(robots);
    for (const [index, unit] of units.entries()) {
      const { goal, actions } = plans[index]!;
      const { held, canBeTold, hold } = robots[index]!;
      if (!canBeTold) continue;
      const { released, planned } = releases[index]!;
      const isThere = goal !== null && goal === held.at(-1);
      if (isThere && actions.length > 0 && !unit.isBusy()) unit.drive([], [], actions, nowMs);
      else if (hold !== 'none') continue;
      else if (released.length > 0) this.driveOn(unit, released, planned, goal, actions, nowMs);
      else if (planned.length === 0 && unit.waitsForMore()) unit.drive([], [], [], nowMs);
    }
  }

  private driveOn(
    unit: RobotUnit,
    released: readonly number[],
    planned: readonly number[],
    goal: number | null,
    actions: readonly RobotAction[],
    nowMs: number,
  ): void {
    const arrival = goal === null || actions.length === 0 ? -1 : released.indexOf(goal);
    if (arrival === -1) unit.drive(released, planned, [], nowMs);
    else unit.drive(released.slice(0, arrival + 1), [], actions, nowMs);
  }

  /** Where a robot should go, and what it does there. */
  private wish(unit: RobotUnit, rest: number | null): { readonly goal: number | null; readonly actions: readonly RobotAction[] } {
    const task = this.tasks.ofRobot(unit.key);
    if (task === null || task.status === 'stopping') {
      const isCharger = rest !== null && this.layout.nodes[rest]!.use === 'charger';
      const isCharging = unit.state?.isCharging ?? false;
      const actionId = `${this.runId}-${unit.key}.charge${unit.chargeNo}`;
      const actions: RobotAction[] =
        isCharger && !isCharging ? [{ actionId, actionType: 'startCharging', blocking: 'hard', parameters: [] }] : [];
      return { goal: task === null ? rest : null, actions };
    }
    const part = task.isLoaded ? 'drop' : 'pick';
    const parameters = [
      { key: 'loadId', value: task.loadId },
      { key: 'stationType', value: 'floor' },
      { key: 'loadType', value: this.layout.loadType },
    ];
    const action: RobotAction = { actionId: actionIdOf(task.taskId, part), actionType: part, blocking: 'hard', parameters };
    const goal = this.layout.numberOf(task.isLoaded ? task.toNodeId : task.fromNodeId);
    return { goal, actions: [action] };
  }

  /** What a robot's echo says of its task. */
  private followTasks(unit: RobotUnit, nowMs: number): void {
    const task = this.tasks.ofRobot(unit.key);
    if (task === null || isSettled(task)) return;
    const picked = unit.actionStatus(actionIdOf(task.taskId, 'pick'));
    const dropped = unit.actionStatus(actionIdOf(task.taskId, 'drop'));
    if (dropped === 'finished') {
      this.tasks.move(task.taskId, 'done', nowMs);
      return;
    }
    if (picked === 'finished' && !task.isLoaded)
      this.tasks.move(task.taskId, task.status === 'stopping' ? 'stopping' : 'loaded', nowMs, { isLoaded: true });
    if (task.status === 'stopping') {
      if (!unit.isBusy() && unit.status(nowMs) !== 'unknown') this.tasks.move(task.taskId, 'byHand', nowMs);
      return;
    }
    if (task.status === 'sent' && (picked !== null || (unit.isEchoed() && unit.isBusy()))) this.tasks.move(task.taskId, 'seen', nowMs);
    const isOver = !unit.isBusy() && unit.isUsable(nowMs);
    if (isOver && (dropped === 'failed' || picked === 'failed')) this.tasks.move(task.taskId, 'failed', nowMs);
  }

  private goalSince(key: string, goal: number, nowMs: number): number {
    const known = this.goalSinceMs.get(key);
    if (known?.goal === goal) return known.sinceMs;
    this.goalSinceMs.set(key, { goal, sinceMs: nowMs });
    return nowMs;
  }
}
