import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { bytesPerRow, type Bitmap, type TextRasterizer, type TextToDraw } from '#shared/wire/label/label.ts';
import { familiesFor } from './fontSubsets.ts';

/** Pictures kept, because shop names and marks come again on every label. */
const maxCachedBitmaps = 400;
/** A dot is black where at least this much of it is covered, of 255. */
const blackThreshold = 110;
const lineRatio = 1.2;
const smallestRatio = 0.5;
const ellipsis = '…';

/** Draws text with the bundled font (Noto Sans SC) in black and white. */
export function createTextRasterizer(): TextRasterizer {
  const cache = new Map<string, Bitmap>();
  return {
    draw: (request) => {
      const key = JSON.stringify(request);
      const known = cache.get(key);
      if (known !== undefined) return known;
      const bitmap = drawText(request);
      if (cache.size >= maxCachedBitmaps) cache.delete(cache.keys().next().value ?? '');
      cache.set(key, bitmap);
      return bitmap;
    },
  };
}

function drawText(request: TextToDraw): Bitmap {
  const measuring = createCanvas(1, 1).getContext('2d');
  const layout = layOut(measuring, request);
  const linePitch = Math.round(layout.fontDots * lineRatio);
  const heightDots = Math.max(1, linePitch * layout.lines.length);
  const canvas = createCanvas(request.widthDots, heightDots);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, request.widthDots, heightDots);
  context.fillStyle = '#000';
  context.font = layout.font;
  context.textAlign = request.align;
  context.textBaseline = 'alphabetic';
  const x = { left: 0, center: request.widthDots / 2, right: request.widthDots }[request.align];
  layout.lines.forEach((line, index) => context.fillText(line, x, index * linePitch + Math.round(layout.fontDots * 0.95)));
  return toBitmap(context.getImageData(0, 0, request.widthDots, heightDots).data, request.widthDots, heightDots);
}

type Layout = { readonly font: string; readonly fontDots: number; readonly lines: readonly string[] };

/** Breaks the text into lines; where they are too many the letters get smaller, down to half, then the last line is cut. */
function layOut(context: SKRSContext2D, request: TextToDraw): Layout {
  const families = familiesFor(request.text + ellipsis, request.weight);
  let layout: Layout = { font: '', fontDots: request.heightDots, lines: [] };
  for (let ratio = 1; ratio >= smallestRatio - 0.001; ratio -= 0.05) {
    const fontDots = Math.max(6, Math.round(request.heightDots * ratio));
    const font = `${fontDots}px ${families}`;
    context.font = font;
    layout = { font, fontDots, lines: breakLines(context, request.text, request.widthDots) };
    if (layout.lines.length <= request.maxLines) return layout;
  }
  const kept = layout.lines.slice(0, request.maxLines);
  const last = [...(kept.at(-1) ?? '')];
  while (last.length > 0 && context.measureText(last.join('') + ellipsis).width > request.widthDots) last.pop();
  return { ...layout, lines: [...kept.slice(0, -1), last.join('') + ellipsis] };
}

/** Chinese may break anywhere; words of other scripts stay whole where they fit a line. */
function breakLines(context: SKRSContext2D, text: string, widthDots: number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string): boolean => context.measureText(candidate).width <= widthDots;
  for (const piece of text.match(/[!-~]+|\s|[^!-~\s]/gu) ?? []) {
    if (fits(line + piece)) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
    for (const character of piece.trim()) {
      if (line !== '' && !fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines;
}

function toBitmap(rgba: Uint8ClampedArray, widthDots: number, heightDots: number): Bitmap {
  const rowBytes = bytesPerRow(widthDots);
  const rows = new Uint8Array(rowBytes * heightDots);
  for (let y = 0; y < heightDots; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      const red = rgba[(y * widthDots + x) * 4] ?? 255;
      if (255 - red >= blackThreshold) rows[y * rowBytes + (x >> 3)] = (rows[y * rowBytes + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthDots, heightDots, rows };
}
