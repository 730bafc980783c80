import type { Prng } from '#shared/base/prng.ts';
import type { PathSearch } from './pathSearch.ts';
import { shuffle } from './shuffle.ts';
import type { TrafficGraph } from './trafficGraph.ts';

/** Most robots that are replanned together. */
const mostTogether = 6;

/** No path of a whole plan costs more. */
const mostCost = 1 << 28;

/** The next steps of all robots, free of collisions at any moment; improved by large neighbourhood search (Li et al., MAPF-LNS, IJCAI 2021). */
export class WindowPlan {
  /** Steps planned. */
  length = 0;
  private readonly paths: Int32Array;
  private readonly reserved: Int16Array;
  private readonly costs: Int32Array;
  private readonly delays: Int32Array;
  private readonly column: Int32Array;
  private readonly touched: number[] = [];
  private readonly group: number[] = [];
  private readonly isInGroup: Uint8Array;
  private readonly saved: Int32Array;
  private readonly robotCount: number;
  private readonly stride: number;

  constructor(
    private readonly graph: TrafficGraph,
    at: ArrayLike<number>,
    private readonly goalTables: readonly Uint16Array[],
    private readonly window: number,
    private readonly search: PathSearch,
    private readonly prng: Prng,
  ) {
    this.robotCount = at.length;
    this.stride = window + 1;
    this.paths = new Int32Array(this.robotCount * this.stride);
    this.reserved = new Int16Array(this.stride * graph.nodeCount).fill(-1);
    this.costs = new Int32Array(this.robotCount);
    this.delays = new Int32Array(this.robotCount);
    this.column = new Int32Array(this.robotCount);
    this.isInGroup = new Uint8Array(this.robotCount);
    this.saved = new Int32Array(mostTogether * this.stride);
    this.restart(at);
  }

  /** Forgets what was planned. */
  restart(at: ArrayLike<number>): void {
    this.length = 0;
    for (let robot = 0; robot < this.robotCount; robot++) this.paths[robot * this.stride] = at[robot]!;
  }

  /** The robot's goal has changed: it is replanned first. */
  touch(robot: number): void {
    this.touched.push(robot);
  }

  /** Where the robots stand at the end of the plan. */
  last(): Int32Array {
    for (let robot = 0; robot < this.robotCount; robot++) this.column[robot] = this.paths[robot * this.stride + this.length]!;
    return this.column;
  }

  /** Nodes of a robot's plan, one a step. */
  pathOf(robot: number): Int32Array {
    const base = robot * this.stride;
    return this.paths.slice(base, base + this.length + 1);
  }

  /** One more step at the end. */
  append(next: Int32Array): void {
    this.length++;
    for (let robot = 0; robot < this.robotCount; robot++) this.paths[robot * this.stride + this.length] = next[robot]!;
  }

  /** Takes the first step: `at` becomes where the robots stand after it. */
  shift(at: Int32Array): void {
    const { paths, stride } = this;
    for (let robot = 0; robot < this.robotCount; robot++) {
      const base = robot * stride;
      paths.copyWithin(base, base + 1, base + this.length + 1);
      at[robot] = paths[base]!;
    }
    this.length--;
  }

  /**
   * Plans all robots anew over the whole length, one after the other in `order`, each around those before it. Returns the first robot without a path, or -1 where all have one;
   * only then the plan is of use.
   */
  prioritize(order: readonly number[]): number {
    this.reserved.fill(-1);
    this.length = this.window;
    for (const robot of order) {
      const base = robot * this.stride;
      if (this.search.find(this.paths[base]!, this.goalTables[robot]!, this.reserved, mostCost) === -1) return robot;
      this.paths.set(this.search.path, base);
      this.reserve(robot, robot);
    }
    return -1;
  }

  /** Replans a few robots at a time and keeps what is not dearer, until `isEnough` or no robot can gain. */
  improve(isEnough: (improvementsTried: number) => boolean): void {
    this.reserved.fill(-1);
    let delayed = 0;
    for (let robot = 0; robot < this.robotCount; robot++) {
      this.reserve(robot, robot);
      this.price(robot);
      delayed += this.delays[robot]!;
    }
    for (let tried = 0; delayed > 0 && !isEnough(tried); tried++) {
      const seed = this.touched.pop() ?? this.pickDelayed(delayed);
      if (this.delays[seed] === 0) continue;
      this.gather(seed);
      delayed -= this.replan();
    }
    this.touched.length = 0;
  }

  private reserve(robot: number, mark: number): void {
    const nodes = this.graph.nodeCount;
    const base = robot * this.stride;
    for (let step = 0; step <= this.window; step++) this.reserved[step * nodes + this.paths[base + step]!] = mark;
  }

  private price(robot: number): void {
    const table = this.goalTables[robot]!;
    const base = robot * this.stride;
    this.costs[robot] = this.search.price(this.paths.subarray(base, base + this.stride), table);
    this.delays[robot] = this.costs[robot]! - table[this.paths[base]!]!;
  }

  private pickDelayed(delayed: number): number {
    let rest = this.prng.next() * delayed;
    for (let robot = 0; robot < this.robotCount; robot++) {
      rest -= this.delays[robot]!;
      if (rest < 0) return robot;
    }
    return Math.floor(this.prng.next() * this.robotCount);
  }

  /** The robot and those that stand where it would rather drive. */
  private gather(seed: number): void {
    const { graph, group, isInGroup, reserved } = this;
    for (const robot of group) isInGroup[robot] = 0;
    group.length = 0;
    this.join(seed);
    const most = 2 + Math.floor(this.prng.next() * (mostTogether - 1));
    for (let walk = 0; walk < 12 && group.length < most; walk++) {
      const robot = group[Math.floor(this.prng.next() * group.length)]!;
      const table = this.goalTables[robot]!;
      const from = Math.floor(this.prng.next() * this.window);
      let node = this.paths[robot * this.stride + from]!;
      for (let step = from; step < this.window && group.length < most; step++) {
        const start = graph.outStart[node]!;
        const fan = graph.outStart[node + 1]! - start;
        const turn = Math.floor(this.prng.next() * fan);
        let onward = node;
        for (let index = 0; index < fan; index++) {
          const to = graph.outTo[start + ((index + turn) % fan)]!;
          if (table[to]! < table[node]!) onward = to;
        }
        const there = reserved[(step + 1) * graph.nodeCount + onward]!;
        if (there !== -1) this.join(there);
        const facing = reserved[step * graph.nodeCount + onward]!;
        if (facing !== -1 && reserved[(step + 1) * graph.nodeCount + node] === facing) this.join(facing);
        node = onward;
      }
    }
  }

  private join(robot: number): void {
    if (this.isInGroup[robot] === 1 || this.group.length >= mostTogether) return;
    this.isInGroup[robot] = 1;
    this.group.push(robot);
  }

  /** Replans the group one after the other in a random order; how much cheaper the plan became. */
  private replan(): number {
    const { group, paths, stride } = this;
    let before = 0;
    for (let index = 0; index < group.length; index++) {
      const robot = group[index]!;
      before += this.costs[robot]!;
      this.saved.set(paths.subarray(robot * stride, robot * stride + stride), index * stride);
      this.reserve(robot, -1);
    }
    const shuffled = group.slice();
    shuffle(shuffled, this.prng);
    let rest = before;
    for (const robot of shuffled) rest -= this.goalTables[robot]![paths[robot * stride]!]!;
    let planned = 0;
    let after = 0;
    for (const robot of shuffled) {
      const table = this.goalTables[robot]!;
      const start = paths[robot * stride]!;
      const bound = table[start]!;
      const cost = this.search.find(start, table, this.reserved, bound + rest);
      if (cost === -1) break;
      rest -= cost - bound;
      after += cost;
      paths.set(this.search.path, robot * stride);
      this.reserve(robot, robot);
      planned++;
    }
    if (planned === group.length) {
      for (const robot of group) this.price(robot);
      return before - after;
    }
    for (let index = 0; index < planned; index++) this.reserve(shuffled[index]!, -1);
    for (let index = 0; index < group.length; index++) {
      const robot = group[index]!;
      paths.set(this.saved.subarray(index * stride, index * stride + stride), robot * stride);
      this.reserve(robot, robot);
    }
    return 0;
  }
}
