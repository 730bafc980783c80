import type { Prng } from '#shared/base/prng.ts';
import type { TrafficGraph } from './trafficGraph.ts';

/**
 * One step of all robots without a collision, by priority inheritance with backtracking (Okumura et al., PIBT, Artificial Intelligence 310, 2022), with the swap of
 * LaCAM2 (Okumura, IJCAI 2023) where two must pass each other in a corridor of ways that lead both ways.
 */
export class PibtMoves {
  /** Where each robot goes; a robot already placed by a constraint is left as it is; -1 is undecided. */
  readonly next: Int32Array;
  private readonly robotAt: Int32Array;
  private readonly robotNext: Int32Array;
  private readonly candidates: Int32Array;
  private readonly scores: Float64Array;
  private readonly stride: number;
  private at: Int32Array;
  private tables: readonly Uint16Array[] = [];
  /** Whether robots that must pass each other in a corridor may do so by the swap; off where a priority's guarantee is needed. */
  isSwapping: boolean;

  constructor(
    private readonly graph: TrafficGraph,
    readonly robotCount: number,
    private readonly prng: Prng,
  ) {
    this.next = new Int32Array(robotCount).fill(-1);
    this.at = this.next;
    this.robotAt = new Int32Array(graph.nodeCount).fill(-1);
    this.robotNext = new Int32Array(graph.nodeCount).fill(-1);
    this.stride = graph.widestFan + 1;
    this.candidates = new Int32Array(robotCount * this.stride);
    this.scores = new Float64Array(robotCount * this.stride);
    this.isSwapping = graph.isSymmetric;
  }

  /**
   * Robots at `at` (all different) take one step towards where their tables fall; earlier in `order` is of higher priority. `placed` are constraints: pairs of robot and
   * node. False where the constraints cannot be kept; without constraints a step is always found.
   */
  step(at: Int32Array, order: ArrayLike<number>, tables: readonly Uint16Array[], placed: readonly number[] = []): boolean {
    this.at = at;
    this.tables = tables;
    for (let robot = 0; robot < this.robotCount; robot++) this.robotAt[at[robot]!] = robot;
    let isFound = this.place(placed);
    for (let rank = 0; isFound && rank < this.robotCount; rank++) {
      const robot = order[rank]!;
      if (this.next[robot] === -1 && !this.decide(robot)) isFound = placed.length === 0;
    }
    return isFound;
  }

  /** Forgets the step, so that another can be taken. To be called once after each `step`. */
  clear(): void {
    for (let robot = 0; robot < this.robotCount; robot++) {
      this.robotAt[this.at[robot]!] = -1;
      if (this.next[robot]! >= 0) this.robotNext[this.next[robot]!] = -1;
      this.next[robot] = -1;
    }
  }

  private place(placed: readonly number[]): boolean {
    for (let index = 0; index < placed.length; index += 2) {
      const robot = placed[index]!;
      const node = placed[index + 1]!;
      if (this.robotNext[node] !== -1) return false;
      const other = this.robotAt[node]!;
      if (other !== -1 && other !== robot && this.next[other] === this.at[robot]) return false;
      this.next[robot] = node;
      this.robotNext[node] = robot;
    }
    return true;
  }

  private decide(robot: number): boolean {
    const { at, next, robotAt, robotNext, candidates } = this;
    const from = at[robot]!;
    const base = robot * this.stride;
    const count = this.rank(robot, from, base);
    const partner = this.isSwapping ? this.swapPartner(robot, candidates[base]!) : -1;
    if (partner !== -1) candidates.subarray(base, base + count).reverse();
    for (let index = 0; index < count; index++) {
      const to = candidates[base + index]!;
      if (robotNext[to] !== -1) continue;
      const other = robotAt[to]!;
      if (other !== -1 && other !== robot && next[other] === from) continue;
      robotNext[to] = robot;
      next[robot] = to;
      if (other !== -1 && other !== robot && next[other] === -1 && !this.decide(other)) continue;
      if (index === 0 && partner !== -1 && next[partner] === -1 && robotNext[from] === -1) {
        next[partner] = from;
        robotNext[from] = partner;
      }
      return true;
    }
    next[robot] = from;
    robotNext[from] = robot;
    return false;
  }

  /** Where the robot may go, best first: nearer to its goal, then empty, then by chance. */
  private rank(robot: number, from: number, base: number): number {
    const { graph, candidates, scores } = this;
    const table = this.tables[robot]!;
    let count = 0;
    const end = graph.outStart[from + 1]!;
    for (let way = graph.outStart[from]!; way <= end; way++) {
      const node = way === end ? from : graph.outTo[way]!;
      const isTaken = node !== from && this.robotAt[node] !== -1;
      const score = table[node]! + (way === end ? 0 : graph.outCost[way]! - 1) + this.prng.next() * 0.4 + (isTaken ? 0.5 : 0);
      let slot = base + count;
      while (slot > base && scores[slot - 1]! > score) {
        scores[slot] = scores[slot - 1]!;
        candidates[slot] = candidates[slot - 1]!;
        slot--;
      }
      scores[slot] = score;
      candidates[slot] = node;
      count++;
    }
    return count;
  }

  private swapPartner(robot: number, wanted: number): number {
    const { graph, robotAt, next } = this;
    const from = this.at[robot]!;
    if (wanted === from) return -1;
    const ahead = robotAt[wanted]!;
    if (ahead !== -1 && next[ahead] === -1 && this.mustSwap(robot, ahead, from, wanted) && this.canSwap(wanted, from)) return ahead;
    for (let way = graph.outStart[from]!; way < graph.outStart[from + 1]!; way++) {
      const beside = robotAt[graph.outTo[way]!]!;
      if (beside === -1 || graph.outTo[way] === wanted) continue;
      if (this.mustSwap(beside, robot, from, wanted) && this.canSwap(wanted, from)) return beside;
    }
    return -1;
  }

  /** Whether the puller would come to push back: nowhere to give way along the corridor that the pusher wants. */
  private mustSwap(pusher: number, puller: number, pusherFrom: number, pullerFrom: number): boolean {
    const pusherTable = this.tables[pusher]!;
    const pullerTable = this.tables[puller]!;
    let pusherNode = pusherFrom;
    let pullerNode = pullerFrom;
    while (pusherTable[pullerNode]! < pusherTable[pusherNode]!) {
      const onward = this.onlyWayOn(pullerNode, pusherNode);
      if (onward === severalWays) return false;
      if (onward === noWay) break;
      pusherNode = pullerNode;
      pullerNode = onward;
    }
    const pullerWants = pullerTable[pusherNode]! < pullerTable[pullerNode]!;
    return pullerWants && (pusherTable[pusherNode] === 0 || pusherTable[pullerNode]! < pusherTable[pusherNode]!);
  }

  /** Whether the puller, going back, comes to a place where both can pass. */
  private canSwap(pusherFrom: number, pullerFrom: number): boolean {
    let pusherNode = pusherFrom;
    let pullerNode = pullerFrom;
    for (let steps = 0; steps < this.graph.nodeCount; steps++) {
      const onward = this.onlyWayOn(pullerNode, pusherNode);
      if (onward === severalWays) return true;
      if (onward === noWay) return false;
      pusherNode = pullerNode;
      pullerNode = onward;
      if (pullerNode === pusherFrom) return false;
    }
    return false;
  }

  private onlyWayOn(node: number, behind: number): number {
    const { graph, robotAt } = this;
    let onward = noWay;
    for (let way = graph.outStart[node]!; way < graph.outStart[node + 1]!; way++) {
      const to = graph.outTo[way]!;
      const robot = robotAt[to]!;
      const isPocketTaken = robot !== -1 && graph.outStart[to + 1]! - graph.outStart[to]! === 1 && this.tables[robot]![to] === 0;
      if (to === behind || isPocketTaken) continue;
      if (onward !== noWay) return severalWays;
      onward = to;
    }
    return onward;
  }
}

const noWay = -1;
const severalWays = -2;
