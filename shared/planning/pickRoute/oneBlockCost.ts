import type { AisleFloor, AisleStop } from './aisleFloor.ts';

/**
 * Stops as bits and the length of the tour that meets them.
 *
 * The shortest tours of a block of parallel aisles between two cross aisles, by Ratliff & Rosenthal's dynamic programme (Operations
 * Research 31(3), 1983), linear in the aisles. Stops are bits: every distinct place of an aisle has one, counted from the front, so that
 * the tour of several orders together is that of the union of their bits.
 */
export type OneBlockCost = {
  /** Words of one set of stops. */
  readonly words: number;
  /** Writes the bits of these stops into `masks` from `offset` on. */
  mark(stops: readonly AisleStop[], masks: Int32Array, offset: number): void;
  /** Length of the shortest tour from the depot through the stops of `masks` from `offset` on, millimetres; 0 without any. */
  lengthMm(masks: Int32Array, offset: number): number;
};

/** More than any tour: a way that does not exist. */
const far = 1e15;

type Columns = {
  /** Aisle of each column, ascending by x; -1 is the depot's own column, on a cross aisle between aisles. */
  readonly aisles: readonly number[];
  /** Distance to the column before, there and back. */
  readonly stepMm: Float64Array;
  /** Length of the column end to end; too far for the depot's own. */
  readonly passMm: Float64Array;
  /** First word and one past the last. */
  readonly wordFrom: Int32Array;
  readonly wordTo: Int32Array;
  /** Place of each bit above the front. */
  readonly places: Float64Array;
  /** Bits that are always there: the depot, where it stands in an aisle. */
  readonly always: Int32Array;
};

/** Prepares a floor of one block for tours through any of the given stops. Throws where a stop or the depot is off the floor. */
export function createOneBlockCost(floor: AisleFloor, stops: readonly AisleStop[]): OneBlockCost {
  const frontMm = floor.crossYMm[0]!;
  const spanMm = floor.crossYMm[1]! - frontMm;
  const bitOf = new Map<string, number>();
  const depotAisle = floor.aisleXMm.indexOf(floor.depot.xMm);
  const depotPlace = floor.depot.yMm - frontMm;
  if (floor.crossYMm.length !== 2) throw new Error('one block has two cross aisles');
  if (depotPlace < 0 || depotPlace > spanMm) throw new Error('the depot stands outside the block');
  if (depotAisle === -1 && depotPlace !== 0 && depotPlace !== spanMm) throw new Error('the depot stands in no aisle');
  const depotStops = depotAisle === -1 ? [] : [{ aisle: depotAisle, yMm: floor.depot.yMm }];
  const columns = toColumns(floor, [...stops, ...depotStops], bitOf);
  const mark: OneBlockCost['mark'] = (own, masks, offset) => {
    for (const { aisle, yMm } of own) {
      const bit = bitOf.get(`${aisle}/${yMm}`);
      if (bit === undefined) throw new Error(`a stop at ${yMm} mm in aisle ${aisle} was not announced`);
      masks[offset + (bit >> 5)]! |= 1 << (bit & 31);
    }
  };
  mark(depotStops, columns.always, 0);
  const programme = createProgramme(columns, spanMm, depotAisle === -1 ? (depotPlace === 0 ? 'front' : 'back') : null);
  return { words: columns.always.length, mark, lengthMm: programme };
}

function toColumns(floor: AisleFloor, stops: readonly AisleStop[], bitOf: Map<string, number>): Columns {
  const frontMm = floor.crossYMm[0]!;
  const spanMm = floor.crossYMm[1]! - frontMm;
  const xs = floor.aisleXMm.map((xMm, aisle) => ({ xMm, aisle }));
  if (!floor.aisleXMm.includes(floor.depot.xMm)) xs.push({ xMm: floor.depot.xMm, aisle: -1 });
  xs.sort((a, b) => a.xMm - b.xMm);
  const byAisle = floor.aisleXMm.map(() => new Set<number>());
  for (const { aisle, yMm } of stops) {
    const place = yMm - frontMm;
    if (place < 0 || place > spanMm || byAisle[aisle] === undefined) throw new Error(`no place at ${yMm} mm in aisle ${aisle}`);
    byAisle[aisle].add(place);
  }
  const wordFrom = new Int32Array(xs.length);
  const wordTo = new Int32Array(xs.length);
  const places: number[] = [];
  for (const [column, { aisle }] of xs.entries()) {
    const sorted = [...(byAisle[aisle] ?? [])].toSorted((a, b) => a - b);
    wordFrom[column] = places.length >> 5;
    for (const place of sorted) bitOf.set(`${aisle}/${place + frontMm}`, places.push(place) - 1);
    while (places.length % 32 !== 0) places.push(0);
    wordTo[column] = places.length >> 5;
  }
  return {
    aisles: xs.map(({ aisle }) => aisle),
    stepMm: Float64Array.from(xs, ({ xMm }, column) => 2 * (xMm - (xs[column - 1]?.xMm ?? xMm))),
    passMm: Float64Array.from(xs, ({ aisle }) => (aisle === -1 ? far : spanMm)),
    wordFrom,
    wordTo,
    places: Float64Array.from(places),
    always: new Int32Array(places.length >> 5),
  };
}

/** Both halves share these: what each column costs when it is left where it was entered. */
type Returns = { readonly front: Float64Array; readonly back: Float64Array; readonly round: Float64Array; readonly isUsed: Uint8Array };

function createProgramme(columns: Columns, spanMm: number, depotCross: 'front' | 'back' | null): OneBlockCost['lengthMm'] {
  const count = columns.aisles.length;
  const returns: Returns = {
    front: new Float64Array(count),
    back: new Float64Array(count),
    round: new Float64Array(count),
    isUsed: new Uint8Array(count),
  };
  const depotColumn = columns.aisles.indexOf(-1);
  if (depotColumn !== -1) {
    returns.front[depotColumn] = depotCross === 'front' ? 0 : far;
    returns.back[depotColumn] = depotCross === 'back' ? 0 : far;
    returns.round[depotColumn] = far;
    returns.isUsed[depotColumn] = 1;
  }
  return (masks, offset) => {
    if (!hasStops(masks, offset, columns.always.length)) return 0;
    measureColumns(columns, spanMm, returns, masks, offset);
    return joinColumns(columns, returns);
  };
}

function hasStops(masks: Int32Array, offset: number, words: number): boolean {
  for (let word = 0; word < words; word += 1) if (masks[offset + word] !== 0) return true;
  return false;
}

/** Returning from the front, from the back, or from both round the largest gap; nothing of it costs where there is no stop. */
function measureColumns(columns: Columns, spanMm: number, returns: Returns, masks: Int32Array, offset: number): void {
  const { wordFrom, wordTo, places, always, aisles } = columns;
  const { front, back, round, isUsed } = returns;
  for (let column = 0; column < aisles.length; column += 1) {
    if (aisles[column]! < 0) continue;
    let first = -1;
    let last = 0;
    let gap = 0;
    const to = wordTo[column]!;
    for (let word = wordFrom[column]!; word < to; word += 1) {
      let bits = masks[offset + word]! | always[word]!;
      while (bits !== 0) {
        const low = bits & -bits;
        bits ^= low;
        const place = places[(word << 5) | (31 - Math.clz32(low))]!;
        if (first < 0) first = place;
        else if (place - last > gap) gap = place - last;
        last = place;
      }
    }
    isUsed[column] = first < 0 ? 0 : 1;
    front[column] = 2 * last;
    back[column] = first < 0 ? 0 : 2 * (spanMm - first);
    round[column] = gap === 0 ? far : 2 * (spanMm - gap);
  }
}

/**
 * What is built so far meets the cross aisles in one of five ways: both an odd number of times (uu), the front alone (f), the back alone
 * (b), both in one piece (one), both in two pieces (two). Walking an aisle end to end twice is never needed in one block (Revenant,
 * Cambazard & Catusse 2024).
 */
function joinColumns({ stepMm, passMm }: Columns, { front, back, round, isUsed }: Returns): number {
  const count = isUsed.length;
  let column = 0;
  while (column < count && isUsed[column] === 0) column += 1;
  if (column === count) return 0;
  let uu = passMm[column]!;
  let f = front[column]!;
  let b = back[column]!;
  let two = round[column]!;
  let one = far;
  // All of it in the depot's own aisle: from the lowest stop to the highest and back.
  let shortest = Math.min(f, b, f + b - 2 * uu);
  for (column += 1; column < count; column += 1) {
    // Along the cross aisles to this column: one edge on each for uu, else two on each that is kept.
    const step = stepMm[column]!;
    const pass = passMm[column]!;
    const ownFront = front[column]!;
    const ownBack = back[column]!;
    const ownRound = round[column]!;
    const fromF = (f < one ? f : one) + step;
    const fromB = (b < one ? b : one) + step;
    const fromOne = one + 2 * step;
    const fromTwo = two + 2 * step;
    const fromUu = uu + step;
    let least = ownFront < ownBack ? ownFront : ownBack;
    if (ownRound < least) least = ownRound;
    let odd = fromF < fromB ? fromF : fromB;
    if (fromOne < odd) odd = fromOne;
    if (fromTwo < odd) odd = fromTwo;
    uu = fromUu + least < odd + pass ? fromUu + least : odd + pass;
    one = fromOne + least < fromUu + pass ? fromOne + least : fromUu + pass;
    // A second piece begins at the other cross aisle.
    const viaF = fromF + (ownBack < ownRound ? ownBack : ownRound);
    const viaB = fromB + (ownFront < ownRound ? ownFront : ownRound);
    two = fromTwo + least;
    if (viaF < two) two = viaF;
    if (viaB < two) two = viaB;
    f = fromF + ownFront;
    b = fromB + ownBack;
    if (isUsed[column] === 0) continue;
    shortest = f < b ? f : b;
    if (one < shortest) shortest = one;
  }
  return shortest;
}
