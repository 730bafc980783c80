import type { DistanceTable } from './aisleDistances.ts';

/** Where people may walk: points and the straight or bent ways between them. Integer millimetres. */
export type WalkGraph = {
  readonly nodes: readonly { readonly xMm: number; readonly yMm: number }[];
  readonly edges: readonly WalkEdge[];
};

export type WalkEdge = {
  readonly from: number;
  readonly to: number;
  /** Absent: as long as the straight line. */
  readonly lengthMm?: number;
  /** Walked from `from` to `to` only. */
  readonly isOneWay?: boolean;
};

/** A place on the graph: so far along an edge, from its `from` end. */
export type GraphPlace = { readonly edge: number; readonly alongMm: number };

/** Most starting points whose distances are kept. */
export const maxKeptStarts = 4096;

/** Shortest ways on one graph; what was worked out for a node is kept. */
export type WalkDistances = {
  /** The table between these places, the first of them being place 0. Throws where one cannot be reached from another. */
  tableOf(places: readonly GraphPlace[]): DistanceTable;
};

type Arc = { readonly to: number; readonly lengthMm: number };

/** Prepares a site's graph. Throws with a sentence where an edge names no node. */
export function createWalkDistances(graph: WalkGraph): WalkDistances {
  const lengths = graph.edges.map((edge, index) => lengthOf(graph, edge, index));
  const arcs: Arc[][] = graph.nodes.map(() => []);
  for (const [index, { from, to, isOneWay = false }] of graph.edges.entries()) {
    arcs[from]!.push({ to, lengthMm: lengths[index]! });
    if (!isOneWay) arcs[to]!.push({ to: from, lengthMm: lengths[index]! });
  }
  const kept = new Map<number, Float64Array>();
  const fromNode = (node: number): Float64Array => {
    const known = kept.get(node);
    if (known !== undefined) return known;
    if (kept.size >= maxKeptStarts) kept.clear();
    const found = shortestFrom(arcs, node);
    kept.set(node, found);
    return found;
  };
  const between = (a: GraphPlace, b: GraphPlace): number => {
    const edgeA = graph.edges[a.edge]!;
    const edgeB = graph.edges[b.edge]!;
    const isForward = b.alongMm >= a.alongMm;
    let best = a.edge === b.edge && (isForward || edgeA.isOneWay !== true) ? Math.abs(b.alongMm - a.alongMm) : Infinity;
    const exits = [{ node: edgeA.to, mm: lengths[a.edge]! - a.alongMm }];
    if (edgeA.isOneWay !== true) exits.push({ node: edgeA.from, mm: a.alongMm });
    else if (a.alongMm === 0) exits.push({ node: edgeA.from, mm: 0 });
    const entries = [{ node: edgeB.from, mm: b.alongMm }];
    if (edgeB.isOneWay !== true) entries.push({ node: edgeB.to, mm: lengths[b.edge]! - b.alongMm });
    else if (b.alongMm === lengths[b.edge]) entries.push({ node: edgeB.to, mm: 0 });
    for (const exit of exits) {
      const distances = fromNode(exit.node);
      for (const entry of entries) best = Math.min(best, exit.mm + distances[entry.node]! + entry.mm);
    }
    return best;
  };
  return {
    tableOf(places) {
      for (const { edge, alongMm } of places) {
        if (!(alongMm >= 0 && alongMm <= (lengths[edge] ?? -1))) throw new Error(`no place ${alongMm} mm along edge ${edge}`);
      }
      const count = places.length;
      const distances = new Float64Array(count * count);
      for (let from = 0; from < count; from += 1) {
        for (let to = 0; to < count; to += 1) {
          const distance = from === to ? 0 : between(places[from]!, places[to]!);
          if (distance === Infinity) throw new Error(`there is no way from place ${from} to place ${to}`);
          distances[from * count + to] = distance;
        }
      }
      return { count, distances };
    },
  };
}

function lengthOf({ nodes }: WalkGraph, { from, to, lengthMm }: WalkEdge, index: number): number {
  const a = nodes[from];
  const b = nodes[to];
  if (a === undefined || b === undefined) throw new Error(`edge ${index} names a node that is not there`);
  return lengthMm ?? Math.round(Math.hypot(a.xMm - b.xMm, a.yMm - b.yMm));
}

/** Dijkstra with a binary heap of [distance, node]. */
function shortestFrom(arcs: readonly (readonly Arc[])[], start: number): Float64Array {
  const distances = new Float64Array(arcs.length).fill(Infinity);
  const heap: { readonly mm: number; readonly node: number }[] = [];
  const push = (mm: number, node: number): void => {
    if (mm >= distances[node]!) return;
    distances[node] = mm;
    let index = heap.push({ mm, node }) - 1;
    for (let up = (index - 1) >> 1; index > 0 && heap[up]!.mm > mm; index = up, up = (index - 1) >> 1) {
      [heap[up], heap[index]] = [heap[index]!, heap[up]!];
    }
  };
  push(0, start);
  while (heap.length > 0) {
    const { mm, node } = popLeast(heap);
    if (mm > distances[node]!) continue;
    for (const arc of arcs[node]!) push(mm + arc.lengthMm, arc.to);
  }
  return distances;
}

function popLeast<T extends { readonly mm: number }>(heap: T[]): T {
  const least = heap[0]!;
  const moved = heap.pop()!;
  if (heap.length === 0) return least;
  heap[0] = moved;
  for (let index = 0; ;) {
    let child = 2 * index + 1;
    if (child >= heap.length) return least;
    if (child + 1 < heap.length && heap[child + 1]!.mm < heap[child]!.mm) child += 1;
    if (heap[child]!.mm >= moved.mm) return least;
    [heap[index], heap[child]] = [heap[child]!, heap[index]!];
    index = child;
  }
}
