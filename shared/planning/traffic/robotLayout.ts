import { z } from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';
import { TrafficGraph, type TrafficEdge } from './trafficGraph.ts';

/** Most nodes and ways of one layout. */
export const maxLayoutNodes = 5000;
export const maxLayoutWays = 20_000;

/** Where robots drive: places they can stand on and ways between them. Floor coordinates in millimetres. */
export const robotLayoutForm = z.object({
  mapId: z.string().min(1).max(80),
  /** Nodes nearer to each other than this are in each other's way. */
  clearanceMm: z.number().int().positive().max(10_000).default(700),
  /** What the robots of the site call the thing they carry. */
  loadType: z.string().min(1).max(80).default('tote'),
  nodes: z
    .array(
      z.object({
        nodeId: z.string().min(1).max(80),
        xMm: z.number().int(),
        yMm: z.number().int(),
        use: z.enum(['way', 'station', 'packing', 'charger', 'parking']).default('way'),
        name: z.string().max(80).optional(),
      }),
    )
    .min(1)
    .max(maxLayoutNodes),
  ways: z.array(z.object({ from: z.string().max(80), to: z.string().max(80), isBothWays: z.boolean().default(true) })).max(maxLayoutWays),
});
export type RobotLayoutFile = z.infer<typeof robotLayoutForm>;
export type LayoutNode = RobotLayoutFile['nodes'][number];

/** A layout ready for planning: nodes by number, ways with their cost in centimetres. */
export class RobotLayout {
  readonly mapId: string;
  readonly loadType: string;
  readonly nodes: readonly LayoutNode[];
  readonly graph: TrafficGraph;
  /** Dead ends: only the robot that is going there enters them. */
  readonly isPrivate: Uint8Array;
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(file: RobotLayoutFile, edges: readonly TrafficEdge[]) {
    this.mapId = file.mapId;
    this.loadType = file.loadType;
    this.nodes = file.nodes;
    this.numbers = new Map(file.nodes.map(({ nodeId }, node) => [nodeId, node]));
    this.graph = new TrafficGraph(file.nodes.length, edges);
    this.isPrivate = Uint8Array.from(file.nodes, (_, node) => (neighboursOf(this.graph, node).size <= 1 ? 1 : 0));
  }

  /** Number of a node, or -1. */
  numberOf(nodeId: string): number {
    return this.numbers.get(nodeId) ?? -1;
  }

  idOf(node: number): string {
    return this.nodes[node]!.nodeId;
  }

  /** The node nearest to a place on the floor, and how far it is. */
  nearest(xMm: number, yMm: number): { readonly node: number; readonly distanceMm: number } {
    let best = { node: 0, distanceMm: Infinity };
    for (let node = 0; node < this.nodes.length; node++) {
      const distanceMm = this.distanceMm(node, xMm, yMm);
      if (distanceMm < best.distanceMm) best = { node, distanceMm };
    }
    return best;
  }

  /** How far a node is from a place on the floor. */
  distanceMm(node: number, xMm: number, yMm: number): number {
    return Math.hypot(this.nodes[node]!.xMm - xMm, this.nodes[node]!.yMm - yMm);
  }
}

/** What is wrong with a layout: `message` says it with the names of the nodes. */
export type LayoutFault = {
  readonly kind: 'form' | 'unknownNode' | 'doubleNode' | 'tooNear' | 'crossing' | 'cut';
  readonly message: string;
};

/**
 * Reads a layout. Faults that make collisions possible (nodes too near, ways that come too near to others without a common node) refuse it;
 * places whose loss would cut the ways in two are warnings: robots still cannot collide there, but may have to wait for a person.
 */
export function parseRobotLayout(
  raw: unknown,
): Result<{ readonly layout: RobotLayout; readonly warnings: readonly LayoutFault[] }, readonly LayoutFault[]> {
  const parsed = robotLayoutForm.safeParse(raw);
  if (!parsed.success)
    return err(parsed.error.issues.slice(0, 20).map((issue) => fault('form', `${issue.path.join('.')}: ${issue.message}`)));
  const file = parsed.data;
  const numbers = new Map<string, number>();
  const faults: LayoutFault[] = [];
  for (const [node, { nodeId }] of file.nodes.entries()) {
    if (numbers.has(nodeId)) faults.push(fault('doubleNode', `node ${nodeId} is there twice`));
    numbers.set(nodeId, node);
  }
  const edges: TrafficEdge[] = [];
  for (const { from, to, isBothWays } of file.ways) {
    const [start, end] = [numbers.get(from), numbers.get(to)];
    if (start === undefined || end === undefined || start === end) {
      faults.push(fault('unknownNode', `the way from ${from} to ${to} joins no two nodes`));
      continue;
    }
    const cost = Math.max(1, Math.round(lengthMm(file, start, end) / 10));
    edges.push({ from: start, to: end, cost });
    if (isBothWays) edges.push({ from: end, to: start, cost });
  }
  if (faults.length === 0) faults.push(...findNearness(file, edges));
  if (faults.length > 0) return err(faults);
  const layout = new RobotLayout(file, withoutRepeats(edges));
  const cut = findCutNode(layout, new Set());
  const warnings = cut === null ? [] : [fault('cut', `without ${layout.idOf(cut)} some places cannot be reached from others`)];
  return ok({ layout, warnings });
}

/**
 * A node without which the rest of the core (all nodes but dead ends and `blocked`) falls apart, or null where robots can always give way: see SPEC.md.
 * Where the core itself is in parts already, its first node is named.
 */
export function findCutNode(layout: RobotLayout, blocked: ReadonlySet<number>): number | null {
  const core = layout.nodes.map((_, node) => node).filter((node) => layout.isPrivate[node] === 0 && !blocked.has(node));
  if (core.length < 3) return core[0] ?? null;
  for (const without of [-1, ...core]) {
    const rest = core.filter((node) => node !== without);
    const isInRest = new Uint8Array(layout.nodes.length);
    for (const node of rest) isInRest[node] = 1;
    if (!reachesAll(layout.graph, rest, isInRest, true) || !reachesAll(layout.graph, rest, isInRest, false))
      return without === -1 ? core[0]! : without;
  }
  return null;
}

function reachesAll(graph: TrafficGraph, rest: readonly number[], isInRest: Uint8Array, isForward: boolean): boolean {
  const seen = new Uint8Array(graph.nodeCount);
  const queue = [rest[0]!];
  seen[rest[0]!] = 1;
  const [start, to] = isForward ? [graph.outStart, graph.outTo] : [graph.inStart, graph.inFrom];
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    for (let way = start[node]!; way < start[node + 1]!; way++) {
      const next = to[way]!;
      if (seen[next] === 1 || isInRest[next] === 0) continue;
      seen[next] = 1;
      queue.push(next);
    }
  }
  return queue.length === rest.length;
}

/** Nodes and ways that come nearer to each other than the clearance without having a node in common. */
function findNearness(file: RobotLayoutFile, edges: readonly TrafficEdge[]): LayoutFault[] {
  const faults: LayoutFault[] = [];
  const { nodes, clearanceMm } = file;
  for (let one = 0; one < nodes.length; one++)
    for (let other = one + 1; other < nodes.length && faults.length < 20; other++)
      if (lengthMm(file, one, other) < clearanceMm)
        faults.push(fault('tooNear', `${nodes[one]!.nodeId} and ${nodes[other]!.nodeId} are nearer than ${clearanceMm} mm`));
  const ways = edges.filter(({ from, to }, index) => edges.findIndex((other) => isSameWay(other, from, to)) === index);
  for (const [index, way] of ways.entries())
    for (let other = index + 1; other < ways.length && faults.length < 20; other++) {
      const beside = ways[other]!;
      const isJoined = [beside.from, beside.to].some((node) => node === way.from || node === way.to);
      if (!isJoined && wayDistanceMm(file, way, beside) < clearanceMm)
        faults.push(fault('crossing', `${wayName(file, way)} and ${wayName(file, beside)} come too near without a common node`));
    }
  return faults;
}

function isSameWay({ from, to }: TrafficEdge, start: number, end: number): boolean {
  return (from === start && to === end) || (from === end && to === start);
}

function wayDistanceMm(file: RobotLayoutFile, one: TrafficEdge, other: TrafficEdge): number {
  const [a, b, c, d] = [one.from, one.to, other.from, other.to].map((node) => file.nodes[node]!) as [
    LayoutNode,
    LayoutNode,
    LayoutNode,
    LayoutNode,
  ];
  const side = (p: LayoutNode, q: LayoutNode, r: LayoutNode) => (q.xMm - p.xMm) * (r.yMm - p.yMm) - (q.yMm - p.yMm) * (r.xMm - p.xMm);
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return 0;
  return Math.min(toWayMm(a, c, d), toWayMm(b, c, d), toWayMm(c, a, b), toWayMm(d, a, b));
}

function toWayMm(point: LayoutNode, start: LayoutNode, end: LayoutNode): number {
  const [dx, dy] = [end.xMm - start.xMm, end.yMm - start.yMm];
  const along = ((point.xMm - start.xMm) * dx + (point.yMm - start.yMm) * dy) / Math.max(1, dx * dx + dy * dy);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.xMm - start.xMm - share * dx, point.yMm - start.yMm - share * dy);
}

function wayName(file: RobotLayoutFile, { from, to }: TrafficEdge): string {
  return `${file.nodes[from]!.nodeId} - ${file.nodes[to]!.nodeId}`;
}

function lengthMm(file: RobotLayoutFile, one: number, other: number): number {
  return Math.hypot(file.nodes[one]!.xMm - file.nodes[other]!.xMm, file.nodes[one]!.yMm - file.nodes[other]!.yMm);
}

function withoutRepeats(edges: readonly TrafficEdge[]): TrafficEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from}>${edge.to}`, edge])).values()];
}

function neighboursOf(graph: TrafficGraph, node: number): Set<number> {
  return new Set([
    ...graph.outTo.subarray(graph.outStart[node], graph.outStart[node + 1]),
    ...graph.inFrom.subarray(graph.inStart[node], graph.inStart[node + 1]),
  ]);
}

function fault(kind: LayoutFault['kind'], message: string): LayoutFault {
  return { kind, message };
}
