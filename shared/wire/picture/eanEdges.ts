/** Places where a scan line turns dark (negative) or bright (positive), alternating. `at` in points of the line, between two points too. */
export type LineEdge = { readonly at: number; readonly steepness: number };

/** Points on each side within which the steepest edge sets the measure for the others. */
const reach = 24;
/** Edges flatter than this share of the steepest near by are noise. */
const leastShare = 0.14;
/** Edges flatter than this, in brightness a point, are noise whatever stands beside them. */
const leastSteepness = 2.2;

/**
 * Edges of a line of brightness values (0 black to 255 white), in their order. They are the places of steepest change, so they stay where
 * they are when the picture is dark, pale or blurred, as thresholds do not.
 */
export function findEdges(line: Float32Array): LineEdge[] {
  const slope = slopesOf(line);
  const steepest = steepestOfBlocks(slope);
  const edges: LineEdge[] = [];
  for (let at = 1; at < slope.length - 1; at += 1) {
    const here = slope[at] ?? 0;
    const size = Math.abs(here);
    if (size < leastSteepness || size < leastShare * steepestNear(steepest, at)) continue;
    const before = slope[at - 1] ?? 0;
    const after = slope[at + 1] ?? 0;
    const isTop = here > 0 ? here >= before && here > after : here <= before && here < after;
    if (!isTop) continue;
    const bend = before - 2 * here + after;
    const edge = { at: at + (bend === 0 ? 0 : (before - after) / (2 * bend)), steepness: here };
    const last = edges.at(-1);
    if (last === undefined || last.steepness > 0 !== here > 0) edges.push(edge);
    // Two tops of one edge: the steeper one is the edge.
    else if (Math.abs(last.steepness) < size) edges[edges.length - 1] = edge;
  }
  return edges;
}

function slopesOf(line: Float32Array): Float32Array {
  const slope = new Float32Array(line.length);
  for (let at = 1; at < line.length - 1; at += 1) slope[at] = ((line[at + 1] ?? 0) - (line[at - 1] ?? 0)) / 2;
  return slope;
}

/** Largest size of a slope in every block of `reach` points, with an empty block before the first. */
function steepestOfBlocks(slope: Float32Array): Float32Array {
  const blocks = new Float32Array(Math.ceil(slope.length / reach) + 2);
  for (let at = 0; at < slope.length; at += 1) {
    const block = Math.floor(at / reach) + 1;
    blocks[block] = Math.max(blocks[block] ?? 0, Math.abs(slope[at] ?? 0));
  }
  return blocks;
}

/** Largest size of a slope in the block of a point and the two beside it. */
function steepestNear(blocks: Float32Array, at: number): number {
  const block = Math.floor(at / reach) + 1;
  return Math.max(blocks[block - 1] ?? 0, blocks[block] ?? 0, blocks[block + 1] ?? 0);
}
