import type { DrawnText, TextToDraw } from './label.ts';

/** Width of a letter in parts of the font's height. */
export type TextMeasure = (letter: string) => number;
/** Text in its lines; `fontDots` is the height of a letter. */
export type FittedText = DrawnText;

/** Distance of lines in parts of the font's height. */
export const lineRatio = 1.2;
/** Each try is smaller by this much, at least a dot. */
const shrinkRatio = 0.95;
const ellipsis = '…';

/**
 * Breaks text into lines that fit their box. Where they are too many the letters get smaller, down to `minFontDots`; where they still are, the last line ends with
 * an ellipsis. Chinese may break anywhere; words of other scripts stay whole where they fit a line.
 */
export function fitText(request: TextToDraw, measure: TextMeasure): FittedText {
  for (let fontDots = request.fontDots; ; fontDots = nextSmaller(fontDots, request.minFontDots)) {
    const lines = breakLines(request.text, request.widthDots / fontDots, measure);
    const mostLines = mostLinesOf(request, fontDots);
    if (lines.length <= mostLines) return { lines, fontDots, isCut: false };
    if (fontDots > request.minFontDots) continue;
    return { lines: cutLines(lines, Math.max(1, mostLines), request.widthDots / fontDots, measure), fontDots, isCut: true };
  }
}

/** Lines that the box is high enough for. A box made for one line takes one, however tight it is. */
function mostLinesOf(request: TextToDraw, fontDots: number): number {
  const byHeight = Math.floor(request.heightDots / (fontDots * lineRatio) + 0.01);
  if (byHeight === 0 && fontDots > request.minFontDots) return 0;
  return Math.min(request.maxLines, Math.max(1, byHeight));
}

function nextSmaller(fontDots: number, least: number): number {
  return Math.max(least, Math.min(fontDots - 1, Math.round(fontDots * shrinkRatio)));
}

/** Lines of at most `width`, in parts of the font's height. */
function breakLines(text: string, width: number, measure: TextMeasure): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const endLine = (): void => {
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
    used = 0;
  };
  for (const piece of text.match(/[!-~]+|\s|[^!-~\s]/gu) ?? []) {
    const room = widthOf(piece, measure);
    if (used + room > width && piece.trim() !== '') {
      if (room <= width || used > width / 2) endLine();
    } else if (used + room > width) {
      endLine();
      continue;
    }
    if (used + room <= width) {
      line += piece;
      used += room;
      continue;
    }
    for (const letter of piece) {
      const letterRoom = measure(letter);
      if (line !== '' && used + letterRoom > width) endLine();
      line += letter;
      used += letterRoom;
    }
  }
  endLine();
  return lines;
}

function cutLines(lines: readonly string[], count: number, width: number, measure: TextMeasure): string[] {
  const kept = lines.slice(0, count);
  const last = [...(kept.at(-1) ?? '')];
  while (last.length > 0 && widthOf(last.join(''), measure) + measure(ellipsis) > width) last.pop();
  return [...kept.slice(0, -1), last.join('') + ellipsis];
}

function widthOf(text: string, measure: TextMeasure): number {
  let width = 0;
  for (const letter of text) width += measure(letter);
  return width;
}
