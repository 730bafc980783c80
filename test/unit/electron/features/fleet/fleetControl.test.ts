import { describe, expect, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import { createFleetWorld, smallWays, type FleetWorld } from '#test/support/robots/fleetWorld.ts';

const calm = { lossShare: 0, mostDelayMs: 50 };

function ask(world: FleetWorld, taskId: string, fromNodeId = 'PICK3', toNodeId = 'PACK1') {
  const request = { taskId, kind: 'toteToPacking', fromNodeId, toNodeId, loadId: `L-${taskId}`, dueAtMs: world.nowMs() + 600_000 } as const;
  return world.fleet().request(request, world.nowMs());
}
const statusOf = (world: FleetWorld, taskId: string) => world.fleet().tasks.get(taskId)?.status;
const drops = (world: FleetWorld, taskId: string) => world.done.filter(({ action }) => action.actionId === `${taskId}.drop`).length;

describe('fleet control', () => {
  test('[FL1] a task goes from waiting through sent, seen and loaded to done, once', () => {
    const world = createFleetWorld(1, createPrng(1), calm);
    world.run(2000);
    expect(ask(world, 't1')).toBe('taken');
    const seen: (string | undefined)[] = [];
    world.run(180_000, () => {
      if (seen.at(-1) !== statusOf(world, 't1')) seen.push(statusOf(world, 't1'));
      return statusOf(world, 't1') === 'done';
    });
    expect([seen, drops(world, 't1'), ask(world, 't1')]).toEqual([['waiting', 'sent', 'seen', 'loaded', 'done'], 1, 'known']);
  });

  test('[FL3] a lost order is sent again and taken once', () => {
    const world = createFleetWorld(2, createPrng(2), { lossShare: 0.3, mostDelayMs: 900 });
    for (const taskId of ['t1', 't2', 't3', 't4']) ask(world, taskId);
    const isAllDone = () => ['t1', 't2', 't3', 't4'].every((taskId) => statusOf(world, taskId) === 'done');
    expect(world.run(1_500_000, isAllDone)).toBe(true);
    expect(['t1', 't2', 't3', 't4'].map((taskId) => drops(world, taskId))).toEqual([1, 1, 1, 1]);
  });

  test('[FL2] a frozen robot becomes unknown after five seconds, never idle', () => {
    const world = createFleetWorld(1, createPrng(3), calm, smallWays);
    world.run(3000);
    const unit = world.fleet().unitOf({ manufacturer: 'sim', serialNumber: 'R1' }, '3.0')!;
    world.fleet().hearConnection(unit, 'online');
    expect(unit.status(world.nowMs())).toBe('idle');
    world.robots[0]!.faults.add('frozen');
    world.run(5500);
    expect(unit.status(world.nowMs())).toBe('unknown');
    world.run(60_000, () => unit.status(world.nowMs()) !== 'unknown');
    expect(unit.status(world.nowMs())).toBe('unknown');
    world.robots[0]!.faults.delete('frozen');
    world.run(3000);
    expect(unit.status(world.nowMs())).toBe('idle');
  });

  test('[FL4] a cancel is repeated until the state confirms it', () => {
    const world = createFleetWorld(1, createPrng(4), { lossShare: 0.4, mostDelayMs: 500 }, smallWays);
    ask(world, 't1', 'PICK', 'PACK');
    world.run(30_000, () => statusOf(world, 't1') === 'seen');
    expect(world.fleet().takeByHand('t1', false, world.nowMs())).toBe('stopping');
    expect(world.run(60_000, () => statusOf(world, 't1') !== 'stopping')).toBe(true);
    expect([statusOf(world, 't1'), drops(world, 't1')]).toEqual(['byHand', 0]);
  });

  test('[FL5] a robot that refuses is left to a person after three times, and works again when released', () => {
    const world = createFleetWorld(1, createPrng(5), calm, smallWays);
    world.run(1000);
    const robot = world.robots[0]!;
    robot.faults.add('refusing');
    ask(world, 't1', 'PICK', 'PACK');
    const unit = world.fleet().unitOf({ manufacturer: 'sim', serialNumber: 'R1' }, '3.0')!;
    expect(world.run(60_000, () => unit.status(world.nowMs()) === 'refusing')).toBe(true);
    expect(unit.lastRejection).not.toBeNull();
    robot.faults.delete('refusing');
    expect(world.run(20_000, () => statusOf(world, 't1') === 'done')).toBe(false);
    unit.release();
    expect(world.run(120_000, () => statusOf(world, 't1') === 'done')).toBe(true);
  });

  test('[FL5] a robot set somewhere else after a foreign order is driven on from where it is', () => {
    const world = createFleetWorld(1, createPrng(6), calm, smallWays);
    world.robots[0]!.advance(world.nowMs());
    const at = (nodeId: string) => world.layout.nodes[world.layout.numberOf(nodeId)]!;
    const place = ({ xMm, yMm }: { xMm: number; yMm: number }) => ({ mapId: 'ring', xMm, yMm, thetaRad: null, deviationMm: 300 });
    world.robots[0]!.receiveOrder({
      orderId: 'of-another-master',
      orderUpdateId: 0,
      nodes: [
        { nodeId: 'P1', sequenceId: 0, isReleased: true, place: place(at('P1')), actions: [] },
        { nodeId: 'r2', sequenceId: 2, isReleased: true, place: place(at('r2')), actions: [] },
        { nodeId: 'r3', sequenceId: 4, isReleased: false, place: place(at('r3')), actions: [] },
      ],
      edges: [1, 3].map((sequenceId) => ({
        edgeId: `e${sequenceId}`,
        sequenceId,
        isReleased: sequenceId === 1,
        startNodeId: '',
        endNodeId: '',
        lengthMm: null,
        maxSpeedMmPerS: null,
        actions: [],
      })),
    });
    ask(world, 't1', 'PICK', 'PACK');
    expect(world.run(200_000, () => statusOf(world, 't1') === 'done')).toBe(true);
  });

  test('[FL6] fleet control comes back in the middle of the work and nothing is done twice or lost', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const world = createFleetWorld(2, createPrng(seed), { lossShare: 0.05, mostDelayMs: 300 }, smallWays);
      world.run(1000);
      const ids = ['t1', 't2', 't3'];
      for (const taskId of ids) ask(world, taskId, 'PICK', 'PACK');
      for (let restart = 0; restart < 6; restart++) {
        world.run(2000 + seed * 400 * (restart + 1));
        world.restartFleet();
      }
      const isOver = () => ids.every((taskId) => statusOf(world, taskId) === 'done');
      expect({ seed, isOver: world.run(900_000, isOver), drops: ids.map((taskId) => drops(world, taskId)) }).toEqual({
        seed,
        isOver: true,
        drops: [1, 1, 1],
      });
    }
  });

  test('[FL7] an empty robot charges first and works when it has enough', () => {
    const world = createFleetWorld(1, createPrng(7), calm, smallWays);
    world.robots[0]!.body.batteryPercent = 10;
    ask(world, 't1', 'PICK', 'PACK');
    const unit = () => world.fleet().unitOf({ manufacturer: 'sim', serialNumber: 'R1' }, '3.0')!;
    expect(world.run(60_000, () => unit().status(world.nowMs()) === 'charging')).toBe(true);
    expect([statusOf(world, 't1'), world.robots[0]!.body.batteryPercent < 30]).toEqual(['waiting', true]);
    expect(world.run(600_000, () => statusOf(world, 't1') === 'done')).toBe(true);
  });

  test('[FL8] paused robots stand and go on', () => {
    const world = createFleetWorld(2, createPrng(8), calm, smallWays);
    ask(world, 't1', 'PICK', 'PACK');
    world.run(15_000, () => statusOf(world, 't1') === 'seen');
    world.fleet().isPaused = true;
    world.run(4000);
    const before = world.robots.map(({ body }) => body.xMm + body.yMm);
    world.run(30_000);
    expect(world.robots.map(({ body }) => body.xMm + body.yMm)).toEqual(before);
    expect([...world.fleet().units.values()].map((unit) => unit.status(world.nowMs()))).toEqual(['paused', 'paused']);
    world.fleet().isPaused = false;
    expect(world.run(120_000, () => statusOf(world, 't1') === 'done')).toBe(true);
  });

  test('[FL9] a robot driven by hand is told nothing and taken from where it is left', () => {
    const world = createFleetWorld(1, createPrng(9), calm, smallWays);
    world.run(2000);
    const robot = world.robots[0]!;
    robot.faults.add('manual');
    robot.isChanged = true;
    world.run(500);
    robot.body.xMm = 4500;
    robot.body.yMm = 1500;
    ask(world, 't1', 'PICK', 'PACK');
    world.run(10_000);
    expect(statusOf(world, 't1')).toBe('waiting');
    robot.faults.delete('manual');
    expect(world.run(200_000, () => statusOf(world, 't1') === 'done')).toBe(true);
  });

  test('[FL10] robots come and are removed at run time; the task goes to another', () => {
    const world = createFleetWorld(2, createPrng(10), calm, smallWays);
    ask(world, 't1', 'PICK', 'PACK');
    world.run(15_000, () => statusOf(world, 't1') === 'seen');
    const holder = world.fleet().tasks.get('t1')!.robot!;
    const robot = world.robots[Number(holder.slice(-1)) - 1]!;
    robot.faults.add('lost');
    world.run(1000);
    expect(world.fleet().remove(holder, world.nowMs())).toBe(true);
    expect(statusOf(world, 't1')).toBe('waiting');
    expect(world.run(300_000, () => statusOf(world, 't1') === 'done')).toBe(true);
  });

  test('[FL11] a thousand races of a person with a robot: one of them did it', () => {
    const tally = { robot: 0, person: 0, other: 0 };
    for (let seed = 1; seed <= 1000; seed++) {
      const prng = createPrng(seed);
      const world = createFleetWorld(1, prng, { lossShare: prng.next() * 0.3, mostDelayMs: Math.floor(prng.next() * 3000) }, smallWays);
      ask(world, 't1', 'PICK', 'PACK');
      world.run(prng.next() * 40_000);
      world.fleet().takeByHand('t1', false, world.nowMs());
      if (prng.next() < 0.2) world.restartFleet();
      const isOver = () => ['done', 'byHand'].includes(statusOf(world, 't1')!);
      world.run(200_000, isOver);
      const status = statusOf(world, 't1');
      world.run(6000);
      const isByRobot = status === 'done' && drops(world, 't1') === 1;
      const isByPerson = status === 'byHand' && drops(world, 't1') === 0;
      tally[isByRobot ? 'robot' : isByPerson ? 'person' : 'other'] += 1;
    }
    expect(tally.other).toBe(0);
    expect(Math.min(tally.robot, tally.person)).toBeGreaterThan(20);
  }, 300_000);

  test('[FL11] who has the goods in hand gets the task at once, also from a robot that cannot be asked', () => {
    const world = createFleetWorld(1, createPrng(11), calm, smallWays);
    ask(world, 't1', 'PICK', 'PACK');
    world.run(60_000, () => statusOf(world, 't1') === 'loaded');
    world.robots[0]!.faults.add('frozen');
    world.run(8000);
    expect(world.fleet().takeByHand('t1', false, world.nowMs())).toBe('askForGoods');
    expect(world.fleet().takeByHand('t1', true, world.nowMs())).toBe('granted');
    world.robots[0]!.faults.delete('frozen');
    world.run(30_000);
    expect([statusOf(world, 't1'), world.fleet().takeByHand('t9', false, 0)]).toEqual(['byHand', 'unknownTask']);
  });
});
