import type { Prng } from '#shared/base/prng.ts';
import type { PathSearch, ThroughSearch } from './pathSearch.ts';
import { shuffle } from './shuffle.ts';
import type { TrafficGraph } from './trafficGraph.ts';

/** Most robots that are replanned together. */
const mostTogether = 6;

/** What going through a robot costs at first, in steps. */
const throughPrice = 25;

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
   * Plans all robots anew over the whole length, one after the other in `order`, each around those before it. Who finds no path goes through the others where that is cheapest;
   * those lose their paths and come again at the end, dearer to go through each time (as in MAPF-LNS2: Li et al., AAAI 2022). False where `isEnough` ended it before all have a path;
   * the plan is of no use then.
   */
  prioritize(order: readonly number[], search: ThroughSearch, isEnough: (pathsTried: number) => boolean): boolean {
    this.reserved.fill(-1);
    this.length = this.window;
    const price = throughPrice * this.graph.leastCost;
    const prices = new Int32Array(this.robotCount).fill(price);
    const waiting = [...order];
    for (let tried = 0; tried < waiting.length; tried++) {
      if (isEnough(tried)) return false;
      const robot = waiting[tried]!;
      const base = robot * this.stride;
      const table = this.goalTables[robot]!;
      const start = this.paths[base]!;
      if (search.find(start, table, this.reserved, mostCost) === -1) {
        if (search.findThrough(start, table, this.reserved, prices) === -1) return false;
        for (const other of this.metOn(search.path)) {
          this.reserve(other, -1);
          prices[other] = Math.min(prices[other]! + price, mostCost >> 8);
          waiting.push(other);
        }
      }
      this.paths.set(search.path, base);
      this.reserve(robot, robot);
    }
    return true;
  }

  /** Robots that a path goes through, or against. */
  private metOn(path: Int32Array): ReadonlySet<number> {
    const { reserved } = this;
    const nodes = this.graph.nodeCount;
    const met = new Set<number>();
    for (let step = 1; step <= this.window; step++) {
      const there = reserved[step * nodes + path[step]!]!;
      const facing = reserved[(step - 1) * nodes + path[step]!]!;
      if (there !== -1) met.add(there);
      if (facing !== -1 && facing === reserved[step * nodes + path[step - 1]!]) met.add(facing);
    }
    return met;
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
