import type { FloorPoint, TemperatureClass } from '#shared/model/common.ts';
import { planGraphRoute } from '#shared/planning/pickRoute/planGraphRoute.ts';
import type { GraphPlace, WalkDistances } from '#shared/planning/pickRoute/walkGraph.ts';
import { type BatchTours, createCachedTours } from './createBatchTours.ts';

/** A place to stop at on a walk graph, and how cold it is there: cold goods are taken last. */
export type WalkStop = { readonly at: FloorPoint; readonly temperature: TemperatureClass };

const coldRank: Readonly<Record<TemperatureClass, number>> = { ambient: 0, chilled: 1, frozen: 2 };

/**
 * Tours on a walk graph from packing past the stops of several orders and back: short ones, by local search without kicks; good enough to
 * tell which orders go well together, and quick enough to ask thousands of times.
 */
export function createGraphTours(walk: WalkDistances, depot: FloorPoint, stopsByOrder: readonly (readonly WalkStop[])[]): BatchTours {
  const places: { readonly place: GraphPlace; readonly rank: number }[] = [{ place: walk.nearestPlace(depot), rank: 0 }];
  const known = new Map<string, number>();
  const placesByOrder = stopsByOrder.map((stops) =>
    stops.map(({ at, temperature }) => {
      const place = walk.nearestPlace(at);
      const key = `${place.edge} ${place.alongMm} ${temperature}`;
      const index = known.get(key) ?? places.push({ place, rank: coldRank[temperature] }) - 1;
      known.set(key, index);
      return index;
    }),
  );
  const between = createLazyTable(places.length, (from, to) => walk.betweenMm(places[from]!.place, places[to]!.place));
  return createCachedTours(stopsByOrder.length, (members, without, plus) => {
    const visited = new Set<number>();
    for (const order of members) if (order !== without) for (const place of placesByOrder[order]!) visited.add(place);
    if (plus >= 0) for (const place of placesByOrder[plus]!) visited.add(place);
    const round = [0, ...visited];
    const count = round.length;
    const distances = new Float64Array(count * count);
    for (let from = 0; from < count; from += 1) {
      for (let to = 0; to < count; to += 1) if (from !== to) distances[from * count + to] = between(round[from]!, round[to]!);
    }
    const ranks = round.slice(1).map((place) => places[place]!.rank);
    return planGraphRoute({ count, distances }, { ranks }, { maxKicks: 0 }).lengthMm;
  });
}

function createLazyTable(count: number, measure: (from: number, to: number) => number): (from: number, to: number) => number {
  const cells = new Float64Array(count * count).fill(-1);
  return (from, to) => {
    const cell = from * count + to;
    if (cells[cell]! < 0) cells[cell] = measure(from, to);
    return cells[cell]!;
  };
}
