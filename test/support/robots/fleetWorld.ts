import { FleetControl } from '#electron/features/fleet/fleetControl.ts';
import type { FleetTask } from '#electron/features/fleet/fleetTask.ts';
import { layOutRobotWays } from '#platform/world/robots/layOutRobotWays.ts';
import { SimulatedRobot } from '#platform/world/robots/simulatedRobot.ts';
import type { Prng } from '#shared/base/prng.ts';
import { parseRobotLayout, type RobotLayout, type RobotLayoutFile } from '#shared/planning/traffic/robotLayout.ts';
import type { RobotAction, RobotState } from '#shared/wire/vda5050/robotMessages.ts';

/** How the wire between fleet control and robots behaves: messages of one topic keep their order. */
export type WireHabits = { readonly lossShare: number; readonly mostDelayMs: number };

export type FleetWorld = {
  readonly layout: RobotLayout;
  readonly robots: readonly SimulatedRobot[];
  readonly done: { readonly robot: string; readonly action: RobotAction }[];
  /** Nearest that two robots ever came, millimetres. */
  nearestMm(): number;
  fleet(): FleetControl;
  nowMs(): number;
  /** Moves world and fleet on by `forMs` in steps of 100 ms; stops early where `until` holds. */
  run(forMs: number, until?: () => boolean): boolean;
  /** Fleet control is gone and comes back with nothing but its kept tasks. */
  restartFleet(): void;
};

type Post = { readonly atMs: number; readonly deliver: () => void };

/** A ring of eight nodes with bays: two stations, a charger and two parking places. */
export const smallWays: RobotLayoutFile = {
  mapId: 'ring',
  clearanceMm: 700,
  loadType: 'tote',
  nodes: [
    ...['r0', 'r1', 'r2', 'r3'].map((nodeId, index) => ({ nodeId, xMm: index * 1500, yMm: 0, use: 'way' as const })),
    ...['r4', 'r5', 'r6', 'r7'].map((nodeId, index) => ({ nodeId, xMm: (3 - index) * 1500, yMm: 1500, use: 'way' as const })),
    { nodeId: 'PICK', xMm: 1500, yMm: -1200, use: 'station' },
    { nodeId: 'PACK', xMm: 3000, yMm: 2700, use: 'station' },
    { nodeId: 'CHG', xMm: 0, yMm: -1200, use: 'charger' },
    { nodeId: 'P1', xMm: 3000, yMm: -1200, use: 'parking' },
    { nodeId: 'P2', xMm: 1500, yMm: 2700, use: 'parking' },
  ],
  ways: [
    ...Array.from({ length: 8 }, (_, index) => ({ from: `r${index}`, to: `r${(index + 1) % 8}`, isBothWays: true })),
    { from: 'r1', to: 'PICK', isBothWays: true },
    { from: 'r5', to: 'PACK', isBothWays: true },
    { from: 'r0', to: 'CHG', isBothWays: true },
    { from: 'r2', to: 'P1', isBothWays: true },
    { from: 'r6', to: 'P2', isBothWays: true },
  ],
};

/** The demo layout with simulated robots and fleet control on virtual time. */
export function createFleetWorld(
  robotCount: number,
  prng: Prng,
  habits: WireHabits,
  ways: RobotLayoutFile = layOutRobotWays(),
): FleetWorld {
  const parsed = parseRobotLayout(ways);
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('; '));
  const { layout } = parsed.value;
  let nowMs = 1_800_000_000_000;
  let nearestMm = Infinity;
  const done: FleetWorld['done'] = [];
  const kept = new Map<string, FleetTask>();
  const bays = layout.nodes.filter(({ use }) => use === 'parking');
  const robots = Array.from({ length: robotCount }, (_, index) => {
    const serialNumber = `R${index + 1}`;
    return new SimulatedRobot({
      manufacturer: 'sim',
      serialNumber,
      isThree: index % 2 === 0,
      mapId: layout.mapId,
      start: bays[index % bays.length]!,
      batteryPercent: 50 + Math.floor(prng.next() * 50),
      onDone: (action) => done.push({ robot: serialNumber, action }),
    });
  });
  const queues = new Map<string, Post[]>();
  const post = (topic: string, deliver: () => void) => {
    if (prng.next() < habits.lossShare) return;
    const queue = queues.get(topic) ?? [];
    queues.set(topic, queue);
    const soonest = Math.max(nowMs + Math.floor(prng.next() * habits.mostDelayMs), queue.at(-1)?.atMs ?? 0);
    queue.push({ atMs: soonest, deliver });
  };
  const deliverDue = () => {
    for (const queue of queues.values()) while (queue[0] !== undefined && queue[0].atMs <= nowMs) queue.shift()!.deliver();
  };
  let run = 0;
  const openFleet = () =>
    new FleetControl(
      layout,
      `hh${(run += 1)}`,
      {
        sendOrder: ({ serialNumber }, _, order) => post(`${serialNumber}/order`, () => robotOf(serialNumber)?.receiveOrder(order)),
        sendInstantActions: ({ serialNumber }, _, actions) =>
          post(`${serialNumber}/instant`, () => robotOf(serialNumber)?.receiveInstantActions(actions)),
        keepTask: (task) => kept.set(task.taskId, task),
      },
      [...kept.values()],
    );
  const robotOf = (serialNumber: string) => {
    const robot = robots[Number(serialNumber.slice(1)) - 1];
    return robot?.faults.has('lost') ? undefined : robot;
  };
  let fleet = openFleet();
  const report = (robot: SimulatedRobot, index: number, state: RobotState) => {
    const ref = { manufacturer: 'sim', serialNumber: `R${index + 1}` };
    const unit = fleet.unitOf(ref, index % 2 === 0 ? '3.0' : '2.1');
    if (unit !== null && !robot.faults.has('lost')) fleet.hearState(unit, state, nowMs);
  };
  const measure = () => {
    for (const [index, one] of robots.entries())
      for (const other of robots.slice(index + 1))
        nearestMm = Math.min(nearestMm, Math.hypot(one.body.xMm - other.body.xMm, one.body.yMm - other.body.yMm));
  };
  const step = () => {
    nowMs += 100;
    for (const [index, robot] of robots.entries()) {
      robot.advance(nowMs);
      if (robot.faults.has('frozen') || (!robot.isChanged && nowMs % 1000 !== 0)) continue;
      const state = robot.takeState();
      post(`R${index + 1}/state`, () => report(robot, index, state));
    }
    deliverDue();
    if (nowMs % 200 === 0) fleet.tick(nowMs);
    measure();
  };
  return {
    layout,
    robots,
    done,
    nearestMm: () => nearestMm,
    fleet: () => fleet,
    nowMs: () => nowMs,
    run(forMs, until = () => false) {
      for (const endMs = nowMs + forMs; nowMs < endMs; step()) if (until()) return true;
      return until();
    },
    restartFleet: () => {
      fleet = openFleet();
    },
  };
}
