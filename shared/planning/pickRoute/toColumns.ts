import type { AisleFloor, AisleStop } from './aisleFloor.ts';

/** Stops of one aisle between two cross aisles, as distances above the lower one, ascending and distinct. */
export type Segment = { readonly places: readonly number[]; readonly spanMm: number; readonly gap: number };

/** An aisle of the floor, or the depot's own place on a cross aisle between aisles, which has no segments. */
export type Column = {
  readonly xMm: number;
  readonly aisle: number;
  readonly segments: readonly Segment[];
  /** Cross aisles that must be met here: a stop or the depot stands on them. */
  readonly touched: readonly number[];
};

/** The columns from the first to the last that has a stop or the depot. Throws with a sentence where something is off the floor. */
export function toColumns(floor: AisleFloor, stops: readonly AisleStop[]): readonly Column[] {
  const { aisleXMm, crossYMm, depot } = floor;
  const depotAisle = aisleXMm.indexOf(depot.xMm);
  const depotCross = crossYMm.indexOf(depot.yMm);
  if (depotAisle === -1 && depotCross === -1) throw new Error('the depot stands neither in an aisle nor on a cross aisle');
  const places = aisleXMm.map(() => new Set<number>());
  for (const { aisle, yMm } of depotAisle === -1 ? stops : [...stops, { aisle: depotAisle, yMm: depot.yMm }]) {
    if (places[aisle] === undefined || yMm < crossYMm[0]! || yMm > crossYMm.at(-1)!) {
      throw new Error(`no place at ${yMm} mm in aisle ${aisle}`);
    }
    places[aisle].add(yMm);
  }
  const columns: Column[] = aisleXMm.map((xMm, aisle) => toColumn(xMm, aisle, [...places[aisle]!], crossYMm));
  if (depotAisle === -1) columns.push({ xMm: depot.xMm, aisle: -1, segments: [], touched: [depotCross] });
  columns.sort((a, b) => a.xMm - b.xMm);
  const isUsed = (column: Column) => column.touched.length > 0 || column.segments.some((segment) => segment.places.length > 0);
  return columns.slice(columns.findIndex(isUsed), columns.findLastIndex(isUsed) + 1);
}

function toColumn(xMm: number, aisle: number, ys: readonly number[], crossYMm: readonly number[]): Column {
  const segments = crossYMm.slice(1).map((upper, index) => {
    const lower = crossYMm[index]!;
    const places = ys.filter((y) => y > lower && y < upper).map((y) => y - lower);
    return toSegment(
      places.toSorted((a, b) => a - b),
      upper - lower,
    );
  });
  return { xMm, aisle, segments, touched: crossYMm.flatMap((y, cross) => (ys.includes(y) ? [cross] : [])) };
}

function toSegment(places: readonly number[], spanMm: number): Segment {
  const gap = places.reduce((most, place, index) => (index === 0 ? 0 : Math.max(most, place - places[index - 1]!)), 0);
  return { places, spanMm, gap };
}
