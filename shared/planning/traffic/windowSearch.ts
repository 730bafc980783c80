import { BucketQueue } from './bucketQueue.ts';
import type { PathSearch } from './pathSearch.ts';
import type { TrafficGraph } from './trafficGraph.ts';

/**
 * The cheapest way of one robot through the next steps, around what others have reserved: A* over (step, node, arrived) with the least cost to the goal as its bound.
 * Before it arrives a robot pays for ways and for waiting; afterwards nothing.
 */
export class WindowSearch implements PathSearch {
  readonly path: Int32Array;
  private readonly stamps: Int32Array;
  private readonly costs: Int32Array;
  private readonly parents: Int32Array;
  private readonly open = new BucketQueue();
  private stamp = 0;

  constructor(
    private readonly graph: TrafficGraph,
    private readonly window: number,
    private readonly waitCost: number,
  ) {
    const stateCount = 2 * (window + 1) * graph.nodeCount;
    this.path = new Int32Array(window + 1);
    this.stamps = new Int32Array(stateCount);
    this.costs = new Int32Array(stateCount);
    this.parents = new Int32Array(stateCount);
  }

  find(start: number, table: Uint16Array, reserved: Int16Array, most: number): number {
    const { graph, window, stamps, costs, parents } = this;
    const nodes = graph.nodeCount;
    const layer = (window + 1) * nodes;
    const bound = table[start]!;
    this.open.clear();
    this.stamp++;
    const first = start + (bound === 0 ? layer : 0);
    stamps[first] = this.stamp;
    costs[first] = 0;
    parents[first] = -1;
    this.open.push(first, 0);
    for (;;) {
      const state = this.open.pop();
      if (state === -1) return -1;
      const hasArrived = state >= layer;
      const spot = hasArrived ? state - layer : state;
      const step = (spot / nodes) | 0;
      const node = spot - step * nodes;
      const cost = costs[state]!;
      if (step === window) {
        this.trace(state, nodes, layer);
        return cost + (hasArrived ? 0 : table[node]!);
      }
      const now = step * nodes;
      const then = now + nodes;
      const end = graph.outStart[node + 1]!;
      for (let way = graph.outStart[node]!; way <= end; way++) {
        const isWait = way === end;
        const to = isWait ? node : graph.outTo[way]!;
        if (reserved[then + to] !== -1) continue;
        if (!isWait) {
          const facing = reserved[now + to]!;
          if (facing !== -1 && facing === reserved[then + node]) continue;
        }
        const paid = hasArrived ? cost : cost + (isWait ? this.waitCost : graph.outCost[way]!);
        const isThere = hasArrived || table[to] === 0;
        const estimate = isThere ? paid : paid + table[to]!;
        if (estimate > most) continue;
        const next = then + to + (isThere ? layer : 0);
        if (stamps[next] === this.stamp && costs[next]! <= paid) continue;
        stamps[next] = this.stamp;
        costs[next] = paid;
        parents[next] = state;
        this.open.push(next, estimate - bound);
      }
    }
  }

  price(path: Int32Array, table: Uint16Array): number {
    let cost = 0;
    for (let step = 0; step < this.window; step++) {
      const from = path[step]!;
      if (table[from] === 0) return cost;
      const to = path[step + 1]!;
      cost += from === to ? this.waitCost : this.graph.wayCost(from, to);
    }
    return cost + table[path[this.window]!]!;
  }

  private trace(last: number, nodes: number, layer: number): void {
    let state = last;
    for (let step = this.window; step >= 0; step--) {
      this.path[step] = (state >= layer ? state - layer : state) - step * nodes;
      state = this.parents[state]!;
    }
  }
}
