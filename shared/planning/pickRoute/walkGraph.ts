import type { FloorPoint } from '#shared/model/common.ts';
import type { DistanceTable } from './aisleDistances.ts';
import { nearestPlaceOf, pointOf } from './graphPlace.ts';

/** Where people may walk: points and the straight or bent ways between them. Integer millimetres. */
export type WalkGraph = {
  readonly nodes: readonly Readonly<FloorPoint>[];
  readonly edges: readonly WalkEdge[];
};

export type WalkEdge = {
  readonly from: number;
  readonly to: number;
  /** Absent: as long as the straight line. */
  readonly lengthMm?: number | undefined;
  /** Walked from `from` to `to` only. */
  readonly isOneWay?: boolean | undefined;
};

/** A place on the graph: so far along an edge, from its `from` end. */
export type GraphPlace = { readonly edge: number; readonly alongMm: number };

/** Most starting points whose distances are kept. */
export const maxKeptStarts = 4096;

/** Shortest ways on one graph; what was worked out for a node is kept. */
export type WalkDistances = {
  /** The table between these places, the first of them being place 0. Throws where one cannot be reached from another. */
  tableOf(places: readonly GraphPlace[]): DistanceTable;
  /** Length of the shortest way, millimetres; Infinity where there is none. */
  betweenMm(from: GraphPlace, to: GraphPlace): number;
  /** The corners of the shortest way, both ends included. Throws where there is none. */
  pathBetween(from: GraphPlace, to: GraphPlace): FloorPoint[];
  /** The place on the ways nearest to a point of the floor. */
  nearestPlace(point: FloorPoint): GraphPlace;
};

/** A shortest way: its length, and the nodes by which it leaves the first edge and enters the last; -1 where it stays on one edge. */
type Way = { readonly mm: number; readonly exit: number; readonly entry: number };
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
  const wayBetween = (a: GraphPlace, b: GraphPlace): Way => {
    const edgeA = graph.edges[a.edge]!;
    const edgeB = graph.edges[b.edge]!;
    const isForward = b.alongMm >= a.alongMm;
    const isDirect = a.edge === b.edge && (isForward || edgeA.isOneWay !== true);
    let best: Way = { mm: isDirect ? Math.abs(b.alongMm - a.alongMm) : Infinity, exit: -1, entry: -1 };
    const exits = [{ node: edgeA.to, mm: lengths[a.edge]! - a.alongMm }];
    if (edgeA.isOneWay !== true || a.alongMm === 0) exits.push({ node: edgeA.from, mm: a.alongMm });
    const entries = [{ node: edgeB.from, mm: b.alongMm }];
    if (edgeB.isOneWay !== true || b.alongMm === lengths[b.edge]) entries.push({ node: edgeB.to, mm: lengths[b.edge]! - b.alongMm });
    for (const exit of exits) {
      const distances = fromNode(exit.node);
      for (const entry of entries) {
        const mm = exit.mm + distances[entry.node]! + entry.mm;
        if (mm < best.mm) best = { mm, exit: exit.node, entry: entry.node };
      }
    }
    return best;
  };
  const between = (a: GraphPlace, b: GraphPlace): number => wayBetween(a, b).mm;
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
    betweenMm: between,
    pathBetween(from, to) {
      const { mm, exit, entry } = wayBetween(from, to);
      if (mm === Infinity) throw new Error('there is no way between the two places');
      const ends = [pointOf(graph, lengths, from), pointOf(graph, lengths, to)] as const;
      return exit < 0 ? [...ends] : [ends[0], ...nodesOfPath(arcs, fromNode(exit), entry).map((node) => graph.nodes[node]!), ends[1]];
    },
    nearestPlace: (point) => nearestPlaceOf(graph, lengths, point),
  };
}

/** Nodes of a shortest way, walked backwards from its end by the distances from its start. */
function nodesOfPath(arcs: readonly (readonly Arc[])[], distances: Float64Array, end: number): number[] {
  const path = [end];
  for (let here = end; distances[here]! > 0;) {
    const before = arcs.findIndex((list, node) =>
      list.some(({ to, lengthMm }) => to === here && distances[node]! + lengthMm === distances[here]! && lengthMm > 0),
    );
    if (before < 0) break;
    path.push(before);
    here = before;
  }
  return path.toReversed();
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
