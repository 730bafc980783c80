import { describe, expect, test } from 'vitest';
import { layOutRobotWays } from '#platform/world/robots/layOutRobotWays.ts';
import { ReleasePlanner, type MovingRobot } from '#shared/planning/traffic/planReleases.ts';
import { findCutNode, parseRobotLayout, type RobotLayout } from '#shared/planning/traffic/robotLayout.ts';

function layoutOf(raw: unknown): RobotLayout {
  const parsed = parseRobotLayout(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.layout;
}

/** A ring of six nodes with one dead end at n0. */
const ring = {
  mapId: 'm',
  nodes: [
    ...Array.from({ length: 6 }, (_, index) => ({
      nodeId: `n${index}`,
      xMm: Math.round(3000 * Math.cos(index)),
      yMm: Math.round(3000 * Math.sin(index)),
    })),
    { nodeId: 'bay', xMm: 5000, yMm: 0 },
  ],
  ways: [...Array.from({ length: 6 }, (_, index) => ({ from: `n${index}`, to: `n${(index + 1) % 6}` })), { from: 'n0', to: 'bay' }],
};
const robot = (held: readonly number[], goal: number | null, more: Partial<MovingRobot> = {}): MovingRobot => ({
  held,
  goal,
  hold: 'none',
  waitedMs: 1,
  canBeTold: true,
  maxAhead: 3,
  ...more,
});

describe('releases of nodes to real robots', () => {
  test('[TP10] no node is released to two, and none that somebody holds', () => {
    const planner = new ReleasePlanner(layoutOf(ring));
    const [one, other] = planner.plan([robot([0], 3, { waitedMs: 9 }), robot([2], 1)]);
    const all = [0, 2, ...one!.released, ...other!.released];
    expect([new Set(all).size, one!.released.length > 0]).toEqual([all.length, true]);
    expect(planner.plan([robot([0, 1, 2, 3], 4)])[0]!.released).toEqual([]);
    expect(planner.plan([robot([0], 3, { canBeTold: false })])[0]).toMatchObject({ released: [] });
  });

  test('[TP11] a stopped robot is driven around', () => {
    const planner = new ReleasePlanner(layoutOf(ring));
    const [driving] = planner.plan([robot([0], 2), robot([1], 5, { hold: 'stopped' })]);
    expect([...driving!.released, ...driving!.planned].slice(0, 4)).toEqual([5, 4, 3, 2]);
  });

  test('[TP12] what comes too near is refused by name, what parts the ways is a warning', () => {
    const near = { ...ring, nodes: [...ring.nodes, { nodeId: 'near', xMm: 5100, yMm: 0 }] };
    expect(parseRobotLayout(near)).toMatchObject({ ok: false, error: [{ kind: 'tooNear' }] });
    const crossing = { ...ring, ways: [...ring.ways, { from: 'n0', to: 'n3' }, { from: 'n1', to: 'n4' }] };
    expect(parseRobotLayout(crossing)).toMatchObject({ ok: false, error: [{ kind: 'crossing' }] });
    const chain = { ...ring, ways: ring.ways.slice(1) };
    expect(parseRobotLayout(chain)).toMatchObject({ ok: true, value: { warnings: [{ kind: 'cut' }] } });
    expect(parseRobotLayout({ ...ring, ways: [{ from: 'n0', to: 'x' }] })).toMatchObject({ ok: false, error: [{ kind: 'unknownNode' }] });
    expect(findCutNode(layoutOf(layOutRobotWays()), new Set())).toBeNull();
  });

  test('[TP13] nobody gives way into a dead end', () => {
    const layout = layoutOf(ring);
    const [, pushed] = new ReleasePlanner(layout).plan([robot([1], 0, { waitedMs: 9 }), robot([0], null)]);
    expect(pushed!.released).not.toContain(layout.numberOf('bay'));
    const [bound] = new ReleasePlanner(layout).plan([robot([1], layout.numberOf('bay'))]);
    expect(bound!.released).toEqual([0, layout.numberOf('bay')]);
    const bay = layout.numberOf('bay');
    const [wantsIn, wantsOut] = new ReleasePlanner(layout).plan([robot([0], bay, { waitedMs: 99 }), robot([bay], 3)]);
    expect([wantsIn!.released.length > 0, wantsOut!.planned[0]]).toEqual([true, 0]);
  });
});
