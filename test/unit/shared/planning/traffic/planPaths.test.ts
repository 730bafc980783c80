import { describe, expect, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import { ArrivalSearch } from '#shared/planning/traffic/arrivalSearch.ts';
import { ConfigurationSearch } from '#shared/planning/traffic/configurationSearch.ts';
import { DistanceTables } from '#shared/planning/traffic/distanceTables.ts';
import { findPathCollisions } from '#shared/planning/traffic/findCollisions.ts';
import { planPaths } from '#shared/planning/traffic/planPaths.ts';
import { shuffle } from '#shared/planning/traffic/shuffle.ts';
import { toGridGraph, TrafficGraph } from '#shared/planning/traffic/trafficGraph.ts';
import { WindowPlan } from '#shared/planning/traffic/windowPlan.ts';

const options = (seed: number, attempts: number) => ({
  prng: createPrng(seed),
  isEnough: (steps: number) => steps > 50_000,
  isGoodEnough: (tried: number) => tried >= attempts,
});

function crowd(seed: number, robots: number) {
  const prng = createPrng(seed);
  const { graph } = toGridGraph(12, 12, (cell) => Math.floor(cell / 12) % 3 !== 1 || cell % 4 === 0);
  const starts = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const goals = [...starts];
  shuffle(starts, prng);
  shuffle(goals, prng);
  return { graph, starts: starts.slice(0, robots), goals: goals.slice(0, robots) };
}

describe('paths of robots that start at once', () => {
  test('[TP1] [TP3] paths lead from start to goal without a collision, and are never dearer than the first', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { graph, starts, goals } = crowd(seed, 10 + seed);
      const plan = planPaths(graph, starts, goals, options(seed, 60));
      if (plan.kind !== 'paths') throw new Error(`seed ${seed}: ${plan.kind}`);
      expect({
        seed,
        collisions: findPathCollisions(graph, plan.paths),
        starts: plan.paths.map((path) => path[0]),
        goals: plan.paths.map((path) => path.at(-1)),
        isNotDearer: plan.cost <= plan.firstCost && plan.cost >= plan.bound,
      }).toEqual({ seed, collisions: [], starts, goals, isNotDearer: true });
    }
  });

  test('[TP1] the search over configurations alone brings a dense crowd to its goals', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { graph, starts, goals } = crowd(seed, 50);
      const tables = new DistanceTables(graph);
      const goalTables = goals.map((goal) => tables.to(goal));
      const found = new ConfigurationSearch(graph, Int32Array.from(goals), goalTables, createPrng(seed)).run(
        Int32Array.from(starts),
        (steps) => steps > 20_000,
      );
      if (typeof found === 'string') throw new Error(`seed ${seed}: ${found}`);
      const paths = starts.map((_, robot) => found.map((at) => at[robot]!));
      expect({ collisions: findPathCollisions(graph, paths), ends: [...found.at(-1)!] }).toEqual({ collisions: [], ends: goals });
    }
  });

  test('[TP15] who finds no path goes through another, who plans again around it', () => {
    const { graph, nodeOfCell } = toGridGraph(7, 2, (cell) => cell < 7 || cell === 8);
    const [left, right] = [nodeOfCell[0]!, nodeOfCell[6]!];
    const tables = new DistanceTables(graph);
    const search = new ArrivalSearch(graph, 24, 1);
    const plan = new WindowPlan(graph, [left, right], [tables.to(right), tables.to(left)], 24, search, createPrng(1));
    const tried: number[] = [];
    expect(plan.prioritize([0, 1], search, (paths) => tried.push(paths) > 20)).toBe(true);
    const paths = [plan.pathOf(0), plan.pathOf(1)];
    expect(findPathCollisions(graph, paths)).toEqual([]);
    expect(paths.map((path) => path.at(-1))).toEqual([right, left]);
    expect(tried).toHaveLength(3);
  });

  test('[TP4] two robots that face each other pass at the only side pocket', () => {
    const { graph, nodeOfCell } = toGridGraph(7, 2, (cell) => cell < 7 || cell === 10);
    const [left, right] = [nodeOfCell[0]!, nodeOfCell[6]!];
    const plan = planPaths(graph, [left, right], [right, left], options(1, 50));
    if (plan.kind !== 'paths') throw new Error(plan.kind);
    expect({ collisions: findPathCollisions(graph, plan.paths), ends: plan.paths.map((path) => path.at(-1)) }).toEqual({
      collisions: [],
      ends: [right, left],
    });
  });

  test('[TP5] what cannot be planned is named', () => {
    const corridor = toGridGraph(4, 1, () => true).graph;
    const apart = new TrafficGraph(3, [{ from: 0, to: 1, cost: 1 }]);
    const kindOf = (graph: TrafficGraph, starts: number[], goals: number[]) => planPaths(graph, starts, goals, options(1, 10)).kind;
    expect([
      kindOf(corridor, [0, 3], [3, 0]),
      kindOf(apart, [0], [2]),
      kindOf(corridor, [0, 1], [2, 2]),
      kindOf(corridor, [0, 1], [1, 2]),
    ]).toEqual(['unreachable', 'unreachable', 'sharedNode', 'paths']);
  });

  test('[TP6] the same seed and attempts give the same paths', () => {
    const { graph, starts, goals } = crowd(3, 30);
    expect(planPaths(graph, starts, goals, options(7, 40))).toEqual(planPaths(graph, starts, goals, options(7, 40)));
  });
});
