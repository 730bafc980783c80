import type { FloorPoint } from '#shared/model/common.ts';
import { usualPace } from '#shared/planning/batching/planWaves.ts';
import type { FleetTask } from '#electron/features/fleet/fleetTask.ts';
import type { DayClock } from './dayClock.ts';
import { farMm, type RobotCarrying } from './openRobotCarrying.ts';

/** A person looks this often; a task whose robot cannot work for so long, or that has waited so long for a robot, is a person's. */
const lookEveryMs = 1_000;
const patienceMs = 15_000;
const mostWaitMs = 120_000;
/** People walk along aisles: longer than the straight line. */
const wayFactor = 1.4;
const gripMs = 5_000;
const packingPlaces = ['PACK1', 'PACK2', 'PACK3', 'PACK4'];

/** What runners share: which totes are somebody's errand, and since when a task's robot cannot work. */
export type RunnerDesk = {
  readonly errands: Set<string>;
  readonly badSinceMs: Map<string, number>;
  readonly counts: { inVain: number };
};

/** Nobody has an errand yet. */
export function createRunnerDesk(): RunnerDesk {
  return { errands: new Set(), badSinceMs: new Map(), counts: { inVain: 0 } };
}

/** A person who takes over what robots cannot do: stops the robot, asks for the task, goes to the tote, and carries it to packing. */
export function startRunner(name: string, clock: DayClock, carrying: RobotCarrying, desk: RunnerDesk, start: FloorPoint): void {
  const { fleet, open } = carrying;
  const control = () => fleet.fleet();
  let at = start;
  const walk = (to: FloorPoint, then: () => void) => {
    const walkMs = ((farMm(at, to) * wayFactor) / usualPace.walkMmPerSecond) * 1000;
    clock.later(walkMs + gripMs, () => {
      at = { xMm: to.xMm, yMm: to.yMm };
      then();
    });
  };
  const look = () => {
    const task = mostUrgent(carrying, desk, clock.nowMs());
    if (task === null) return clock.later(lookEveryMs, look);
    desk.errands.add(task.loadId);
    hold(carrying, task.robot, true);
    if (task.status !== 'failed') control().takeByHand(task.taskId, false, clock.nowMs());
    return fetch(task);
  };
  const end = (task: FleetTask) => {
    desk.errands.delete(task.loadId);
    hold(carrying, task.robot, false);
    look();
  };
  const fetch = (task: FleetTask) => {
    const goal = { ...carrying.placeOf(task.loadId) };
    const { xMm, yMm } = goal;
    walk({ xMm, yMm }, () => {
      if (!open.has(task.loadId)) {
        desk.counts.inVain += 1;
        return end(task);
      }
      if (farMm(carrying.placeOf(task.loadId), at) > 1_000) return fetch(task);
      const status = control().tasks.get(task.taskId)?.status;
      const answer = status === 'failed' ? 'granted' : control().takeByHand(task.taskId, true, clock.nowMs());
      if (answer !== 'granted') {
        desk.counts.inVain += 1;
        return end(task);
      }
      return bring(task);
    });
  };
  const bring = (task: FleetTask) => {
    carrying.take(task.loadId, name);
    hold(carrying, task.robot, false);
    const goal = packingPlaces.includes(task.toNodeId) ? task.toNodeId : packingPlaces[0]!;
    const place = fleet.layout.nodes[fleet.layout.numberOf(goal)]!;
    walk(place, () => {
      carrying.arrive(task.loadId, `person:${name}`, goal);
      end({ ...task, robot: null });
    });
  };
  clock.later(lookEveryMs, look);
}

/** The task that needs a person most: failed or given up by its robot, with a robot that cannot work, or waiting for too long. */
function mostUrgent(carrying: RobotCarrying, { errands, badSinceMs }: RunnerDesk, nowMs: number): FleetTask | null {
  const { fleet, open } = carrying;
  const { tasks, units } = fleet.fleet();
  const needing: FleetTask[] = [];
  for (const [toteCode, { taskId, sinceMs }] of open) {
    const task = tasks.get(taskId);
    if (task === null || errands.has(toteCode)) continue;
    const status = task.robot === null ? null : (units.get(task.robot)?.status(nowMs) ?? 'unknown');
    const isWell = status === null || ['idle', 'working', 'charging', 'paused'].includes(status);
    if (isWell) badSinceMs.delete(taskId);
    else if (!badSinceMs.has(taskId)) badSinceMs.set(taskId, nowMs);
    const isBad = nowMs - (badSinceMs.get(taskId) ?? nowMs) >= patienceMs;
    const isGivenUp = task.status === 'failed' || task.status === 'byHand';
    const hasWaited = task.robot === null && nowMs - sinceMs >= mostWaitMs;
    if (isGivenUp || isBad || hasWaited) needing.push(task);
  }
  return needing.toSorted((one, other) => one.dueAtMs - other.dueAtMs)[0] ?? null;
}

/** Keeps a robot where it is while a person comes, or lets it go on. */
function hold({ fleet }: RobotCarrying, robot: string | null, isHeld: boolean): void {
  const unit = robot === null ? undefined : fleet.fleet().units.get(robot);
  if (unit === undefined) return;
  if (!isHeld) unit.release();
  unit.isHeldByPerson = isHeld;
  unit.wantsPause = isHeld;
}
