import type { Bitmap } from '#shared/wire/label/bitmap.ts';
import { createPaper, type Paper } from './paper.ts';
import { barsOf, cellsOf } from './symbolCells.ts';

/** What a TSPL2 printer of this resolution would print: the last label and how often, or an error for a command no printer knows. */
export type TsplPrint = { readonly bitmap: Bitmap; readonly copies: number; readonly comment: string };

/** Reads a TSPL2 stream as the programming manual describes it; knows nothing of the emitter. Throws on anything else. */
export function rasteriseTspl(stream: Uint8Array, dotsPerMm: number): TsplPrint {
  const text = Buffer.from(stream).toString('latin1');
  let paper: Paper | null = null;
  let size = { width: 0, height: 0 };
  let copies = 0;
  let comment = '';
  let at = 0;
  while (at < text.length) {
    const bitmap = /^BITMAP (\d+),(\d+),(\d+),(\d+),0,/.exec(text.slice(at, at + 80));
    if (bitmap !== null && paper !== null) {
      const [x = 0, y = 0, rowBytes = 0, height = 0] = bitmap.slice(1).map(Number);
      at += bitmap[0].length;
      putBitmap(paper, stream.subarray(at, at + rowBytes * height), { x, y, rowBytes, height });
      at += rowBytes * height;
      if (text.slice(at, at + 2) !== '\r\n') throw new Error('bytes after a BITMAP');
      at += 2;
      continue;
    }
    const end = text.indexOf('\r\n', at);
    if (end < 0) throw new Error('a command without its end');
    const command = text.slice(at, end);
    at = end + 2;
    const sized = /^SIZE ([\d.]+) mm,([\d.]+) mm$/.exec(command);
    const printed = /^PRINT 1,(\d+)$/.exec(command);
    if (sized !== null) size = { width: Math.round(Number(sized[1]) * dotsPerMm), height: Math.round(Number(sized[2]) * dotsPerMm) };
    else if (command === 'CLS') paper = createPaper(size.width, size.height);
    else if (command.startsWith('REM ')) comment = command.slice(4);
    else if (printed !== null) copies = Number(printed[1]);
    else if (command !== 'DIRECTION 1' && command !== 'REFERENCE 0,0') draw(paper, command);
  }
  if (paper === null) throw new Error('nothing was printed');
  return { bitmap: paper.bitmap, copies, comment };
}

type Place = { readonly x: number; readonly y: number; readonly rowBytes: number; readonly height: number };

/** Mode 0 overwrites: a 0 is black, a 1 makes the dot white. */
function putBitmap(paper: Paper, octets: Uint8Array, { x, y, rowBytes, height }: Place): void {
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < rowBytes * 8; column += 1) {
      const isWhite = ((octets[row * rowBytes + (column >> 3)] ?? 0xff) & (0x80 >> (column & 7))) !== 0;
      if (isWhite) paper.clear(x + column, y + row);
      else paper.fill(x + column, y + row, 1, 1);
    }
  }
}

function draw(paper: Paper | null, command: string): void {
  if (paper === null) throw new Error(`${command} before CLS`);
  const [, name = '', rest = ''] = /^(\w+) (.*)$/s.exec(command) ?? [];
  const quotedAt = rest.lastIndexOf(',"');
  const content = unquote(rest.slice(quotedAt + 2, -1));
  const numbers = (name === 'BAR' || name === 'BOX' ? rest : rest.slice(0, quotedAt))
    .split(',')
    .map((part) => Number(part.replace(/^[xc]/, '')));
  const [x = 0, y = 0, third = 0, fourth = 0, fifth = 0] = numbers;
  switch (name) {
    case 'BAR':
      return paper.fill(x, y, third, fourth);
    case 'BOX':
      paper.fill(x, y, third - x, fifth);
      paper.fill(x, fourth - fifth, third - x, fifth);
      paper.fill(x, y, fifth, fourth - y);
      return paper.fill(third - fifth, y, fifth, fourth - y);
    case 'BARCODE': {
      const [height = 0, isReadable, rotation, narrow = 0] = numbers.slice(3);
      if (isReadable !== 0 || rotation !== 0) throw new Error(`unexpected ${command}`);
      const type = rest.split(',')[2];
      return paper.bars(x, y, type === '"EAN13"' ? barsOf('ean13', content) : barsOf('code128Words', to128Words(content)), narrow, height);
    }
    case 'QRCODE': {
      const { side, cells } = cellsOf('qr', content);
      return paper.cells(x, y, side, cells, fourth);
    }
    case 'DMATRIX': {
      const escape = String.fromCharCode(fifth);
      const { side, cells } = cellsOf('dataMatrix', content.replaceAll('^', '^^').replaceAll(`${escape}1`, '^FNC1'));
      return paper.cells(x, y, side, cells, numbers[5] ?? 0);
    }
    default:
      throw new Error(`no such command: ${command}`);
  }
}

function unquote(content: string): string {
  const plain = content.replaceAll('\\["]', '\u0000');
  if (plain.includes('"')) throw new Error(`a quote ends ${content} too early`);
  return plain.replaceAll('\u0000', '"');
}

/** Type 128M: `!` and three digits are a code word; other characters are of the subset in force. */
function to128Words(content: string): string {
  let words = '';
  let isSetC = false;
  for (let at = 0; at < content.length;) {
    if (content.charAt(at) === '!') {
      const word = content.slice(at + 1, at + 4);
      if (word === '105' || word === '099') isSetC = true;
      if (word === '104' || word === '100') isSetC = false;
      words += `^${word}`;
      at += 4;
    } else if (isSetC) {
      if (!/^\d\d$/.test(content.slice(at, at + 2))) throw new Error(`no pair of digits at ${at} of ${content}`);
      words += `^0${content.slice(at, at + 2)}`;
      at += 2;
    } else {
      words += `^${String(content.charCodeAt(at) - 32).padStart(3, '0')}`;
      at += 1;
    }
  }
  return words;
}
