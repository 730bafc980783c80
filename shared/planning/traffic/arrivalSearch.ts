import { BucketQueue } from './bucketQueue.ts';
import type { ThroughSearch } from './pathSearch.ts';
import type { TrafficGraph } from './trafficGraph.ts';

/**
 * The cheapest way of one robot that ends on its goal within so many steps and stays there, around what others have reserved: A* over (step, node). It pays for ways and for
 * waiting until it comes to its goal for the last time.
 */
export class ArrivalSearch implements ThroughSearch {
  readonly path: Int32Array;
  private readonly stamps: Int32Array;
  private readonly costs: Int32Array;
  private readonly parents: Int32Array;
  private readonly open = new BucketQueue();
  private stamp = 0;

  constructor(
    private readonly graph: TrafficGraph,
    private readonly steps: number,
    private readonly waitCost: number,
  ) {
    const stateCount = (steps + 1) * graph.nodeCount;
    this.path = new Int32Array(steps + 1);
    this.stamps = new Int32Array(stateCount);
    this.costs = new Int32Array(stateCount);
    this.parents = new Int32Array(stateCount);
  }

  find(start: number, table: Uint16Array, reserved: Int16Array, most: number): number {
    const { graph, steps, stamps, costs, parents } = this;
    const nodes = graph.nodeCount;
    const freeFrom = this.goalFreeFrom(table, reserved);
    const leastArrival = freeFrom * this.waitCost;
    const bound = Math.max(table[start]!, leastArrival);
    this.open.clear();
    this.stamp++;
    stamps[start] = this.stamp;
    costs[start] = 0;
    parents[start] = -1;
    this.open.push(start, 0);
    for (;;) {
      const state = this.open.pop();
      if (state === -1) return -1;
      const step = (state / nodes) | 0;
      const node = state - step * nodes;
      const cost = costs[state]!;
      if (table[node] === 0 && step >= freeFrom) {
        this.trace(state, nodes);
        return cost;
      }
      if (step === steps) continue;
      const now = step * nodes;
      const then = now + nodes;
      const end = graph.outStart[node + 1]!;
      for (let way = end; way >= graph.outStart[node]!; way--) {
        const isWait = way === end;
        const to = isWait ? node : graph.outTo[way]!;
        if (reserved[then + to] !== -1) continue;
        if (!isWait) {
          const facing = reserved[now + to]!;
          if (facing !== -1 && facing === reserved[then + node]) continue;
        }
        const paid = cost + (isWait ? this.waitCost : graph.outCost[way]!);
        const estimate = Math.max(paid + table[to]!, leastArrival);
        if (estimate > most) continue;
        const next = then + to;
        if (stamps[next] === this.stamp && costs[next]! <= paid) continue;
        stamps[next] = this.stamp;
        costs[next] = paid;
        parents[next] = state;
        this.open.push(next, estimate - bound);
      }
    }
  }

  findThrough(start: number, table: Uint16Array, reserved: Int16Array, prices: Int32Array): number {
    const { graph, steps, stamps, costs, parents } = this;
    const nodes = graph.nodeCount;
    const stateCount = stamps.length;
    const bound = table[start]!;
    const afterwards = this.priceOfStaying(table.indexOf(0), reserved, prices);
    this.open.clear();
    this.stamp++;
    stamps[start] = this.stamp;
    costs[start] = 0;
    parents[start] = -1;
    this.open.push(start, 0);
    for (;;) {
      const state = this.open.pop();
      if (state === -1) return -1;
      if (state >= stateCount) {
        this.trace(state - stateCount, nodes);
        return costs[state - stateCount]!;
      }
      const step = (state / nodes) | 0;
      const node = state - step * nodes;
      const cost = costs[state]!;
      // An end is a state of its own, as dear as whoever still wants to pass there.
      if (table[node] === 0) this.open.push(state + stateCount, cost + afterwards[step]! - bound);
      if (step === steps) continue;
      const now = step * nodes;
      const then = now + nodes;
      const end = graph.outStart[node + 1]!;
      for (let way = end; way >= graph.outStart[node]!; way--) {
        const isWait = way === end;
        const to = isWait ? node : graph.outTo[way]!;
        const there = reserved[then + to]!;
        const facing = isWait ? -1 : reserved[now + to]!;
        const isFaced = facing !== -1 && facing !== there && facing === reserved[then + node];
        const extra = (there === -1 ? 0 : prices[there]!) + (isFaced ? prices[facing]! : 0);
        const paid = cost + extra + (isWait ? this.waitCost : graph.outCost[way]!);
        const next = then + to;
        if (stamps[next] === this.stamp && costs[next]! <= paid) continue;
        stamps[next] = this.stamp;
        costs[next] = paid;
        parents[next] = state;
        this.open.push(next, paid + table[to]! - bound);
      }
    }
  }

  price(path: Int32Array, table: Uint16Array): number {
    let arrival = this.steps;
    if (table[path[arrival]!] !== 0) return noArrival;
    while (arrival > 0 && table[path[arrival - 1]!] === 0) arrival--;
    let cost = 0;
    for (let step = 0; step < arrival; step++) {
      const from = path[step]!;
      const to = path[step + 1]!;
      cost += from === to ? this.waitCost : this.graph.wayCost(from, to);
    }
    return cost;
  }

  /** By step: what it costs to stay on the goal from there on, by those who want to pass. */
  private priceOfStaying(goal: number, reserved: Int16Array, prices: Int32Array): Int32Array {
    const byStep = new Int32Array(this.steps + 1);
    for (let step = this.steps; step > 0; step--) {
      const robot = reserved[step * this.graph.nodeCount + goal]!;
      byStep[step - 1] = byStep[step]! + (robot === -1 ? 0 : prices[robot]!);
    }
    return byStep;
  }

  /** The first step from which nobody else is on the goal. */
  private goalFreeFrom(table: Uint16Array, reserved: Int16Array): number {
    const goal = table.indexOf(0);
    let step = this.steps;
    while (step >= 0 && reserved[step * this.graph.nodeCount + goal] === -1) step--;
    return step + 1;
  }

  private trace(last: number, nodes: number): void {
    const arrival = (last / nodes) | 0;
    this.path.fill(last - arrival * nodes, arrival);
    let state = last;
    for (let step = arrival; step >= 0; step--) {
      this.path[step] = state - step * nodes;
      state = this.parents[state]!;
    }
  }
}

/** Dearer than any path: a path that does not end on its goal. */
const noArrival = 1 << 28;
