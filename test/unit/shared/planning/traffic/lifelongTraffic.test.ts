import { describe, expect, test } from 'vitest';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import { findStepCollisions } from '#shared/planning/traffic/findCollisions.ts';
import { LifelongTraffic } from '#shared/planning/traffic/lifelongTraffic.ts';
import { toGridGraph, TrafficGraph, type TrafficEdge } from '#shared/planning/traffic/trafficGraph.ts';
import { WindowPlan } from '#shared/planning/traffic/windowPlan.ts';
import { WindowSearch } from '#shared/planning/traffic/windowSearch.ts';
import { DistanceTables } from '#shared/planning/traffic/distanceTables.ts';

type Play = {
  readonly graph: TrafficGraph;
  readonly robots: number;
  readonly steps: number;
  readonly seed: number;
  readonly window: number;
  readonly attempts: number;
  readonly patience: number;
};

function play({ graph, robots, steps, seed, window, attempts, patience }: Play) {
  const prng = createPrng(seed);
  const draw = () => nextInt(prng, 0, graph.nodeCount - 1);
  const starts = Array.from({ length: robots }, (_, robot) => robot);
  const traffic = new LifelongTraffic(graph, starts, starts.map(draw), { prng: createPrng(seed + 1), window, patience });
  let before = Int32Array.from(starts);
  const score = { collisions: 0, arrivals: 0, longestWait: 0 };
  for (let step = 1; step <= steps; step++) {
    traffic.advance((tried) => tried >= attempts);
    score.collisions += findStepCollisions(graph, before, traffic.at, step).length;
    before = traffic.at.slice();
    for (let robot = 0; robot < robots; robot++) {
      score.longestWait = Math.max(score.longestWait, traffic.waits[robot]!);
      if (traffic.at[robot] !== traffic.goals[robot]) continue;
      score.arrivals++;
      traffic.assign(robot, draw());
    }
  }
  return score;
}

const shelves = toGridGraph(10, 7, (cell) => Math.floor(cell / 10) % 2 === 0 || (cell % 10) % 3 === 0).graph;

/** Streets of one direction each, in turns, as a torus. */
function oneWayStreets(side: number): TrafficGraph {
  const edges: TrafficEdge[] = [];
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const across = (column + (row % 2 === 0 ? 1 : side - 1)) % side;
      const along = (row + (column % 2 === 0 ? 1 : side - 1)) % side;
      edges.push(
        { from: row * side + column, to: row * side + across, cost: 2 },
        { from: row * side + column, to: along * side + column, cost: 3 },
      );
    }
  return new TrafficGraph(side * side, edges);
}

describe('robots that get new goals for ever', () => {
  test('[TP1] [TP7] [TP9] a floor packed to the last but one place keeps moving, and nobody waits beyond the bound', () => {
    const robots = shelves.nodeCount - 1;
    const patience = 20;
    const score = play({ graph: shelves, robots, steps: 1500, seed: 1, window: 4, attempts: 5, patience });
    expect({
      collisions: score.collisions,
      isMoving: score.arrivals > robots,
      isBounded: score.longestWait <= patience + robots * 20,
    }).toEqual({ collisions: 0, isMoving: true, isBounded: true });
  });

  test('[TP1] [TP7] streets of one direction and of different lengths are driven without a collision', () => {
    const score = play({ graph: oneWayStreets(6), robots: 24, steps: 400, seed: 2, window: 8, attempts: 10, patience: 60 });
    expect({ collisions: score.collisions, isMoving: score.arrivals > 300, isBounded: score.longestWait < 400 }).toEqual({
      collisions: 0,
      isMoving: true,
      isBounded: true,
    });
  });

  test('[TP6] the same seed gives the same run', () => {
    const settings = { graph: shelves, robots: 12, steps: 100, seed: 4, window: 8, attempts: 10, patience: 50 };
    expect(play(settings)).toEqual(play(settings));
  });

  test('[TP8] more attempts never make the plan of a step dearer', () => {
    const tables = new DistanceTables(shelves);
    const goals = Array.from({ length: 14 }, (_, robot) => tables.to(shelves.nodeCount - 1 - robot));
    const search = new WindowSearch(shelves, 8, 1);
    const plan = new WindowPlan(
      shelves,
      goals.map((_, robot) => robot),
      goals,
      8,
      search,
      createPrng(5),
    );
    for (let step = 0; step < 8; step++) plan.append(plan.last().slice());
    const cost = () => goals.reduce((sum, table, robot) => sum + search.price(plan.pathOf(robot), table), 0);
    const costs = [cost()];
    for (let round = 0; round < 30; round++) {
      plan.improve((tried) => tried >= 3);
      costs.push(cost());
    }
    expect({ isFalling: costs.every((each, at) => at === 0 || each <= costs[at - 1]!), isBetter: costs.at(-1)! < costs[0]! }).toEqual({
      isFalling: true,
      isBetter: true,
    });
  });
});
