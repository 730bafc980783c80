import type { Prng } from '#shared/base/prng.ts';
import { DistanceTables } from './distanceTables.ts';
import { PibtMoves } from './pibtMoves.ts';
import type { TrafficGraph } from './trafficGraph.ts';
import { WindowPlan } from './windowPlan.ts';
import { WindowSearch } from './windowSearch.ts';

/** What a planner of lifelong traffic is told once. */
export type LifelongOptions = {
  readonly prng: Prng;
  /** Steps planned ahead; 1 plans by priority inheritance alone. */
  readonly window: number;
  /** A robot that has been under way to one goal for so many steps drives before all others, and no plan is improved at its cost. */
  readonly patience: number;
};

/**
 * Robots that are given a new goal whenever they arrive. Each call of `advance` is one step of all robots: the plan of the last step moves on by one, gets one more step by
 * priority inheritance at its end (so that it is never without collision-free steps) and is then improved by replanning a few robots at a time until told to stop.
 */
export class LifelongTraffic {
  /** Node of each robot. */
  readonly at: Int32Array;
  /** Goal of each robot. */
  readonly goals: Int32Array;
  /** Steps since the robot was given its goal. */
  readonly waits: Int32Array;
  private readonly tables: DistanceTables;
  private readonly goalTables: Uint16Array[];
  private readonly moves: PibtMoves;
  private readonly plan: WindowPlan;
  private readonly order: Int32Array;
  private readonly tieBreaks: Float64Array;

  constructor(
    graph: TrafficGraph,
    starts: ArrayLike<number>,
    goals: ArrayLike<number>,
    private readonly options: LifelongOptions,
    tables: DistanceTables = new DistanceTables(graph),
  ) {
    this.tables = tables;
    this.at = Int32Array.from(starts);
    this.goals = Int32Array.from(goals);
    this.waits = new Int32Array(this.at.length);
    this.goalTables = Array.from(this.goals, (goal) => tables.to(goal));
    this.moves = new PibtMoves(graph, this.at.length, options.prng);
    this.moves.isSwapping = false;
    this.order = Int32Array.from(this.at, (_, robot) => robot);
    this.tieBreaks = Float64Array.from(this.at, () => options.prng.next());
    this.plan = new WindowPlan(
      graph,
      this.at,
      this.goalTables,
      options.window,
      new WindowSearch(graph, options.window, graph.leastCost),
      options.prng,
    );
  }

  /** The robot's next goal, from the next step on. */
  assign(robot: number, goal: number): void {
    this.goals[robot] = goal;
    this.goalTables[robot] = this.tables.to(goal);
    this.waits[robot] = 0;
    this.plan.touch(robot);
  }

  /** One step of all robots; `isEnough` is asked before each improvement. Positions are in `at` afterwards. */
  advance(isEnough: (improvementsTried: number) => boolean): void {
    this.sortOrder();
    const eldest = this.order[0]!;
    const isUrgent = this.waits[eldest]! > this.options.patience;
    if (isUrgent) this.plan.restart(this.at);
    while (this.plan.length < (isUrgent ? 1 : this.options.window)) this.extend();
    if (!isUrgent) this.plan.improve(isEnough);
    this.plan.shift(this.at);
    for (let robot = 0; robot < this.waits.length; robot++) this.waits[robot]!++;
  }

  private extend(): void {
    this.moves.step(this.plan.last(), this.order, this.goalTables);
    this.plan.append(this.moves.next);
    this.moves.clear();
  }

  private sortOrder(): void {
    const { waits, tieBreaks } = this;
    this.order.sort((one, other) => waits[other]! + tieBreaks[other]! - (waits[one]! + tieBreaks[one]!));
  }
}
