import type { Command, CommandKind } from '#shared/model/command/command.ts';
import { checkBooks, checkHealed, checkMoment, type Violation } from './checkSimulation.ts';
import { checkLan } from './checkLan.ts';
import { playChores } from './playChores.ts';
import { playFaults } from './playFaults.ts';
import { createSharedReader } from './createSharedReader.ts';
import type { Schedule } from './planSchedule.ts';
import { createSharedFloor } from './seatPicker.ts';
import { createSharedLanReader, createSimulatedBroker } from './simulatedBroker.ts';
import { createSimulatedCentral } from './simulatedCentral.ts';
import { dayStartMs } from './simulatedSite.ts';
import { SimulatedStation, type Tampering } from './simulatedStation.ts';
import { createVirtualTime } from './virtualTime.ts';

const minuteMs = 60_000;
const tickMs = 5 * minuteMs;
const ticksPerBooks = 12;
/** After the last fault: people finish what is open, then everything comes to rest. */
const finishMs = 45 * minuteMs;
const restMs = 5 * minuteMs;
/** The first violations found; one fault often has many. */
const maxViolations = 12;

/** What came of one simulated day. */
export type SimulationResult = {
  readonly violations: readonly Violation[];
  /** When the first violation was seen, since the start of the day; null without one. */
  readonly foundAtMs: number | null;
  readonly jobs: number;
  readonly commands: number;
  readonly beeped: number;
  readonly refused: number;
  readonly discrepancies: number;
  readonly orders: number;
  readonly delivered: number;
  readonly cancelled: number;
  /** How many commands of each kind the platform logged. */
  readonly kinds: Readonly<Partial<Record<CommandKind, number>>>;
  /** Messages heard of other stations, their commands brought to the platform, and goods picked twice that were put back. */
  readonly lan: {
    readonly heard: number;
    readonly relayed: number;
    readonly shown: number;
    readonly merged: number;
    readonly returns: number;
  };
  /** Everything the platform logged, as one number: the same schedule always gives the same. */
  readonly fingerprint: string;
};

/** Plays a schedule: the real engine, rules and workflows on simulated devices, checked on the way and at the end. */
export async function runSimulation(schedule: Schedule, tampering: Tampering = {}): Promise<SimulationResult> {
  const time = createVirtualTime(dayStartMs);
  const central = createSimulatedCentral(schedule, time);
  const floor = createSharedFloor(schedule.seed);
  const calls = tampering.calls?.(central.calls, central, time) ?? central.calls;
  const bugs: Violation[] = [];
  const onBug = (detail: string, rule = 'noBugs') => void bugs.push({ rule, detail });
  const reader = createSharedReader();
  const broker = schedule.hasLan ? createSimulatedBroker(schedule.seed, time) : null;
  const shared = { reader, broker, lanReader: createSharedLanReader(), clocks: { calmFromMs: 0 } };
  const ports = { seed: schedule.seed, ...shared, time, central, calls, floor, tampering, onBug };
  const stations = Array.from({ length: schedule.stations }, (_, index) => new SimulatedStation({ ...ports, index }));
  playFaults(schedule.faults, { time, central, stations, broker });
  playChores(schedule.chores, stations, time);

  const finish = (violations: readonly Violation[]): SimulationResult => {
    const log = central.platform.log();
    const orders = [...central.platform.rows('order').values()];
    const counted = (outcome: string) => log.filter(({ result }) => result.outcome === outcome).length;
    return {
      violations: violations.slice(0, maxViolations),
      foundAtMs: violations.length === 0 ? null : time.nowMs() - dayStartMs,
      jobs: time.jobsRun(),
      commands: log.length,
      beeped: stations.reduce((sum, station) => sum + station.beeped.size, 0),
      refused: counted('refused'),
      discrepancies: counted('discrepancy'),
      orders: orders.length,
      delivered: orders.filter((order) => order.stage === 'delivered').length,
      cancelled: orders.filter((order) => order.stage === 'cancelled').length,
      kinds: countKinds(log.map(({ command }) => command)),
      lan: {
        heard: broker?.delivered() ?? 0,
        relayed: stations.reduce((sum, station) => sum + station.lanCounts.relayed, 0),
        shown: stations.reduce((sum, station) => sum + station.lanCounts.shown, 0),
        merged: stations.reduce((sum, station) => sum + station.lanCounts.merged, 0),
        returns: [...central.platform.rows('task').values()].filter((task) => task.kind === 'returnToShelf').length,
      },
      fingerprint: fingerprintOf(log.map(({ command }) => command.id)),
    };
  };
  for (let tick = 1; tick * tickMs < schedule.lastsMs + finishMs; tick += 1) {
    await time.runUntil(dayStartMs + tick * tickMs);
    const found = [
      ...bugs,
      ...checkMoment(central, stations),
      ...checkLan(central, stations, broker, time.nowMs()),
      ...(tick % ticksPerBooks === 0 ? checkBooks(central) : []),
    ];
    if (found.length > 0) return finish(found);
  }
  for (const station of stations) {
    station.isPickerOn = false;
    station.disk.killPoint = null;
  }
  central.stop();
  await time.runUntil(time.nowMs() + restMs);
  return finish([...bugs, ...checkHealed(central, stations)]);
}

function countKinds(commands: readonly Command[]): SimulationResult['kinds'] {
  const counts: Partial<Record<CommandKind, number>> = {};
  for (const { kind } of commands) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function fingerprintOf(ids: readonly string[]): string {
  let mixed = 0x811c9dc5;
  for (const id of ids)
    for (let index = 0; index < id.length; index += 1) mixed = Math.imul(mixed ^ id.charCodeAt(index), 0x01000193) >>> 0;
  return mixed.toString(16).padStart(8, '0');
}
