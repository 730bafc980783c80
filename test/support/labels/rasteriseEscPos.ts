import type { Bitmap } from '#shared/wire/label/bitmap.ts';
import { createPaper, type Paper } from './paper.ts';
import { barsOf, cellsOf } from './symbolCells.ts';

/** What an ESC/POS printer has printed: a picture for every cut. */
export type EscPosPrint = { readonly bitmaps: readonly Bitmap[] };

const esc = 0x1b;
const gs = 0x1d;

type Printer = {
  readonly stream: Uint8Array;
  readonly widthDots: number;
  readonly heightDots: number;
  at: number;
  paper: Paper;
  row: number;
  margin: number;
  barHeight: number;
  moduleDots: number;
  cellDots: number;
  stored: string;
  readonly done: Bitmap[];
};

/** Reads an ESC/POS stream as Epson's reference describes it; knows nothing of the emitter. Throws on anything else. */
export function rasteriseEscPos(stream: Uint8Array, widthDots: number, heightDots: number): EscPosPrint {
  const printer: Printer = {
    stream,
    widthDots,
    heightDots,
    at: 0,
    paper: createPaper(widthDots, heightDots),
    row: 0,
    margin: 0,
    barHeight: 162,
    moduleDots: 3,
    cellDots: 3,
    stored: '',
    done: [],
  };
  while (printer.at < stream.length) step(printer);
  if (printer.row !== 0) throw new Error('the last label was not cut');
  return { bitmaps: printer.done };
}

function step(printer: Printer): void {
  const lead = take(printer);
  const command = take(printer);
  if (lead === esc && command === 0x40) return;
  if (lead === esc && command === 0x4a) {
    printer.row += take(printer);
    return;
  }
  if (lead !== gs) throw new Error(`no such command: ${lead} ${command}`);
  switch (command) {
    case 0x50:
      take(printer);
      take(printer);
      return;
    case 0x4c:
      printer.margin = takeWord(printer);
      return;
    case 0x48:
      if (take(printer) !== 0) throw new Error('text under the bars');
      return;
    case 0x68:
      printer.barHeight = take(printer);
      return;
    case 0x77:
      printer.moduleDots = take(printer);
      if (printer.moduleDots < 2 || printer.moduleDots > 6) throw new Error('no such module');
      return;
    case 0x76:
      return printRaster(printer);
    case 0x6b:
      return printBars(printer);
    case 0x28:
      return symbolFunction(printer);
    case 0x56:
      return cut(printer);
    default:
      throw new Error(`no such command: GS ${command}`);
  }
}

function printRaster(printer: Printer): void {
  if (take(printer) !== 0x30 || take(printer) !== 0) throw new Error('not a plain raster');
  const rowBytes = takeWord(printer);
  const height = takeWord(printer);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < rowBytes; column += 1) {
      const octet = take(printer);
      for (let bit = 0; bit < 8; bit += 1) {
        if ((octet & (0x80 >> bit)) !== 0) printer.paper.fill(printer.margin + column * 8 + bit, printer.row + row, 1, 1);
      }
    }
  }
  printer.row += height;
}

function printBars(printer: Printer): void {
  const kind = take(printer);
  const octets = Array.from({ length: take(printer) }, () => take(printer));
  const modules = kind === 67 ? barsOf('ean13', String.fromCharCode(...octets)) : barsOf('code128Words', to128Words(octets));
  if (kind !== 67 && kind !== 73) throw new Error(`no such barcode: ${kind}`);
  printer.paper.bars(printer.margin, printer.row, modules, printer.moduleDots, printer.barHeight);
  printer.row += printer.barHeight;
}

/** `{A`, `{B`, `{C` choose the subset, `{1` is FNC1, `{{` a brace; in subset C every byte is a code word. */
function to128Words(octets: readonly number[]): string {
  let words = '';
  let subset = '';
  for (let at = 0; at < octets.length; at += 1) {
    const character = String.fromCharCode(octets[at] ?? 0);
    if (character !== '{' || (subset === 'C' && !['A', 'B', 'C', '1'].includes(String.fromCharCode(octets[at + 1] ?? 0)))) {
      words += `^${String(subset === 'C' ? (octets[at] ?? 0) : (octets[at] ?? 0) - 32).padStart(3, '0')}`;
      continue;
    }
    at += 1;
    const code = String.fromCharCode(octets[at] ?? 0);
    if (code === '1') words += '^102';
    else if (code === '{') words += '^091';
    else {
      words += subset === '' ? { A: '^103', B: '^104', C: '^105' }[code] : { A: '^101', B: '^100', C: '^099' }[code];
      subset = code;
    }
  }
  return words;
}

/** GS ( k of the QR code: model, cell, correction, store, print. */
function symbolFunction(printer: Printer): void {
  if (take(printer) !== 0x6b) throw new Error('no such function');
  const length = takeWord(printer);
  const [symbol, fn, ...parameters] = Array.from({ length }, () => take(printer));
  if (symbol !== 49) throw new Error(`no such symbol: ${symbol}`);
  if (fn === 67) printer.cellDots = parameters[0] ?? 0;
  if (fn === 69 && parameters[0] !== 49) throw new Error('not correction M');
  if (fn === 80) printer.stored = String.fromCharCode(...parameters.slice(1));
  if (fn !== 81) return;
  const { side, cells } = cellsOf('qr', printer.stored);
  printer.paper.cells(printer.margin, printer.row, side, cells, printer.cellDots);
  printer.row += side * printer.cellDots;
}

function cut(printer: Printer): void {
  if (take(printer) !== 0x42 || take(printer) !== 0) throw new Error('not a feed and cut');
  if (printer.row !== printer.heightDots) throw new Error(`cut after ${printer.row} rows of ${printer.heightDots}`);
  printer.done.push(printer.paper.bitmap);
  printer.paper = createPaper(printer.widthDots, printer.heightDots);
  printer.row = 0;
}

function take(printer: Printer): number {
  const octet = printer.stream[printer.at];
  if (octet === undefined) throw new Error('the stream ends within a command');
  printer.at += 1;
  return octet;
}

function takeWord(printer: Printer): number {
  return take(printer) + take(printer) * 256;
}
