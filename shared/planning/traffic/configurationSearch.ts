import type { Prng } from '#shared/base/prng.ts';
import { PibtMoves } from './pibtMoves.ts';
import { shuffle } from './shuffle.ts';
import type { TrafficGraph } from './trafficGraph.ts';

/** A configuration met in the search: where all robots stand. */
type Configuration = {
  readonly at: Int32Array;
  readonly parent: Configuration | null;
  readonly order: Int32Array;
  readonly priorities: Float64Array;
  /** Constraints still to be tried: pairs of robot and node each. */
  readonly constraints: (readonly number[])[];
};

/**
 * Depth-first search over configurations of all robots, each successor made by priority inheritance under constraints that are added one by one (Okumura, LaCAM,
 * AAAI 2023). Complete: where the goals can be reached at all it finds paths, given time.
 */
export class ConfigurationSearch {
  private readonly moves: PibtMoves;
  private readonly met = new Map<number, Configuration[]>();
  private readonly open: Configuration[] = [];

  constructor(
    private readonly graph: TrafficGraph,
    private readonly goals: Int32Array,
    private readonly tables: readonly Uint16Array[],
    private readonly prng: Prng,
  ) {
    this.moves = new PibtMoves(graph, goals.length, prng);
  }

  /**
   * Configurations from the starts to the goals, one a step; `exhausted` where all were tried and there is no way, `stopped` where `isEnough` ended the search before.
   * `isEnough` is asked before each step.
   */
  run(starts: Int32Array, isEnough: (stepsTried: number) => boolean): readonly Int32Array[] | 'exhausted' | 'stopped' {
    this.open.push(this.meet(starts, null));
    for (let tried = 0; this.open.length > 0; tried++) {
      const current = this.open.at(-1)!;
      if (this.isGoal(current.at)) return trace(current);
      if (isEnough(tried)) return 'stopped';
      const constraint = current.constraints.shift();
      if (constraint === undefined) this.open.pop();
      else this.expand(current, constraint);
    }
    return 'exhausted';
  }

  private expand(current: Configuration, constraint: readonly number[]): void {
    const depth = constraint.length / 2;
    if (depth < this.goals.length) this.constrain(current, constraint, current.order[depth]!);
    const isFound = this.moves.step(current.at, current.order, this.tables, constraint);
    const at = isFound ? this.moves.next.slice() : null;
    this.moves.clear();
    if (at === null) return;
    const known = this.met.get(hash(at))?.find((other) => isSame(other.at, at));
    this.open.push(known ?? this.meet(at, current));
  }

  private constrain(current: Configuration, constraint: readonly number[], robot: number): void {
    const { graph, prng } = this;
    const from = current.at[robot]!;
    const nodes = [from, ...graph.outTo.subarray(graph.outStart[from]!, graph.outStart[from + 1]!)];
    shuffle(nodes, prng);
    for (const node of nodes) current.constraints.push([...constraint, robot, node]);
  }

  private meet(at: Int32Array, parent: Configuration | null): Configuration {
    const priorities = Float64Array.from(at, (node, robot) => {
      const left = this.tables[robot]![node]!;
      if (parent === null) return left / 10_000;
      const before = parent.priorities[robot]!;
      return left === 0 ? before - Math.floor(before) : before + 1;
    });
    const order = Int32Array.from(at, (_, robot) => robot).sort((one, other) => priorities[other]! - priorities[one]!);
    const configuration: Configuration = { at, parent, order, priorities, constraints: [[]] };
    const key = hash(at);
    const same = this.met.get(key);
    if (same === undefined) this.met.set(key, [configuration]);
    else same.push(configuration);
    return configuration;
  }

  private isGoal(at: Int32Array): boolean {
    for (let robot = 0; robot < at.length; robot++) if (at[robot] !== this.goals[robot]) return false;
    return true;
  }
}

function trace(last: Configuration): Int32Array[] {
  const steps: Int32Array[] = [];
  for (let current: Configuration | null = last; current !== null; current = current.parent) steps.push(current.at);
  return steps.reverse();
}

function hash(at: Int32Array): number {
  let mixed = at.length;
  for (let robot = 0; robot < at.length; robot++) mixed = (Math.imul(mixed, 31) + at[robot]! + (mixed >>> 16)) | 0;
  return mixed;
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  for (let robot = 0; robot < one.length; robot++) if (one[robot] !== other[robot]) return false;
  return true;
}
