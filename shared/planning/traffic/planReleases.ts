import { createPrng, type Prng } from '#shared/base/prng.ts';
import { DistanceTables, unreachable } from './distanceTables.ts';
import type { RobotLayout } from './robotLayout.ts';
import { TrafficGraph, type TrafficEdge } from './trafficGraph.ts';

/** Steps planned beyond what is released. */
export const planSteps = 12;

/** A robot as traffic sees it. */
export type MovingRobot = {
  /** Nodes that are its own, in driving order: the one it passed last first, the last one released to it at the end. */
  readonly held: readonly number[];
  /** Where it wants to go; null where it has nothing to do and only gives way. */
  readonly goal: number | null;
  /** `acts`: busy on its last node for a while, it is driven around or waited for. `stopped`: nobody knows when it goes on, its nodes are walls. */
  readonly hold: 'none' | 'acts' | 'stopped';
  /** Who has waited longest goes first. */
  readonly waitedMs: number;
  /** Whether it can be told anything now, and how many nodes may be released ahead of it. */
  readonly canBeTold: boolean;
  readonly maxAhead: number;
};

/** What a robot may be told: nodes it gets now, and those it will probably get after them. */
export type Release = { readonly released: readonly number[]; readonly planned: readonly number[] };

/**
 * Plans all robots from the ends of what was released to them, by priority inheritance without turning in a ring, and gives each as many nodes as nobody else holds or
 * has to pass before it. Nothing is taken back that was released; nodes are given back only by passing them. See SPEC.md for why nobody waits for ever.
 */
export class ReleasePlanner {
  private readonly tables: DistanceTables;
  private walled: { readonly key: string; readonly tables: DistanceTables } | null = null;

  constructor(private readonly layout: RobotLayout) {
    this.tables = new DistanceTables(layout.graph);
  }

  /** Cost in centimetres from a node to another; `unreachable` where there is no way. */
  cost(from: number, to: number): number {
    return this.tables.to(to)[from]!;
  }

  plan(robots: readonly MovingRobot[]): readonly Release[] {
    const holder = new Int32Array(this.layout.nodes.length).fill(-1);
    for (const [robot, { held }] of robots.entries()) for (const node of held) holder[node] = robot;
    const walls = new Set(robots.filter(({ hold }) => hold === 'stopped').flatMap(({ held }) => held));
    const movers = robots.map((_, robot) => robot).filter((robot) => robots[robot]!.hold === 'none' && robots[robot]!.held.length > 0);
    const isBlocked = new Uint8Array(this.layout.nodes.length);
    for (const node of walls) isBlocked[node] = 1;
    for (const { hold, held } of robots) if (hold === 'acts') isBlocked[held.at(-1)!] = 1;
    const steps = this.walk(robots, movers, isBlocked, this.tablesAround(walls));
    return this.release(robots, movers, steps, holder);
  }

  private tablesAround(walls: ReadonlySet<number>): DistanceTables {
    if (walls.size === 0) return this.tables;
    const key = [...walls].toSorted((one, other) => one - other).join();
    if (this.walled?.key === key) return this.walled.tables;
    const edges: TrafficEdge[] = [];
    const { graph } = this.layout;
    for (let from = 0; from < graph.nodeCount; from++)
      for (let way = graph.outStart[from]!; way < graph.outStart[from + 1]!; way++)
        if (!walls.has(graph.outTo[way]!)) edges.push({ from, to: graph.outTo[way]!, cost: graph.outCost[way]! });
    this.walled = { key, tables: new DistanceTables(new TrafficGraph(graph.nodeCount, edges)) };
    return this.walled.tables;
  }

  /** Positions of the movers after each step. */
  private walk(robots: readonly MovingRobot[], movers: readonly number[], isBlocked: Uint8Array, around: DistanceTables): Int32Array[] {
    const at = Int32Array.from(movers, (robot) => robots[robot]!.held.at(-1)!);
    const goals = movers.map((robot) => this.reachableGoal(robots, robot));
    const tables = goals.map((goal, mover) => {
      if (goal === null) return null;
      const table = around.to(goal);
      return table[at[mover]!] === unreachable ? this.tables.to(goal) : table;
    });
    const order = movers.map((_, mover) => mover);
    const rank = (mover: number) => (goals[mover] === null || goals[mover] === at[mover] ? -1 : robots[movers[mover]!]!.waitedMs);
    order.sort((one, other) => rank(other) - rank(one) || one - other);
    const moves = new GivingWay(this.layout, at, goals, tables, isBlocked);
    const steps: Int32Array[] = [];
    for (let step = 0; step < planSteps; step++) steps.push(moves.step(order));
    return steps;
  }

  /** Its goal; none where that is a dead end in which another still stands: who wants in must let out first. */
  private reachableGoal(robots: readonly MovingRobot[], robot: number): number | null {
    const { goal } = robots[robot]!;
    if (goal === null || this.layout.isPrivate[goal] === 0) return goal;
    return robots.some(({ held }, other) => other !== robot && held.includes(goal)) ? null : goal;
  }

  private release(robots: readonly MovingRobot[], movers: readonly number[], steps: readonly Int32Array[], holder: Int32Array): Release[] {
    const releases = robots.map(() => ({ released: [] as number[], planned: [] as number[] }));
    const isWaiting = robots.map(({ canBeTold }) => !canBeTold);
    const mustPass = new Int32Array(this.layout.nodes.length).fill(-1);
    const at = Int32Array.from(movers, (robot) => robots[robot]!.held.at(-1)!);
    for (const next of steps)
      for (const [mover, robot] of movers.entries()) {
        const node = next[mover]!;
        if (node === at[mover]) continue;
        at[mover] = node;
        const { held, maxAhead } = robots[robot]!;
        const { released, planned } = releases[robot]!;
        const isFree = (holder[node] === -1 || holder[node] === robot) && (mustPass[node] === -1 || mustPass[node] === robot);
        if (!isWaiting[robot] && isFree && held.length - 1 + released.length < maxAhead) {
          released.push(node);
          holder[node] = robot;
          continue;
        }
        isWaiting[robot] = true;
        planned.push(node);
        if (mustPass[node] === -1) mustPass[node] = robot;
      }
    return releases;
  }
}

/** Steps of all movers by priority inheritance with backtracking (Okumura et al., 2022), where no ring of robots turns at once: real robots cannot start in the same instant. */
class GivingWay {
  private readonly robotAt: Int32Array;
  private readonly robotNext: Int32Array;
  private next: Int32Array;
  private readonly prng: Prng = createPrng(1);

  constructor(
    private readonly layout: RobotLayout,
    private at: Int32Array,
    private readonly goals: readonly (number | null)[],
    private readonly tables: readonly (Uint16Array | null)[],
    private readonly isBlocked: Uint8Array,
  ) {
    this.robotAt = new Int32Array(layout.nodes.length).fill(-1);
    this.robotNext = new Int32Array(layout.nodes.length).fill(-1);
    this.next = at;
  }

  step(order: readonly number[]): Int32Array {
    this.robotAt.fill(-1);
    this.robotNext.fill(-1);
    this.next = new Int32Array(this.at.length).fill(-1);
    for (let mover = 0; mover < this.at.length; mover++) this.robotAt[this.at[mover]!] = mover;
    for (const mover of order) if (this.next[mover] === -1) this.decide(mover);
    this.at = this.next;
    return this.next;
  }

  private decide(mover: number): boolean {
    const from = this.at[mover]!;
    for (const to of this.candidates(mover, from)) {
      if (this.robotNext[to] !== -1) continue;
      const other = this.robotAt[to]!;
      if (other !== -1 && other !== mover && this.leadsTo(other, mover)) continue;
      this.robotNext[to] = mover;
      this.next[mover] = to;
      if (other !== -1 && other !== mover && this.next[other] === -1 && !this.decide(other)) continue;
      return true;
    }
    this.next[mover] = from;
    this.robotNext[from] = mover;
    return false;
  }

  /** Whether the chain of robots that go where the next one stands ends at `mover`: it would turn in a ring. */
  private leadsTo(first: number, mover: number): boolean {
    for (let robot = first; ;) {
      const to = this.next[robot]!;
      if (to === -1 || to === this.at[robot]) return false;
      const ahead = this.robotAt[to]!;
      if (ahead === mover) return true;
      if (ahead === -1) return false;
      robot = ahead;
    }
  }

  private candidates(mover: number, from: number): number[] {
    const { graph, isPrivate } = this.layout;
    const table = this.tables[mover] ?? null;
    const goal = this.goals[mover];
    const scored = [{ node: from, score: (table === null ? -graph.leastCost : table[from]!) + graph.leastCost / 2 }];
    for (let way = graph.outStart[from]!; way < graph.outStart[from + 1]!; way++) {
      const node = graph.outTo[way]!;
      if (this.isBlocked[node] === 1 || (isPrivate[node] === 1 && node !== goal)) continue;
      const isTaken = this.robotAt[node] !== -1;
      const score = (table?.[node] ?? 0) + graph.outCost[way]! + (isTaken ? graph.leastCost * 0.4 : 0) + this.prng.next() * 0.1;
      scored.push({ node, score });
    }
    return scored.toSorted((one, other) => one.score - other.score).map(({ node }) => node);
  }
}
