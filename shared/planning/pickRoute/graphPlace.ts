import type { FloorPoint } from '#shared/model/common.ts';
import type { GraphPlace, WalkGraph } from './walkGraph.ts';

/** Where a place of the graph lies on the floor: bent ways are drawn straight. */
export function pointOf(graph: WalkGraph, lengths: readonly number[], { edge, alongMm }: GraphPlace): FloorPoint {
  const { from, to } = graph.edges[edge]!;
  const a = graph.nodes[from]!;
  const b = graph.nodes[to]!;
  const share = lengths[edge] === 0 ? 0 : alongMm / lengths[edge]!;
  return { xMm: Math.round(a.xMm + (b.xMm - a.xMm) * share), yMm: Math.round(a.yMm + (b.yMm - a.yMm) * share) };
}

/** The place on the ways nearest to a point of the floor, as the crow flies; the first of equals. */
export function nearestPlaceOf(graph: WalkGraph, lengths: readonly number[], point: FloorPoint): GraphPlace {
  let best: GraphPlace = { edge: 0, alongMm: 0 };
  let bestMm = Infinity;
  for (const [edge, { from, to }] of graph.edges.entries()) {
    const a = graph.nodes[from]!;
    const b = graph.nodes[to]!;
    const wide = b.xMm - a.xMm;
    const deep = b.yMm - a.yMm;
    const square = wide * wide + deep * deep;
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((point.xMm - a.xMm) * wide + (point.yMm - a.yMm) * deep) / square));
    const awayMm = Math.hypot(a.xMm + wide * share - point.xMm, a.yMm + deep * share - point.yMm);
    if (awayMm >= bestMm - 1e-9) continue;
    bestMm = awayMm;
    best = { edge, alongMm: Math.round(lengths[edge]! * share) };
  }
  return best;
}
