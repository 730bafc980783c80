import { nextInt, pickOne, type Prng } from '#shared/base/prng.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { isSettled } from '#electron/features/fleet/fleetTask.ts';
import { layOutRobotWays } from '#platform/world/robots/layOutRobotWays.ts';
import type { RobotFault } from '#platform/world/robots/toRobotState.ts';
import { findWaitingTotes } from '#renderer/features/robots/waitingTotes.ts';
import { createFleetWorld, type FleetWorld } from '#test/support/robots/fleetWorld.ts';
import type { BringClaim, DayMove } from './checkDayLog.ts';
import type { DayClock } from './dayClock.ts';
import type { DayBooks } from './openDayBooks.ts';

const faults: readonly RobotFault[] = ['frozen', 'lost', 'stuck', 'eStop', 'notLocalized', 'slow', 'manual', 'refusing'];
/** A robot fails this often on average, and for so long. */
const faultEveryMs = 90_000;
const [shortestFaultMs, longestFaultMs] = [60_000, 240_000];
const offerEveryMs = 2_000;

/** Totes on their way from the pick stations to packing, by robots of a fleet under the product's control. */
export type RobotCarrying = {
  readonly fleet: FleetWorld;
  /** Acts of robots on totes that were not there: nothing moved. */
  readonly counts: { inVain: number; byRobot: number };
  /** Totes that stand at a pick station or are on a robot. */
  readonly open: ReadonlyMap<string, OpenTote>;
  /** The pick station where a picker who stands there sets a tote down. */
  stationNear(at: FloorPoint): { readonly nodeId: string } & FloorPoint;
  /** A picker has set a tote down there. */
  setDown(toteCode: string, nodeId: string): void;
  /** Where a tote is now. */
  placeOf(toteCode: string): FloorPoint;
  /** A person takes a tote, from wherever it is. */
  take(toteCode: string, person: string): void;
  /** A tote has come to packing. */
  arrive(toteCode: string, from: string, nodeId: string): void;
  /** Moves the robots on. */
  advance(forMs: number): void;
};

export type OpenTote = { readonly taskId: string; place: string; readonly sinceMs: number };

/** Robots and their control on virtual time; with `hasFaults` robots fail at random and get well again. */
export function openRobotCarrying(parts: {
  readonly clock: DayClock;
  readonly books: DayBooks;
  readonly log: DayMove[];
  readonly prng: Prng;
  readonly robots: number;
  readonly hasFaults: boolean;
  readonly onBrought: (toteCode: string) => void;
}): RobotCarrying {
  const { clock, books, log, prng } = parts;
  const fleet = createFleetWorld(parts.robots, prng, { lossShare: 0.01, mostDelayMs: 200 });
  const open = new Map<string, OpenTote>();
  const counts = { inVain: 0, byRobot: 0 };
  const { nodes } = layOutRobotWays();
  const nodeOf = (nodeId: string) => nodes.find((node) => node.nodeId === nodeId)!;
  const stations = nodes.filter(({ use }) => use === 'station');
  const arrive = (toteCode: string, from: string, nodeId: string) => {
    open.delete(toteCode);
    log.push({ atMs: clock.nowMs(), thing: toteCode, from, to: `packing:${nodeId}` });
    parts.onBrought(toteCode);
  };
  const move = (toteCode: string, to: string) => {
    const tote = open.get(toteCode)!;
    log.push({ atMs: clock.nowMs(), thing: toteCode, from: tote.place, to });
    tote.place = to;
  };
  const offer = () => {
    offerTotes(fleet, books);
    clock.later(offerEveryMs, offer);
  };
  offer();
  if (parts.hasFaults) clock.later(faultEveryMs, () => fail(fleet, clock, prng));
  /** What robots did since it was looked last. Without the tote at hand a robot grips or sets down nothing. */
  const followRobots = (from: number) => {
    for (const { robot, action } of fleet.done.slice(from)) {
      if (action.actionType !== 'pick' && action.actionType !== 'drop') continue;
      const toteCode = String(action.parameters.find(({ key }) => key === 'loadId')?.value);
      const tote = open.get(toteCode);
      const { body } = fleet.robots[Number(robot.slice(1)) - 1]!;
      const node = nodes.toSorted((one, other) => farMm(one, body) - farMm(other, body))[0]!;
      const isThere = tote?.place === (action.actionType === 'pick' ? `station:${node.nodeId}` : `robot:${robot}`);
      if (!isThere) counts.inVain += 1;
      else if (action.actionType === 'pick') move(toteCode, `robot:${robot}`);
      else if (node.use === 'packing') {
        counts.byRobot += 1;
        arrive(toteCode, `robot:${robot}`, node.nodeId);
      } else move(toteCode, `station:${node.nodeId}`);
    }
  };
  return {
    fleet,
    counts,
    open,
    stationNear: (at) => stations.toSorted((one, other) => farMm(one, at) - farMm(other, at))[0]!,
    setDown(toteCode, nodeId) {
      const place = `station:${nodeId}`;
      open.set(toteCode, { taskId: `carry-${toteCode}-${toteCode.slice(2)}`, place, sinceMs: clock.nowMs() });
      log.push({ atMs: clock.nowMs(), thing: toteCode, from: 'picker', to: place });
    },
    placeOf(toteCode) {
      const [kind, name] = (open.get(toteCode)?.place ?? '').split(':') as [string, string];
      return kind === 'robot' ? fleet.robots[Number(name.slice(1)) - 1]!.body : nodeOf(name);
    },
    take: (toteCode, person) => move(toteCode, `person:${person}`),
    arrive,
    advance(forMs) {
      const before = fleet.done.length;
      fleet.run(forMs);
      followRobots(before);
    },
  };
}

/** What the robots' screen offers and the desk asks for: every picked tote without a task. */
function offerTotes(fleet: FleetWorld, { world, inStage }: DayBooks): void {
  const control = fleet.fleet();
  const store = { all: world.all, view: world.view, find: { openOrders: () => inStage('picked') } };
  const view = {
    ...{ atMs: fleet.nowMs(), isConnected: true, isInCharge: true, isPaused: false, robots: [] },
    tasks: control.tasks.all(),
  };
  const ways = { nodes: layOutRobotWays().nodes, ways: [] };
  for (const tote of findWaitingTotes(store as unknown as StationStore, ways, view))
    control.request({ ...tote, kind: 'toteToPacking' }, fleet.nowMs());
}

/** One more robot fails, for a while; then the next. */
function fail(fleet: FleetWorld, clock: DayClock, prng: Prng): void {
  const well = fleet.robots.filter((robot) => robot.faults.size === 0);
  if (well.length > 0) {
    const robot = pickOne(prng, well);
    const fault = pickOne(prng, faults);
    robot.faults.add(fault);
    clock.later(nextInt(prng, shortestFaultMs, longestFaultMs), () => {
      robot.faults.delete(fault);
      robot.isChanged = true;
      const unit = fleet.fleet().units.get(`sim/R${fleet.robots.indexOf(robot) + 1}`);
      if (unit?.status(fleet.nowMs()) === 'refusing') unit.release();
    });
  }
  clock.later(nextInt(prng, faultEveryMs / 2, (faultEveryMs * 3) / 2), () => fail(fleet, clock, prng));
}

/** Straight distance on the floor, millimetres. */
export function farMm(one: FloorPoint, other: FloorPoint): number {
  return Math.hypot(one.xMm - other.xMm, one.yMm - other.yMm);
}

/** What the fleet's book says of who brought each tote; a task that is not over says nothing. */
export function claimsOf({ fleet }: RobotCarrying): BringClaim[] {
  const settled = fleet.fleet().tasks.all().filter(isSettled);
  return settled.map(({ loadId, status }) => ({ thing: loadId, by: status === 'done' ? 'robot' : 'person' }));
}
