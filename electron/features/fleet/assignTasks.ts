import { unreachable } from '#shared/planning/traffic/distanceTables.ts';
import type { RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import { isSettled, type FleetTask } from './fleetTask.ts';
import type { RobotUnit } from './robotUnit.ts';
import type { TaskBook } from './taskBook.ts';

/** Battery levels, percent: below `critical` a robot only charges, below `low` it charges when it has nothing to do; from `enough` on it may leave the charger for a task. */
export const chargeLevels = { critical: 15, low: 35, enough: 60, full: 95 } as const;

type CostOf = (from: number, to: number) => number;

/** Which waiting task goes to which robot: the most urgent task first, each to the free robot that is there soonest; nobody goes to a place another robot is going to or busy at. */
export function assignTasks(
  all: readonly FleetTask[],
  units: readonly RobotUnit[],
  book: TaskBook,
  layout: RobotLayout,
  cost: CostOf,
  nowMs: number,
): readonly { readonly task: FleetTask; readonly unit: RobotUnit }[] {
  const waiting = all.filter(({ status }) => status === 'waiting').toSorted((one, other) => one.dueAtMs - other.dueAtMs);
  if (waiting.length === 0) return [];
  const busyPlaces = new Set(
    all
      .filter((task) => !isSettled(task) && task.robot !== null)
      .flatMap(({ fromNodeId, toNodeId, isLoaded }) => (isLoaded ? [toNodeId] : [fromNodeId, toNodeId])),
  );
  const free = new Set(units.filter((unit) => book.ofRobot(unit.key) === null && isFree(unit, nowMs)));
  const assigned: { task: FleetTask; unit: RobotUnit }[] = [];
  for (const task of waiting) {
    if (busyPlaces.has(task.fromNodeId) || busyPlaces.has(task.toNodeId)) continue;
    const from = layout.numberOf(task.fromNodeId);
    let best: { unit: RobotUnit; cost: number } | null = null;
    for (const unit of free) {
      const end = unit.held().at(-1);
      const way = end === undefined ? unreachable : cost(end, from);
      if (way < unreachable && (best === null || way < best.cost)) best = { unit, cost: way };
    }
    if (best === null) continue;
    free.delete(best.unit);
    busyPlaces.add(task.fromNodeId).add(task.toNodeId);
    assigned.push({ task, unit: best.unit });
  }
  return assigned;
}

/** Where robots without a task go: to a charger where the battery asks for it, else to a parking place; each place to one robot. */
export function chooseRest(
  units: readonly RobotUnit[],
  book: TaskBook,
  layout: RobotLayout,
  cost: CostOf,
  nowMs: number,
): ReadonlyMap<string, number> {
  const rests = new Map<string, number>();
  const taken = new Set<number>();
  const idle = units.filter((unit) => book.ofRobot(unit.key) === null && unit.isUsable(nowMs) && unit.held().length > 0);
  for (const unit of units) if (!idle.includes(unit)) for (const node of unit.held()) taken.add(node);
  const byNeed = idle.toSorted((one, other) => batteryOf(one) - batteryOf(other));
  for (const unit of byNeed) {
    const end = unit.held().at(-1)!;
    const isAtCharger = layout.nodes[end]!.use === 'charger';
    const level = batteryOf(unit);
    const use = level < chargeLevels.low || (isAtCharger && level < chargeLevels.full) ? 'charger' : 'parking';
    const place = nearestOf(layout, use, end, taken, cost) ?? nearestOf(layout, 'parking', end, taken, cost);
    if (place === null) continue;
    taken.add(place);
    rests.set(unit.key, place);
  }
  return rests;
}

function nearestOf(layout: RobotLayout, use: 'charger' | 'parking', from: number, taken: ReadonlySet<number>, cost: CostOf): number | null {
  let best: { node: number; way: number } | null = null;
  for (const [node, { use: known }] of layout.nodes.entries()) {
    if (known !== use || taken.has(node)) continue;
    const way = cost(from, node);
    if (way < unreachable && (best === null || way < best.way)) best = { node, way };
  }
  return best?.node ?? null;
}

function isFree(unit: RobotUnit, nowMs: number): boolean {
  const status = unit.status(nowMs);
  const level = batteryOf(unit);
  if (unit.isHeldByPerson || unit.isCancelling() || unit.hasForeignOrder()) return false;
  if (status === 'charging') return level >= chargeLevels.enough;
  return (status === 'idle' || status === 'working') && level >= chargeLevels.critical;
}

function batteryOf(unit: RobotUnit): number {
  return unit.state?.batteryPercent ?? 0;
}
