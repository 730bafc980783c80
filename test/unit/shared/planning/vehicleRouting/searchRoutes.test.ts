import { describe, expect, it } from 'vitest';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import { routeCost, type RoutingPlan, type RoutingProblem } from '#shared/planning/vehicleRouting/routingProblem.ts';
import { searchRoutes } from '#shared/planning/vehicleRouting/searchRoutes.ts';

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

/** Stops on a plane of 100 x 100 with windows of 40 to 200 in a day of 300; loads of 1 to 9 in vehicles of 25. */
function randomProblem(seed: number, stops: number): RoutingProblem {
  const prng = createPrng(seed);
  const nodes = stops + 1;
  const points = Array.from({ length: nodes }, () => [nextInt(prng, 0, 100), nextInt(prng, 0, 100)] as const);
  const distances = new Float64Array(nodes * nodes);
  for (const [from, [x, y]] of points.entries())
    for (const [to, [otherX, otherY]] of points.entries()) distances[from * nodes + to] = Math.round(Math.hypot(x - otherX, y - otherY));
  const opens = Float64Array.from({ length: nodes }, (_, node) => (node === 0 ? 0 : nextInt(prng, 0, 150)));
  return {
    nodes,
    distances,
    durations: distances,
    serviceTimes: Float64Array.from({ length: nodes }, (_, node) => (node === 0 ? 0 : 5)),
    windowOpens: opens,
    windowCloses: opens.map((from, node) => (node === 0 ? 500 : Math.max(from + nextInt(prng, 40, 200), distances[node]!))),
    demands: Float64Array.from({ length: nodes }, (_, node) => (node === 0 ? 0 : nextInt(prng, 1, 9))),
    capacity: 25,
    vehicles: stops,
  };
}

function search(problem: RoutingProblem, seed: number, steps: number): RoutingPlan {
  return searchRoutes(problem, { prng: createPrng(seed), spentShare: (done) => done / steps });
}

/** The cheapest plan by trying every partition into ordered routes. */
function leastCost(problem: RoutingProblem): number {
  const grow = (left: readonly number[], open: readonly number[]): number => {
    const closed = open.length === 0 ? null : routeCost(problem, open);
    let least = left.length === 0 ? (closed ?? Infinity) : Infinity;
    for (const stop of left) {
      const others = left.filter((other) => other !== stop);
      least = Math.min(least, grow(others, [...open, stop]));
      if (closed !== null && stop === left[0]) least = Math.min(least, closed + grow(left, []));
    }
    return least;
  };
  return grow(
    Array.from({ length: problem.nodes - 1 }, (_, index) => index + 1),
    [],
  );
}

describe('searchRoutes', () => {
  it.each(seeds)('[VR1] every stop is in one route that can be driven, seed %i', (seed) => {
    const problem = randomProblem(seed, 40);
    const plan = search(problem, seed, 640);
    const stops = [...plan.routes.flat(), ...plan.unserved].toSorted((a, b) => a - b);
    const costs = plan.routes.map((route) => routeCost(problem, route));
    expect({ stops, cost: costs.reduce((sum: number, cost) => sum + (cost ?? NaN), 0) }).toEqual({
      stops: Array.from({ length: 40 }, (_, index) => index + 1),
      cost: plan.cost,
    });
  });

  it('[VR2] the same seed and steps give the same plan', () => {
    const problem = randomProblem(3, 60);
    expect(search(problem, 7, 1280)).toEqual(search(problem, 7, 1280));
  });

  it('[VR3] a stop too big for any vehicle or out of reach is unserved, the others are served', () => {
    const problem = randomProblem(5, 20);
    problem.demands[4] = 26;
    problem.windowCloses[9] = 0;
    problem.windowOpens[9] = 0;
    expect(search(problem, 1, 640).unserved.toSorted((a, b) => a - b)).toEqual([4, 9]);
  });

  it.each(seeds)('[VR4] six stops cost what trying everything finds, seed %i', (seed) => {
    const problem = randomProblem(100 + seed, 6);
    const plan = search(problem, seed, 640);
    expect(plan.cost).toBe(leastCost(problem));
  });

  it('[VR5] the plan gets cheaper with more search', () => {
    const problem = randomProblem(11, 80);
    const costs = [1, 64, 640, 6400].map((steps) => search(problem, 1, steps).cost);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    expect(costs.at(-1)).toBeLessThan(0.95 * costs[0]!);
  });
});
