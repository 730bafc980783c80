import type { TrafficGraph } from './trafficGraph.ts';

/** Something two robots must never do, or one cannot: `jump` is a step along no way of the graph. */
export type Collision = { readonly kind: 'vertex' | 'swap' | 'jump'; readonly step: number; readonly robots: readonly number[] };

/**
 * Checks one step of all robots, knowing nothing of how it was planned: two on one node after it (`vertex`), two that changed places (`swap`), one that
 * moved along no way (`jump`).
 */
export function findStepCollisions(graph: TrafficGraph, before: ArrayLike<number>, after: ArrayLike<number>, step: number): Collision[] {
  const found: Collision[] = [];
  const robotNow = new Map<number, number>();
  for (let robot = 0; robot < before.length; robot++) robotNow.set(before[robot]!, robot);
  const robotThen = new Map<number, number>();
  for (let robot = 0; robot < after.length; robot++) {
    const from = before[robot]!;
    const to = after[robot]!;
    if (from !== to && !graph.hasWay(from, to)) found.push({ kind: 'jump', step, robots: [robot] });
    const first = robotThen.get(to);
    if (first !== undefined) found.push({ kind: 'vertex', step, robots: [first, robot] });
    robotThen.set(to, robot);
    const other = robotNow.get(to);
    if (other !== undefined && other < robot && from !== to && after[other] === from)
      found.push({ kind: 'swap', step, robots: [other, robot] });
  }
  return found;
}

/** Checks whole paths (node by step; who has ended stays where the path ends). */
export function findPathCollisions(graph: TrafficGraph, paths: readonly ArrayLike<number>[]): Collision[] {
  const found: Collision[] = [];
  const steps = Math.max(0, ...paths.map((path) => path.length));
  const standing = (step: number) => paths.map((path) => path[Math.min(step, path.length - 1)]!);
  let before = standing(0);
  const starts = new Map<number, number>();
  for (const [robot, node] of before.entries()) {
    const first = starts.get(node);
    if (first !== undefined) found.push({ kind: 'vertex', step: 0, robots: [first, robot] });
    starts.set(node, robot);
  }
  for (let step = 1; step < steps; step++) {
    const after = standing(step);
    found.push(...findStepCollisions(graph, before, after, step));
    before = after;
  }
  return found;
}
