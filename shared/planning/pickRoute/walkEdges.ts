import type { AisleFloor, AisleStop } from './aisleFloor.ts';
import type { Column } from './toColumns.ts';

/** Takes the pieces of a tour: how often a cross aisle is walked to the next column, and how each segment is walked. */
export type WalkEdges = {
  along(column: number, cross: number, times: number): void;
  inside(column: number, segment: number, way: 'pass' | 'twice' | 'front' | 'back' | 'round' | 'nothing'): void;
};

/** Collects the pieces of a tour as edges between places, walks them once each (Hierholzer), and gives the stops in the order met. */
export function createWalkEdges(
  floor: AisleFloor,
  stops: readonly AisleStop[],
  columns: readonly Column[],
  collect: (edges: WalkEdges) => void,
): readonly number[] {
  const neighbours = new Map<string, string[]>();
  const connect = (from: string, to: string, times: number): void => {
    for (let time = 0; time < times; time += 1) {
      for (const [a, b] of [
        [from, to],
        [to, from],
      ] as const) {
        const list = neighbours.get(a);
        if (list === undefined) neighbours.set(a, [b]);
        else list.push(b);
      }
    }
  };
  const chain = (xMm: number, ys: readonly number[], times: number): void => {
    for (let index = 1; index < ys.length; index += 1) connect(keyOf(xMm, ys[index - 1]!), keyOf(xMm, ys[index]!), times);
  };
  collect({
    along(column, cross, times) {
      connect(keyOf(columns[column]!.xMm, floor.crossYMm[cross]!), keyOf(columns[column + 1]!.xMm, floor.crossYMm[cross]!), times);
    },
    inside(column, segment, way) {
      const { xMm, segments } = columns[column]!;
      const lower = floor.crossYMm[segment]!;
      const upper = floor.crossYMm[segment + 1]!;
      const ys = segments[segment]!.places.map((place) => lower + place);
      if (way === 'pass' || way === 'twice') chain(xMm, [lower, ...ys, upper], way === 'pass' ? 1 : 2);
      if (way === 'front') chain(xMm, [lower, ...ys], 2);
      if (way === 'back') chain(xMm, [...ys, upper], 2);
      if (way !== 'round') return;
      const cut = ys.findIndex((y, index) => index > 0 && y - ys[index - 1]! === segments[segment]!.gap);
      chain(xMm, [lower, ...ys.slice(0, cut)], 2);
      chain(xMm, [...ys.slice(cut), upper], 2);
    },
  });
  return stopsOf(walkAll(neighbours, keyOf(floor.depot.xMm, floor.depot.yMm)), floor, stops);
}

function keyOf(xMm: number, yMm: number): string {
  return `${xMm}/${yMm}`;
}

/** A closed walk over every edge once. */
function walkAll(neighbours: Map<string, string[]>, start: string): string[] {
  const stack = [start];
  const walk: string[] = [];
  while (stack.length > 0) {
    const here = stack.at(-1)!;
    const to = neighbours.get(here)?.pop();
    if (to === undefined) {
      walk.push(stack.pop()!);
      continue;
    }
    const back = neighbours.get(to)!;
    back.splice(back.lastIndexOf(here), 1);
    stack.push(to);
  }
  return walk;
}

function stopsOf(walk: readonly string[], floor: AisleFloor, stops: readonly AisleStop[]): readonly number[] {
  const waiting = new Map<string, number[]>();
  for (const [index, { aisle, yMm }] of stops.entries()) {
    const key = keyOf(floor.aisleXMm[aisle]!, yMm);
    waiting.set(key, [...(waiting.get(key) ?? []), index]);
  }
  const order: number[] = [];
  for (const place of walk) {
    order.push(...(waiting.get(place) ?? []));
    waiting.delete(place);
  }
  return order;
}
