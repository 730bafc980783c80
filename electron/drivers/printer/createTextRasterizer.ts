import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { createBitmap, cutOut, inkBoxOf, type Bitmap, type DotBox } from '#shared/wire/label/bitmap.ts';
import type { TextRasterizer, TextToDraw } from '#shared/wire/label/label.ts';
import { fitText, lineRatio, type FittedText, type TextMeasure } from '#shared/wire/label/fitText.ts';
import { createPaper, type Paper } from './createPaper.ts';
import { toDrawable } from './fontSubsets.ts';

/** Pictures kept, because shop names and marks come again on every label. */
const maxCachedTexts = 400;
const maxCachedWidths = 20_000;
/** Letters are measured at this size; widths grow with it. */
const measuringDots = 200;
/** The baseline lies so much of the letter's height under the top of its line; the rest of the line is for descenders. */
const baselineRatio = 0.98;

type Drawn = ReturnType<TextRasterizer['draw']>;

/** Draws text with the bundled font (Noto Sans SC) in black and white. */
export function createTextRasterizer(): TextRasterizer {
  const drawn = new Map<string, Drawn>();
  const widths = new Map<string, number>();
  const measuring = createCanvas(1, 1).getContext('2d');
  const paper = createPaper();
  return {
    draw: (request) => {
      const key = JSON.stringify(request);
      const known = drawn.get(key);
      if (known !== undefined) return known;
      const { text, families } = toDrawable(request.text, request.weight);
      const measure = (letter: string): number => measureLetter(widths, measuring, letter, request.weight, families);
      const picture = drawText({ ...request, text }, families, measure, paper);
      keep(drawn, maxCachedTexts, key, picture);
      return picture;
    },
  };
}

/** Width of a letter in parts of the font's height. */
function measureLetter(known: Map<string, number>, context: SKRSContext2D, letter: string, weight: string, families: string): number {
  const key = weight + letter;
  const width = known.get(key);
  if (width !== undefined) return width;
  context.font = `${measuringDots}px ${families}`;
  const measured = context.measureText(letter).width / measuringDots;
  keep(known, maxCachedWidths, key, measured);
  return measured;
}

function keep<T>(cache: Map<string, T>, limit: number, key: string, entry: T): void {
  if (cache.size >= limit) cache.delete(cache.keys().next().value ?? '');
  cache.set(key, entry);
}

/** Letters get smaller until the ink, not only the nominal size, is inside the box; what still reaches out of it is cut off. */
function drawText(request: TextToDraw, families: string, measure: TextMeasure, paper: Paper): Drawn {
  for (let fontDots = request.fontDots; ; fontDots = Math.max(request.minFontDots, fontDots - 1)) {
    const fitted = fitText({ ...request, fontDots }, measure);
    const { bitmap, ink } = paintText(request, fitted, families, paper);
    const isInside =
      ink !== null &&
      ink.x >= 0 &&
      ink.y >= 0 &&
      ink.x + ink.widthDots <= request.widthDots &&
      ink.y + ink.heightDots <= request.heightDots;
    if (ink === null) return { ...fitted, bitmap: createBitmap(0, 0), x: 0, y: 0 };
    if (isInside) return { ...fitted, bitmap, x: ink.x, y: ink.y };
    if (fitted.fontDots <= request.minFontDots) return { ...fitted, ...clip(bitmap, ink, request) };
    fontDots = fitted.fontDots;
  }
}

/** Draws with a wide margin, so that ink outside the box is seen. The picture is cut to its ink; the ink's place is that in the box. */
function paintText(
  request: TextToDraw,
  fitted: FittedText,
  families: string,
  paper: Paper,
): { readonly bitmap: Bitmap; readonly ink: DotBox | null } {
  const { fontDots, lines } = fitted;
  const margin = fontDots;
  const width = request.widthDots + 2 * margin;
  const height = request.heightDots + 2 * margin;
  const context = paper.blank(width, height);
  context.font = `${fontDots}px ${families}`;
  context.textAlign = request.align;
  context.textBaseline = 'alphabetic';
  const pitch = fontDots * lineRatio;
  const spare = request.heightDots - lines.length * pitch;
  const top = margin + { top: 0, middle: spare / 2, bottom: spare }[request.verticalAlign];
  const x = margin + { left: 0, center: request.widthDots / 2, right: request.widthDots }[request.align];
  lines.forEach((line, index) => context.fillText(line, x, Math.round(top + index * pitch + fontDots * baselineRatio)));
  const whole = paper.toBitmap(width, height);
  const ink = inkBoxOf(whole);
  if (ink === null) return { bitmap: whole, ink };
  return { bitmap: cutOut(whole, ink), ink: { ...ink, x: ink.x - margin, y: ink.y - margin } };
}

function clip(bitmap: Bitmap, ink: DotBox, room: TextToDraw): { readonly bitmap: Bitmap; readonly x: number; readonly y: number } {
  const x = Math.max(0, ink.x);
  const y = Math.max(0, ink.y);
  const widthDots = Math.max(0, Math.min(room.widthDots, ink.x + ink.widthDots) - x);
  const heightDots = Math.max(0, Math.min(room.heightDots, ink.y + ink.heightDots) - y);
  return { bitmap: cutOut(bitmap, { x: x - ink.x, y: y - ink.y, widthDots, heightDots }), x, y };
}
