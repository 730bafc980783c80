import { assert } from '#shared/base/assert.ts';

/** A way a robot may drive: from one node to another at a cost (time or length) in whole units above 0. */
export type TrafficEdge = { readonly from: number; readonly to: number; readonly cost: number };

/**
 * A directed graph of the places a robot can stand on, as flat arrays: the ways out of node n are `outTo[outStart[n]] .. outTo[outStart[n + 1] - 1]`
 * with `outCost` beside them, the ways into it the same with `inStart`, `inFrom` and `inCost`.
 */
export class TrafficGraph {
  readonly nodeCount: number;
  readonly outStart: Int32Array;
  readonly outTo: Int32Array;
  readonly outCost: Int32Array;
  readonly inStart: Int32Array;
  readonly inFrom: Int32Array;
  readonly inCost: Int32Array;
  /** Most ways out of one node. */
  readonly widestFan: number;
  /** Cost of the cheapest way, which is also that of waiting for one step; 1 where there are no ways. */
  readonly leastCost: number;
  /** Every way can be driven back as well. */
  readonly isSymmetric: boolean;

  constructor(nodeCount: number, edges: readonly TrafficEdge[]) {
    for (const { from, to, cost } of edges) {
      const isKnown = from >= 0 && from < nodeCount && to >= 0 && to < nodeCount && from !== to;
      assert(isKnown && Number.isInteger(cost) && cost > 0, 'a way joins two nodes of the graph at a whole cost above 0');
    }
    this.nodeCount = nodeCount;
    const out = toRows(
      nodeCount,
      edges,
      (edge) => edge.from,
      (edge) => edge.to,
    );
    const into = toRows(
      nodeCount,
      edges,
      (edge) => edge.to,
      (edge) => edge.from,
    );
    this.outStart = out.start;
    this.outTo = out.other;
    this.outCost = out.cost;
    this.inStart = into.start;
    this.inFrom = into.other;
    this.inCost = into.cost;
    let widest = 0;
    for (let node = 0; node < nodeCount; node++) widest = Math.max(widest, out.start[node + 1]! - out.start[node]!);
    this.widestFan = widest;
    this.leastCost = edges.length === 0 ? 1 : edges.reduce((least, { cost }) => Math.min(least, cost), Infinity);
    this.isSymmetric = edges.every(({ from, to }) => this.hasWay(to, from));
  }

  /** Whether one step leads from one node to the other. */
  hasWay(from: number, to: number): boolean {
    return this.wayCost(from, to) > 0;
  }

  /** Cost of the way between two nodes; 0 where there is none. */
  wayCost(from: number, to: number): number {
    for (let way = this.outStart[from]!; way < this.outStart[from + 1]!; way++) if (this.outTo[way] === to) return this.outCost[way]!;
    return 0;
  }
}

/** The free cells of a grid as a graph of four neighbours: node numbers run over free cells, row by row. */
export type GridGraph = {
  readonly graph: TrafficGraph;
  readonly nodeOfCell: Int32Array;
  readonly cellOfNode: Int32Array;
  readonly width: number;
};

/** Cell = row x width + column; `isFree` says whether a robot can stand there; `cost` of a way defaults to 1. */
export function toGridGraph(
  width: number,
  height: number,
  isFree: (cell: number) => boolean,
  cost: (fromCell: number, toCell: number) => number = () => 1,
): GridGraph {
  const nodeOfCell = new Int32Array(width * height).fill(-1);
  const cells: number[] = [];
  for (let cell = 0; cell < width * height; cell++) if (isFree(cell)) nodeOfCell[cell] = cells.push(cell) - 1;
  const edges: TrafficEdge[] = [];
  const join = (cell: number, other: number) => {
    const from = nodeOfCell[cell]!;
    const to = nodeOfCell[other] ?? -1;
    if (to >= 0) edges.push({ from, to, cost: cost(cell, other) });
  };
  for (const cell of cells) {
    const column = cell % width;
    if (column > 0) join(cell, cell - 1);
    if (column < width - 1) join(cell, cell + 1);
    if (cell >= width) join(cell, cell - width);
    join(cell, cell + width);
  }
  return { graph: new TrafficGraph(cells.length, edges), nodeOfCell, cellOfNode: Int32Array.from(cells), width };
}

/**
 * Whether every way lies on a round trip of at least three nodes: from its end, its start can be reached again without driving it backwards.
 * On such a graph a robot of the highest priority can always take its next step (see SPEC.md). Names the first way that does not, or null.
 */
export function findDeadEnd(graph: TrafficGraph): { readonly from: number; readonly to: number } | null {
  const seenFor = new Int32Array(graph.nodeCount).fill(-1);
  const queue = new Int32Array(graph.nodeCount);
  for (let from = 0; from < graph.nodeCount; from++)
    for (let way = graph.outStart[from]!; way < graph.outStart[from + 1]!; way++) {
      const to = graph.outTo[way]!;
      if (!canReturn(graph, from, to, way, seenFor, queue)) return { from, to };
    }
  return null;
}

function canReturn(graph: TrafficGraph, from: number, to: number, stamp: number, seenFor: Int32Array, queue: Int32Array): boolean {
  let head = 0;
  let tail = 0;
  queue[tail++] = to;
  seenFor[to] = stamp;
  while (head < tail) {
    const node = queue[head++]!;
    for (let way = graph.outStart[node]!; way < graph.outStart[node + 1]!; way++) {
      const next = graph.outTo[way]!;
      if (next === from && node !== to) return true;
      if (next === from || seenFor[next] === stamp) continue;
      seenFor[next] = stamp;
      queue[tail++] = next;
    }
  }
  return false;
}

function toRows(nodeCount: number, edges: readonly TrafficEdge[], own: (edge: TrafficEdge) => number, far: (edge: TrafficEdge) => number) {
  const start = new Int32Array(nodeCount + 1);
  for (const edge of edges) start[own(edge) + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const fill = start.slice(0, nodeCount);
  const other = new Int32Array(edges.length);
  const cost = new Int32Array(edges.length);
  for (const edge of edges) {
    const slot = fill[own(edge)]!++;
    other[slot] = far(edge);
    cost[slot] = edge.cost;
  }
  return { start, other, cost };
}
