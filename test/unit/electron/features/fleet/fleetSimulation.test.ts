import { describe, expect, test } from 'vitest';
import { createPrng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { RobotFault } from '#platform/world/robots/toRobotState.ts';
import { createFleetWorld } from '#test/support/robots/fleetWorld.ts';

const faults: readonly RobotFault[] = ['frozen', 'lost', 'stuck', 'eStop', 'notLocalized', 'slow', 'manual', 'refusing'];

/** A seeded stretch of work with robots failing at random; every fault ends. */
function playFaults(seed: number, robots: number, tasks: number) {
  const prng = createPrng(seed);
  const world = createFleetWorld(robots, prng, { lossShare: 0.05, mostDelayMs: 400 });
  world.run(2000);
  const ids = Array.from({ length: tasks }, (_, index) => `t${index}`);
  const stations = ['PICK1', 'PICK2', 'PICK3', 'PICK4', 'PICK5', 'PICK6', 'PICK7', 'PICK8'];
  for (const taskId of ids)
    world.fleet().request(
      {
        taskId,
        kind: 'toteToPacking',
        fromNodeId: pickOne(prng, stations),
        toNodeId: pickOne(prng, ['PACK1', 'PACK2', 'PACK3', 'PACK4']),
        loadId: taskId,
        dueAtMs: world.nowMs() + nextInt(prng, 1, 900) * 1000,
      },
      world.nowMs(),
    );
  const isOver = () => ids.every((taskId) => ['done', 'failed', 'byHand'].includes(world.fleet().tasks.get(taskId)!.status));
  for (let round = 0; round < 12 && !world.run(nextInt(prng, 10, 60) * 1000, isOver); round++) {
    const robot = pickOne(prng, world.robots);
    const fault = pickOne(prng, faults);
    robot.faults.add(fault);
    world.run(nextInt(prng, 5, 40) * 1000, isOver);
    robot.faults.delete(fault);
    robot.isChanged = true;
    for (const unit of world.fleet().units.values()) if (unit.status(world.nowMs()) === 'refusing') unit.release();
  }
  world.run(1_800_000, isOver);
  const drops = new Map<string, number>();
  for (const { action } of world.done) if (action.actionType === 'drop') drops.set(action.actionId, (drops.get(action.actionId) ?? 0) + 1);
  const statuses = ids.map((taskId) => world.fleet().tasks.get(taskId)!.status);
  return { isOver: isOver(), statuses, most: Math.max(0, ...drops.values()), drops: drops.size, nearestMm: world.nearestMm(), world };
}

describe('a fleet with faults', () => {
  // A number of seeds, or a slice of them: 101-150.
  const [first, last] = (process.env['HALFHOUR_FLEET_SEEDS'] ?? '8').split('-').map(Number) as [number, number | undefined];
  const seeds = Array.from(
    { length: (last ?? first) - (last === undefined ? 0 : first - 1) },
    (_, index) => (last === undefined ? 1 : first) + index,
  );
  // Seed 56 once had a robot before a bay and another in it, each waiting for the other.
  test.each([...new Set([...seeds, 56])])('[FL12] seed %i: nobody collides, nobody waits for ever, nothing is done twice', (seed) => {
    const { isOver, most, nearestMm, statuses, drops } = playFaults(seed, 12, 24);
    expect({ isOver, most, isApart: nearestMm > 600 }).toEqual({ isOver: true, most: 1, isApart: true });
    expect(drops).toBe(statuses.filter((status) => status === 'done').length);
  });
});
