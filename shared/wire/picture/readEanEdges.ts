import { hasGtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import type { LineEdge } from './eanEdges.ts';

/** An EAN-13 read along one line: its digits, and how badly the widths fit (0 is perfect). */
export type EanLineReading = { readonly text: string; readonly misfit: number };

/** Widths of the elements of the digits in set A (odd), white first, in modules (ISO/IEC 15420, table 1); set B is the reverse of C = A. */
const setA: readonly (readonly number[])[] = [
  [3, 2, 1, 1], [2, 2, 2, 1], [2, 1, 2, 2], [1, 4, 1, 1], [1, 1, 3, 2],
  [1, 2, 3, 1], [1, 1, 1, 4], [1, 3, 1, 2], [1, 2, 1, 3], [3, 1, 1, 2],
]; // prettier-ignore
const setB = setA.map((widths) => widths.toReversed());
/** Which of the six left digits are of set B, for every leading digit (ISO/IEC 15420, table 4). */
const parities = ['000000', '001011', '001101', '001110', '010011', '011001', '011100', '010101', '010110', '011010'];

/** Edges of a whole symbol: three bars of guards and six times two digits. */
const edgeCount = 60;
const middleAt = 27;
const lastAt = 56;
/** Largest difference of a guard element from its module, and of a digit's width from its neighbour's, as shares. */
const guardTolerance = 0.62;
const growthTolerance = 0.45;
/** White beside the symbol, in modules, that must be without an edge. */
const quietModules = 3.2;
/** Most misfit of the whole symbol. */
const mostMisfit = 5.5;

/** Every EAN-13 that the edges of a line spell, forwards only. */
export function readEanEdges(edges: readonly LineEdge[]): EanLineReading[] {
  const found: EanLineReading[] = [];
  for (let first = 0; first + edgeCount <= edges.length; first += 1) {
    if ((edges[first]?.steepness ?? 0) > 0) continue;
    const reading = readSymbol(edges, first);
    if (reading !== null) found.push(reading);
  }
  return found;
}

function readSymbol(edges: readonly LineEdge[], first: number): EanLineReading | null {
  const at = (index: number): number => edges[first + index]?.at ?? Number.NaN;
  const leftModule = (at(middleAt) - at(3)) / 42;
  const rightModule = (at(lastAt) - at(middleAt + 5)) / 42;
  if (!(Math.abs(leftModule / rightModule - 1) < growthTolerance)) return null;
  const bias = guardBias(at, leftModule, rightModule);
  if (bias === null || !hasQuietZones(edges, first, at, leftModule, rightModule)) return null;
  const starts = Array.from({ length: 12 }, (_, digit) => (digit < 6 ? 3 + 4 * digit : middleAt + 5 + 4 * (digit - 6)));
  const widths = starts.map((start) => at(start + 4) - at(start));
  if (widths.some((width, index) => index > 0 && Math.abs(width / (widths[index - 1] ?? width) - 1) > growthTolerance)) return null;
  const digits = starts.map((start, digit) => misfitsOf(at, start, (widths[digit] ?? 0) / 7, bias, digit < 6));
  const least = digits.reduce((sum, misfits) => sum + Math.min(...misfits), 0);
  return least > mostMisfit ? null : bestText(digits);
}

/** How much wider bars are than they should be, in modules; null where the guards are none. */
function guardBias(at: (index: number) => number, leftModule: number, rightModule: number): number | null {
  let bars = 0;
  let spaces = 0;
  for (const [start, count, module] of [
    [0, 3, leftModule],
    [middleAt, 5, (leftModule + rightModule) / 2],
    [lastAt, 3, rightModule],
  ] as const) {
    for (let index = 0; index < count; index += 1) {
      const width = (at(start + index + 1) - at(start + index)) / module;
      if (!(Math.abs(width - 1) < guardTolerance)) return null;
      const isBar = (start + index) % 2 === 0;
      if (isBar) bars += width;
      else spaces += width;
    }
  }
  return (bars / 6 - spaces / 5) / 2;
}

function hasQuietZones(
  edges: readonly LineEdge[],
  first: number,
  at: (index: number) => number,
  leftModule: number,
  rightModule: number,
): boolean {
  const before = edges[first - 1];
  const after = edges[first + edgeCount];
  const isQuietBefore = before === undefined || at(0) - before.at > quietModules * leftModule;
  return isQuietBefore && (after === undefined || after.at - at(edgeCount - 1) > quietModules * rightModule);
}

/**
 * Misfit of the four elements at `start` against every digit of set A, then of set B on the left. Distances between edges of the same kind
 * count most: print gain and blur leave them as they are. Bars alone tell 1 from 7 and 2 from 8.
 */
function misfitsOf(at: (index: number) => number, start: number, module: number, bias: number, isLeft: boolean): Float64Array {
  const widths = [0, 1, 2, 3].map((index) => (at(start + index + 1) - at(start + index)) / module);
  const misfits = new Float64Array(isLeft ? 20 : 10);
  for (let choice = 0; choice < misfits.length; choice += 1) {
    const wanted = (choice < 10 ? setA[choice] : setB[choice - 10]) ?? [];
    let sum = 0;
    for (let index = 0; index < 3; index += 1) {
      const pair = (widths[index] ?? 0) + (widths[index + 1] ?? 0) - (wanted[index] ?? 0) - (wanted[index + 1] ?? 0);
      sum += pair * pair;
    }
    for (let index = 0; index < 4; index += 1) {
      const isBar = (index % 2 === 1) === isLeft;
      const single = (widths[index] ?? 0) - (wanted[index] ?? 0) - (isBar ? bias : -bias);
      sum += 0.35 * single * single;
    }
    misfits[choice] = sum;
  }
  return misfits;
}

/**
 * The text whose digits fit best, or null where its check digit is wrong. Digits are never bent to make the check digit right: it is the
 * only thing that tells a misread code from a read one.
 */
function bestText(digits: readonly Float64Array[]): EanLineReading | null {
  const inSet = (place: number, from: number): { readonly digit: number; readonly misfit: number } => {
    const misfits = (digits[place] ?? new Float64Array(0)).subarray(from, from + 10);
    const misfit = Math.min(...misfits);
    return { digit: misfits.indexOf(misfit), misfit };
  };
  const right = [6, 7, 8, 9, 10, 11].map((place) => inSet(place, 0));
  const left = [0, 1, 2, 3, 4, 5].map((place) => [inSet(place, 0), inSet(place, 10)]);
  let best: EanLineReading | null = null;
  for (const [leading, parity] of parities.entries()) {
    const chosen = [...left.flatMap((sets, place) => sets[Number(parity[place])] ?? []), ...right];
    const misfit = chosen.reduce((sum, choice) => sum + choice.misfit, 0);
    if (best === null || misfit < best.misfit) best = { text: leading + chosen.map(({ digit }) => digit).join(''), misfit };
  }
  return best !== null && best.misfit <= mostMisfit && hasGtinCheckDigit(best.text) ? best : null;
}
