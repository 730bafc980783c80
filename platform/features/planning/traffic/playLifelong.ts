import { createPrng, pickOne, type Prng } from '#shared/base/prng.ts';
import { findStepCollisions } from '#shared/planning/traffic/findCollisions.ts';
import { LifelongTraffic } from '#shared/planning/traffic/lifelongTraffic.ts';
import { shuffle } from '#shared/planning/traffic/shuffle.ts';
import type { TrafficFloor } from './parseTrafficFiles.ts';

/** How a lifelong run is played. */
export type LifelongSettings = {
  readonly robots: number;
  readonly steps: number;
  readonly seed: number;
  readonly window: number;
  readonly attempts: number;
  readonly budgetMs: number;
};

/** What came of it; times of planning are wall time. */
export type LifelongScore = {
  readonly tasks: number;
  readonly collisions: number;
  /** Robots that were under way to one goal for longer than `deadlockSteps`. */
  readonly deadlocks: number;
  readonly longestWait: number;
  readonly meanStepMs: number;
  readonly worstStepMs: number;
};

/** A robot that has not come to its goal after so many steps is counted as stuck. */
export const deadlockSteps = 1000;

/** Steps after which a robot drives before all others. */
const patience = 300;

/** Robots of a warehouse that get a new endpoint, each as likely as the other, whenever they arrive; every step goes through the independent checker. */
export function playLifelong(floor: TrafficFloor, settings: LifelongSettings): LifelongScore {
  const { graph } = floor.grid;
  const prng = createPrng(settings.seed);
  const starts = [...(floor.homes.length >= settings.robots ? floor.homes : floor.grid.cellOfNode.keys())];
  shuffle(starts, prng);
  starts.length = settings.robots;
  const goals = starts.map((start) => drawGoal(floor, start, prng));
  const traffic = new LifelongTraffic(graph, starts, goals, { prng: createPrng(settings.seed + 1000), window: settings.window, patience });
  let before = Int32Array.from(starts);
  const score = { tasks: 0, collisions: 0, deadlocks: 0, longestWait: 0, meanStepMs: 0, worstStepMs: 0 };
  for (let step = 1; step <= settings.steps; step++) {
    const startedMs = performance.now();
    traffic.advance((attempts) => attempts >= settings.attempts || performance.now() - startedMs > settings.budgetMs);
    const tookMs = performance.now() - startedMs;
    score.meanStepMs += tookMs / settings.steps;
    score.worstStepMs = Math.max(score.worstStepMs, tookMs);
    score.collisions += findStepCollisions(graph, before, traffic.at, step).length;
    before = traffic.at.slice();
    for (let robot = 0; robot < settings.robots; robot++) {
      score.longestWait = Math.max(score.longestWait, traffic.waits[robot]!);
      if (traffic.waits[robot] === deadlockSteps) score.deadlocks++;
      if (traffic.at[robot] !== traffic.goals[robot]) continue;
      score.tasks++;
      traffic.assign(robot, drawGoal(floor, traffic.at[robot]!, prng));
    }
  }
  return score;
}

function drawGoal(floor: TrafficFloor, at: number, prng: Prng): number {
  const places = floor.endpoints.length > 1 ? floor.endpoints : [...floor.grid.cellOfNode.keys()];
  for (;;) {
    const goal = pickOne(prng, places);
    if (goal !== at) return goal;
  }
}
