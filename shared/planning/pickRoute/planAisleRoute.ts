import type { AisleFloor, AisleStop } from './aisleFloor.ts';
import { type CrossStates, crossStatesOf, maxTableCrosses } from './crossStates.ts';
import { type Column, type Segment, toColumns } from './toColumns.ts';
import { createWalkEdges, type WalkEdges } from './walkEdges.ts';

/** A round from the depot through all stops and back. */
export type AisleRoute = {
  /** Indexes of the stops in the order they are met. */
  readonly order: readonly number[];
  readonly lengthMm: number;
};

/** Whether the dynamic programme takes this floor. */
export function isTableFloor(floor: AisleFloor): boolean {
  return floor.crossYMm.length <= maxTableCrosses;
}

/** The shortest round on a floor of up to four blocks, by dynamic programming over the columns. */
export function planAisleRoute(floor: AisleFloor, stops: readonly AisleStop[]): AisleRoute {
  if (stops.length === 0) return { lengthMm: 0, order: [] };
  const columns = toColumns(floor, stops);
  if (isOneSegment(columns)) return { lengthMm: segmentMm(columns), order: upThenDown(floor, stops) };
  const sweep = createSweep(crossStatesOf(floor.crossYMm.length), true);
  const lengthMm = sweep.run(columns);
  return { lengthMm, order: createWalkEdges(floor, stops, columns, (edges) => sweep.trace(columns, edges)) };
}

/** Length of that round alone, millimetres. */
export function exactTourMm(floor: AisleFloor, stops: readonly AisleStop[]): number {
  if (stops.length === 0) return 0;
  const columns = toColumns(floor, stops);
  return isOneSegment(columns) ? segmentMm(columns) : createSweep(crossStatesOf(floor.crossYMm.length), false).run(columns);
}

/** Whether depot and stops all stand between the same two cross aisles of one aisle: the only round that meets no cross aisle. */
function isOneSegment(columns: readonly Column[]): boolean {
  const [only, ...others] = columns;
  return others.length === 0 && only?.touched.length === 0 && only.segments.filter(({ places }) => places.length > 0).length === 1;
}

function segmentMm(columns: readonly Column[]): number {
  const places = columns[0]!.segments.flatMap((segment) => segment.places);
  return 2 * (places.at(-1)! - places[0]!);
}

function upThenDown({ depot }: AisleFloor, stops: readonly AisleStop[]): readonly number[] {
  const sorted = stops.map((_, index) => index).toSorted((a, b) => stops[a]!.yMm - stops[b]!.yMm);
  const isBelow = (index: number) => stops[index]!.yMm < depot.yMm;
  return [...sorted.filter((index) => !isBelow(index)), ...sorted.filter(isBelow).toReversed()];
}

/** What was done in a step of the sweep. */
const did = { nothing: 0, pass: 1, twice: 2, front: 3, back: 4, round: 5, leave: 6 } as const;

type Sweep = {
  run(columns: readonly Column[]): number;
  /** Hands the edges of the tour found by the last run to `edges`. */
  trace(columns: readonly Column[], edges: WalkEdges): void;
};

/** The cheapest way to each state, step by step; what led there is kept for `undo` where the sweep is traced. */
type Layers = {
  /** Costs of the step that is over. */
  costs(): Float64Array;
  /** Makes a step: `step` reaches states from those of the step before. */
  sweep(step: (costs: Float64Array) => void): void;
  reach(to: number, cost: number, from: number, how: number): void;
  /** Goes a step back from a state: how it was reached, and from which. */
  undo(state: number): { readonly how: number; readonly from: number };
};

function createLayers(count: number, isTraced: boolean): Layers {
  let costs = new Float64Array(count).fill(Infinity);
  let next = new Float64Array(count);
  const befores: Int32Array[] = [];
  const deeds: Uint8Array[] = [];
  let before = new Int32Array(count);
  let deed = new Uint8Array(count);
  costs[0] = 0;
  return {
    costs: () => costs,
    sweep(step) {
      next.fill(Infinity);
      if (isTraced) {
        befores.push((before = new Int32Array(count)));
        deeds.push((deed = new Uint8Array(count)));
      }
      step(costs);
      [costs, next] = [next, costs];
    },
    reach(to, cost, from, how) {
      if (cost >= next[to]!) return;
      next[to] = cost;
      before[to] = from;
      deed[to] = how;
    },
    undo: (state) => ({ how: deeds.pop()![state]!, from: befores.pop()![state]! }),
  };
}

/** Goes column by column, in each segment by segment and then cross aisle by cross aisle. */
function createSweep(states: CrossStates, isTraced: boolean): Sweep {
  const { count, crosses } = states;
  const layers = createLayers(count, isTraced);
  const { reach } = layers;
  let final = 0;
  const sweepTouch = (cross: number, costs: Float64Array): void => {
    for (let state = 0; state < count; state += 1) {
      if (costs[state]! < Infinity) reach(states.touch[cross * count + state]!, costs[state]!, state, did.nothing);
    }
  };
  const sweepCross = (cross: number, stepMm: number, costs: Float64Array): void => {
    for (let state = 0; state < count; state += 1) {
      const cost = costs[state]!;
      if (cost === Infinity) continue;
      const degree = states.degree[cross * count + state]!;
      reach(state, cost + degree * stepMm, state, did.nothing);
      if (degree !== 2) continue;
      const to = states.leave[cross * count + state]!;
      if (to >= 0) reach(to, cost, state, did.leave);
    }
  };
  return {
    run(columns) {
      for (const [index, column] of columns.entries()) {
        for (const [r, segment] of column.segments.entries()) layers.sweep((costs) => sweepSegment(states, layers, segment, r, costs));
        for (const cross of column.touched) layers.sweep((costs) => sweepTouch(cross, costs));
        const next = columns[index + 1];
        if (next === undefined) continue;
        for (let cross = 0; cross < crosses; cross += 1) layers.sweep((costs) => sweepCross(cross, next.xMm - column.xMm, costs));
      }
      final = bestTour(states, layers.costs());
      return layers.costs()[final]!;
    },
    trace(columns, edges) {
      let state = final;
      const undo = (): number => {
        const { how, from } = layers.undo(state);
        state = from;
        return how;
      };
      for (let index = columns.length - 1; index >= 0; index -= 1) {
        const column = columns[index]!;
        for (let cross = crosses - 1; index + 1 < columns.length && cross >= 0; cross -= 1) {
          const isLeft = undo() === did.leave;
          edges.along(index, cross, isLeft ? 0 : states.degree[cross * count + state]!);
        }
        for (const _ of column.touched) undo();
        for (let r = column.segments.length - 1; r >= 0; r -= 1) edges.inside(index, r, wayOf(undo()));
      }
    },
  };
}

/** A segment is walked through once or twice, or its stops are reached from below, from above, or from both round the largest gap. */
function sweepSegment(states: CrossStates, { reach }: Layers, segment: Segment, r: number, costs: Float64Array): void {
  const { count } = states;
  const { spanMm, places, gap } = segment;
  const front = 2 * (places.at(-1) ?? 0);
  const back = 2 * (spanMm - (places[0] ?? 0));
  for (let state = 0; state < count; state += 1) {
    const cost = costs[state]!;
    if (cost === Infinity) continue;
    const lower = states.touch[r * count + state]!;
    reach(states.pass[r * count + state]!, cost + spanMm, state, did.pass);
    reach(states.twice[r * count + state]!, cost + 2 * spanMm, state, did.twice);
    if (places.length === 0) {
      reach(state, cost, state, did.nothing);
      continue;
    }
    reach(lower, cost + front, state, did.front);
    reach(states.touch[(r + 1) * count + state]!, cost + back, state, did.back);
    if (gap > 0) reach(states.touch[(r + 1) * count + lower]!, cost + 2 * (spanMm - gap), state, did.round);
  }
}

function bestTour(states: CrossStates, costs: Float64Array): number {
  let best = -1;
  for (let state = 0; state < states.count; state += 1) {
    if (states.isTour[state] === 1 && (best < 0 || costs[state]! < costs[best]!)) best = state;
  }
  return best;
}

/** How a segment is walked. */
function wayOf(how: number): 'pass' | 'twice' | 'front' | 'back' | 'round' | 'nothing' {
  const ways = ['nothing', 'pass', 'twice', 'front', 'back', 'round'] as const;
  return ways[how] ?? 'nothing';
}
