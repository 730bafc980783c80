import { bytesPerRow, createBitmap, type Bitmap } from './bitmap.ts';
import { createByteWriter, type ByteWriter } from './byteWriter.ts';
import { encodeCode128 } from './encodeCode128.ts';
import type { DrawnItem, EmitOptions, LabelDrawing } from './label.ts';
import { inkRoomOf, paintItem } from './paintDrawing.ts';

type Code = Extract<DrawnItem, { kind: 'bars' | 'matrix' }>;

const esc = 0x1b;
const gs = 0x1d;
const separator = '\u001d';
/** Rows of one raster command; cheap printers hold little more. */
const maxRasterRows = 128;
const maxFeedDots = 255;
/** GS w, GS h and the cells of GS ( k: what every printer takes. */
const barModules = { least: 2, most: 6 } as const;
const maxBarHeight = 255;
const qrCells = { least: 1, most: 16 } as const;

/**
 * A drawing as ESC/POS (Epson ESC/POS command reference). A receipt printer prints from top to bottom and never goes back: the label is cut into bands; a code that has
 * its band for itself is the printer's own (GS k, GS ( k), everything else goes as raster rows (GS v 0), white rows as paper feed. DataMatrix is always drawn: few
 * printers have it. The language has no comments, so the job is not named.
 */
export function toEscPos(drawing: LabelDrawing, options: EmitOptions): Uint8Array {
  const writer = createByteWriter();
  writer.bytes([esc, 0x40]);
  const dpi = Math.min(255, Math.round(drawing.dotsPerMm * 25.4));
  for (let copy = 0; copy < options.copies; copy += 1) {
    // Motion units of one dot (GS P), no margin, no text beside bars.
    writer.bytes([gs, 0x50, dpi, dpi, gs, 0x4c, 0, 0, gs, 0x48, 0]);
    const codes = options.codes === 'native' ? codesAlone(drawing.items) : [];
    let row = 0;
    for (const code of codes) {
      const room = inkRoomOf(code);
      writeRows(writer, drawing, row, room.y);
      writeCode(writer, code);
      row = room.y + room.heightDots;
    }
    writeRows(writer, drawing, row, drawing.heightDots);
    // GS V B: feed to the cutter and cut.
    writer.bytes([gs, 0x56, 0x42, 0]);
  }
  return writer.take();
}

/** Codes the printer can print itself: no other ink beside them. From top to bottom. */
function codesAlone(items: readonly DrawnItem[]): Code[] {
  const alone = items.filter(
    (item): item is Code => (item.kind === 'bars' || item.kind === 'matrix') && isSayable(item) && isAlone(item, items),
  );
  return alone.sort((one, other) => one.y - other.y);
}

function isAlone(item: DrawnItem, items: readonly DrawnItem[]): boolean {
  const room = inkRoomOf(item);
  return items.every((other) => {
    const { y, heightDots } = inkRoomOf(other);
    return other === item || y >= room.y + room.heightDots || y + heightDots <= room.y;
  });
}

function isSayable(item: Code): boolean {
  if (item.kind === 'matrix') return item.symbology === 'qr' && item.cellDots >= qrCells.least && item.cellDots <= qrCells.most;
  return item.moduleDots >= barModules.least && item.moduleDots <= barModules.most && item.heightDots <= maxBarHeight;
}

function writeRows(writer: ByteWriter, drawing: LabelDrawing, from: number, to: number): void {
  const strip = createBitmap(drawing.widthDots, Math.max(0, to - from));
  for (const item of drawing.items) {
    const room = inkRoomOf(item);
    if (room.y < to && room.y + room.heightDots > from) paintItem(strip, item, from);
  }
  for (let row = 0; row < strip.heightDots;) {
    const count = runLength(strip, row);
    if (isWhiteRow(strip, row)) writer.bytes([esc, 0x4a, count]);
    else writeRaster(writer, strip, row, count);
    row += count;
  }
}

/** Rows from `row` on that are all white, or all not, as many as one command takes. */
function runLength(strip: Bitmap, row: number): number {
  const isWhite = isWhiteRow(strip, row);
  const most = Math.min(strip.heightDots - row, isWhite ? maxFeedDots : maxRasterRows);
  let count = 1;
  while (count < most && isWhiteRow(strip, row + count) === isWhite) count += 1;
  return count;
}

function isWhiteRow(strip: Bitmap, row: number): boolean {
  const rowBytes = bytesPerRow(strip.widthDots);
  return strip.rows.subarray(row * rowBytes, (row + 1) * rowBytes).every((octet) => octet === 0);
}

/** GS v 0: width in bytes and height in dots, low byte first. */
function writeRaster(writer: ByteWriter, strip: Bitmap, row: number, count: number): void {
  const rowBytes = bytesPerRow(strip.widthDots);
  writer.bytes([gs, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, count & 0xff, count >> 8]);
  writer.bytes(strip.rows.subarray(row * rowBytes, (row + count) * rowBytes));
}

function writeCode(writer: ByteWriter, item: Code): void {
  const margin = (dots: number): number[] => [gs, 0x4c, dots & 0xff, dots >> 8];
  writer.bytes(margin(item.x));
  if (item.kind === 'matrix') writeQr(writer, item.content, item.cellDots);
  else writeBars(writer, item);
  writer.bytes(margin(0));
}

/** GS k, form B, with its length before it: 67 is EAN-13, 73 Code 128, whose subsets and FNC1 are `{` and a letter or digit. */
function writeBars(writer: ByteWriter, item: Extract<Code, { kind: 'bars' }>): void {
  writer.bytes([gs, 0x68, item.heightDots, gs, 0x77, item.moduleDots]);
  const octets = item.symbology === 'ean13' ? asciiOf(item.content) : code128Octets(item.content);
  writer.bytes([gs, 0x6b, item.symbology === 'ean13' ? 67 : 73, octets.length, ...octets]);
}

function code128Octets(content: string): number[] {
  const { pairs, letters } = encodeCode128(content);
  const inC = [...pairs.matchAll(/\u001d|\d\d/g)].flatMap(([pair]) => (pair === separator ? asciiOf('{1') : [Number(pair)]));
  const inB = asciiOf(letters.replaceAll('{', '{{').replaceAll(separator, '{1'));
  return [...(pairs === '' ? [] : [...asciiOf('{C'), ...inC]), ...(letters === '' ? [] : [...asciiOf('{B'), ...inB])];
}

/** GS ( k, functions 165 (model 2), 167 (cell), 169 (correction M), 180 (store) and 181 (print). */
function writeQr(writer: ByteWriter, content: string, cellDots: number): void {
  const call = (fn: number, ...parameters: number[]): void => {
    const length = parameters.length + 2;
    writer.bytes([gs, 0x28, 0x6b, length & 0xff, length >> 8, 49, fn, ...parameters]);
  };
  call(65, 50, 0);
  call(67, cellDots);
  call(69, 49);
  call(80, 48, ...asciiOf(content));
  call(81, 48);
}

function asciiOf(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
