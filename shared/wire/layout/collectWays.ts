import type { ImportedNode, ImportedWay } from './importedLayout.ts';
import type { LenientReader } from './lenientReader.ts';

/** A way as files name it, one direction. */
export type OneWay = { readonly from: string; readonly to: string; readonly at: string };

/**
 * Ways between places that are there: the two directions of one way become one for both. Ways to places nobody has named,
 * to where they start, and repeats are noted and left out.
 */
export function collectWays(given: readonly OneWay[], nodes: readonly ImportedNode[], reader: LenientReader): ImportedWay[] {
  const known = new Set(nodes.map(({ nodeId }) => nodeId));
  const directed = new Map<string, OneWay>();
  for (const way of given) {
    const unknown = [way.from, way.to].find((nodeId) => !known.has(nodeId));
    const key = JSON.stringify([way.from, way.to]);
    if (unknown !== undefined) reader.note('unknownNode', way.at, `${unknown} is not among the places`);
    else if (way.from === way.to) reader.note('loop', way.at, `leads from ${way.from} to itself`);
    else if (directed.has(key)) reader.note('doubleWay', way.at, `${way.from} to ${way.to} is there twice`);
    else directed.set(key, way);
  }
  const ways: ImportedWay[] = [];
  for (const [key, { from, to }] of directed) {
    const back = JSON.stringify([to, from]);
    const isBothWays = directed.has(back);
    // One of the two directions stands for both.
    if (isBothWays && back < key) continue;
    ways.push({ from, to, isBothWays });
  }
  return ways;
}

/** Places without repeats: of two with one name the first is kept. */
export function withoutDoubles(nodes: readonly ImportedNode[], at: string, reader: LenientReader): ImportedNode[] {
  const kept = new Map<string, ImportedNode>();
  for (const node of nodes) {
    if (kept.has(node.nodeId)) reader.note('doubleNode', `${at}.${node.nodeId}`, 'the first one is kept');
    else kept.set(node.nodeId, node);
  }
  return [...kept.values()];
}
