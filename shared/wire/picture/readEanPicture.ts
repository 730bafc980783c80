import { findEdges } from './eanEdges.ts';
import type { GrayPicture } from './grayPicture.ts';
import { readEanEdges } from './readEanEdges.ts';

/** Rises of the lines laid across the picture, for bars that stand askew. */
const rises = [0, 0.08, -0.08, 0.18, -0.18];
/** Most lines of one rise and direction; more would read the same again. */
const mostLines = 64;
/** Rows of which a line is the mean. */
const bandRows = 3;
/** Lines that must say the same before it is believed, how much of all readings they must be, and how many end the search. */
const leastVotes = 4;
const leastMajority = 0.75;
const plentyOfVotes = 10;

/**
 * EAN-13 codes seen in a picture by its edges, upright or turned by a quarter either way. Reads pale, blurred, bent and slanted codes that
 * engines working with thresholds give up; every text has been read alike on several lines.
 */
export function readEanPicture(picture: GrayPicture): string[] {
  const votes = new Map<string, number>();
  for (const rise of rises) {
    for (const isTurned of [false, true]) countVotes(picture, isTurned, rise, votes);
    const believed = believedOf(votes, plentyOfVotes);
    if (believed.length > 0) return believed;
  }
  return believedOf(votes, leastVotes);
}

function believedOf(votes: ReadonlyMap<string, number>, least: number): string[] {
  const total = [...votes.values()].reduce((sum, count) => sum + count, 0);
  return [...votes].filter(([, count]) => count >= least && count >= leastMajority * total).map(([text]) => text);
}

/** Reads lines of one rise across the picture, forwards and backwards. */
function countVotes(picture: GrayPicture, isTurned: boolean, rise: number, votes: Map<string, number>): void {
  const across = isTurned ? picture.height : picture.width;
  const along = isTurned ? picture.width : picture.height;
  const line = new Float32Array(across);
  const step = Math.max(1, along / mostLines);
  const lean = Math.abs(rise) * across;
  for (let start = -lean / 2; start < along + lean / 2; start += step) {
    if (!fillLine(picture, isTurned, start - (rise * across) / 2, rise, line)) continue;
    const edges = findEdges(line);
    const backwards = edges.map(({ at, steepness }) => ({ at: across - 1 - at, steepness: -steepness })).toReversed();
    for (const { text } of [...readEanEdges(edges), ...readEanEdges(backwards)]) votes.set(text, (votes.get(text) ?? 0) + 1);
  }
}

/** The mean of `bandRows` rows from `start`, rising by `rise` a point; false where the line leaves the picture for the most part. */
function fillLine({ width, height, luma }: GrayPicture, isTurned: boolean, start: number, rise: number, line: Float32Array): boolean {
  const along = isTurned ? width : height;
  const across = line.length;
  const stride = isTurned ? width : 1;
  const rowStride = isTurned ? 1 : width;
  let inside = 0;
  let last = 0;
  for (let point = 0; point < across; point += 1) {
    const row = Math.round(start + rise * point);
    if (row >= 0 && row + bandRows <= along) {
      let sum = 0;
      for (let band = 0; band < bandRows; band += 1) sum += luma[(row + band) * rowStride + point * stride] ?? 0;
      last = sum / bandRows;
      inside += 1;
    }
    line[point] = last;
  }
  return inside >= across / 3;
}
