import type { TrafficGraph } from './trafficGraph.ts';

/** What a table holds for a node that does not lead to the goal. */
export const unreachable = 65_535;

/** Most tables kept at once; the one not asked for longest gives way. */
export const tableLimit = 4096;

/** Least costs from every node to a goal, worked out backwards from the goal once and kept. */
export class DistanceTables {
  readonly graph: TrafficGraph;
  private readonly tables = new Map<number, Uint16Array>();
  private readonly queue: Int32Array;
  private readonly isQueued: Uint8Array;

  constructor(
    graph: TrafficGraph,
    private readonly limit: number = tableLimit,
  ) {
    this.graph = graph;
    this.queue = new Int32Array(graph.nodeCount + 1);
    this.isQueued = new Uint8Array(graph.nodeCount);
  }

  get kept(): number {
    return this.tables.size;
  }

  /** Least cost to `goal` by node; `unreachable` where there is no way or it costs more than 65,534. */
  to(goal: number): Uint16Array {
    const known = this.tables.get(goal);
    if (known !== undefined) {
      if (this.tables.size >= this.limit) {
        this.tables.delete(goal);
        this.tables.set(goal, known);
      }
      return known;
    }
    if (this.tables.size >= this.limit) for (const oldest of this.tables.keys()) if (this.tables.delete(oldest)) break;
    const table = this.search(goal);
    this.tables.set(goal, table);
    return table;
  }

  /** Label correcting with a queue; on ways of one cost it is a breadth-first search. */
  private search(goal: number): Uint16Array {
    const { graph, queue, isQueued } = this;
    const room = queue.length;
    const table = new Uint16Array(graph.nodeCount).fill(unreachable);
    let head = 0;
    let tail = 0;
    table[goal] = 0;
    queue[tail++] = goal;
    while (head !== tail) {
      const node = queue[head]!;
      head = head + 1 === room ? 0 : head + 1;
      isQueued[node] = 0;
      const cost = table[node]!;
      for (let way = graph.inStart[node]!; way < graph.inStart[node + 1]!; way++) {
        const from = graph.inFrom[way]!;
        const through = cost + graph.inCost[way]!;
        if (through >= table[from]!) continue;
        table[from] = through;
        if (isQueued[from] === 1) continue;
        isQueued[from] = 1;
        queue[tail] = from;
        tail = tail + 1 === room ? 0 : tail + 1;
      }
    }
    return table;
  }
}
