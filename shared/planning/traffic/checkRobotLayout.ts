import type { RobotLayoutFile } from './robotLayout.ts';

/** What a layout lacks for work: named by a node, or by none where something is missing everywhere. */
export type LayoutLack = {
  readonly kind: 'unreachable' | 'oneWayDeadEnd' | 'noCharger' | 'noStation' | 'noParking' | 'empty';
  readonly nodeId: string | null;
};

/**
 * Looks at a layout as people draw it: places nobody can come to from the others, places one can come to and never leave, and what no
 * robot can do without. "The others" is the largest part of the floor in which every place is reached from every other.
 */
export function checkRobotLayout(file: Pick<RobotLayoutFile, 'nodes' | 'ways'>): readonly LayoutLack[] {
  const { nodes } = file;
  if (nodes.length === 0) return [{ kind: 'empty', nodeId: null }];
  const forward = neighbours(file, false);
  const backward = neighbours(file, true);
  const core = largestRoundTrip(
    nodes.map(({ nodeId }) => nodeId),
    forward,
    backward,
  );
  const start = [...core][0]!;
  const canReach = reachedFrom(start, forward);
  const canLeave = reachedFrom(start, backward);
  const lacks: LayoutLack[] = [];
  for (const { nodeId } of nodes) {
    if (!canReach.has(nodeId)) lacks.push({ kind: 'unreachable', nodeId });
    else if (!canLeave.has(nodeId)) lacks.push({ kind: 'oneWayDeadEnd', nodeId });
  }
  const has = (use: RobotLayoutFile['nodes'][number]['use']) => nodes.some((node) => node.use === use);
  if (!has('charger')) lacks.push({ kind: 'noCharger', nodeId: null });
  if (!has('parking')) lacks.push({ kind: 'noParking', nodeId: null });
  if (!has('station') && !has('packing')) lacks.push({ kind: 'noStation', nodeId: null });
  return lacks;
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

function neighbours({ nodes, ways }: Pick<RobotLayoutFile, 'nodes' | 'ways'>, isBackward: boolean): Neighbours {
  const next = new Map<string, string[]>(nodes.map(({ nodeId }) => [nodeId, []]));
  for (const { from, to, isBothWays } of ways) {
    if (isBothWays || !isBackward) next.get(from)?.push(to);
    if (isBothWays || isBackward) next.get(to)?.push(from);
  }
  return next;
}

function reachedFrom(start: string, next: Neighbours): Set<string> {
  const seen = new Set([start]);
  const queue = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const other of next.get(node) ?? []) {
      if (seen.has(other) || !next.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}

function largestRoundTrip(nodeIds: readonly string[], forward: Neighbours, backward: Neighbours): ReadonlySet<string> {
  let best = new Set<string>();
  const placed = new Set<string>();
  for (const nodeId of nodeIds) {
    if (placed.has(nodeId)) continue;
    const back = reachedFrom(nodeId, backward);
    const part = new Set([...reachedFrom(nodeId, forward)].filter((other) => back.has(other)));
    for (const other of part) placed.add(other);
    if (part.size > best.size) best = part;
  }
  return best;
}
