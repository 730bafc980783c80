import { bytesPerRow, type Bitmap } from './bitmap.ts';
import { encodeCode128 } from './encodeCode128.ts';
import type { DrawnItem, EmitOptions, LabelDrawing } from './label.ts';
import { paintAlone } from './paintDrawing.ts';

type Bars = Extract<DrawnItem, { kind: 'bars' }>;
type Matrix = Extract<DrawnItem, { kind: 'matrix' }>;

const separator = '\u001d';
/** ^BQ magnifies at most this much, ^BY and ^BX are kept to the same. */
const maxModuleDots = 10;
/** ^BE draws the guard bars so many modules longer than the others (GS1 General Specifications 5.2.6.6). */
const guardModules = 5;
/** ^BQ prints so much below its ^FO, on Zebra's printers and those that follow them. */
const qrOffsetDots = 10;
const hexOf = Array.from({ length: 256 }, (_, octet) => octet.toString(16).toUpperCase().padStart(2, '0'));

/**
 * A drawing as ZPL II (Zebra, ZPL II Programming Guide), ASCII only. Text goes as pictures (^GFA), because printers' fonts differ and most have no
 * Chinese. Codes are the printer's own; Code 128 names its subsets, so that the bars are those of the drawing; what a language cannot say
 * without doubt is sent as a picture.
 */
export function toZpl(drawing: LabelDrawing, options: EmitOptions): string {
  const lines = ['^XA', `^FXjob ${drawing.jobId.replaceAll(/[^\w-]/g, '')}^FS`, '^CI28'];
  lines.push(`^PW${drawing.widthDots}`, `^LL${drawing.heightDots}`, '^LH0,0');
  for (const item of drawing.items) lines.push(itemField(item, options));
  lines.push(`^PQ${options.copies}`, '^XZ');
  return `${lines.join('\n')}\n`;
}

function itemField(item: DrawnItem, options: EmitOptions): string {
  const native = options.codes === 'native' ? nativeCode(item) : null;
  if (native !== null) return native;
  if (item.kind === 'fill') {
    const { x, y, widthDots, heightDots } = item.box;
    return `^FO${x},${y}^GB${widthDots},${heightDots},${Math.min(widthDots, heightDots)}^FS`;
  }
  if (item.kind === 'frame') {
    const { x, y, widthDots, heightDots } = item.box;
    return `^FO${x},${y}^GB${widthDots},${heightDots},${item.thicknessDots}^FS`;
  }
  const { x, y, bitmap } = paintAlone(item);
  return `^FO${x},${y}${toGraphicField(bitmap)}^FS`;
}

function nativeCode(item: DrawnItem): string | null {
  if (item.kind === 'bars') return barsField(item);
  return item.kind === 'matrix' ? matrixField(item) : null;
}

function barsField(item: Bars): string | null {
  if (item.moduleDots > maxModuleDots) return null;
  const origin = `^FO${item.x},${item.y}^BY${item.moduleDots}`;
  if (item.symbology === 'ean13') {
    const heightDots = item.heightDots - guardModules * item.moduleDots;
    return heightDots > 0 ? `${origin}^BEN,${heightDots},N,N^FD${item.content.slice(0, 12)}^FS` : null;
  }
  if (item.content.includes('>')) return null;
  const { pairs, letters } = encodeCode128(item.content);
  const inC = pairs === '' ? '' : `>;${pairs}`;
  const inB = letters === '' ? '' : `${pairs === '' ? '>:' : '>6'}${letters}`;
  const content = escapeHex(inC + inB, '_').replaceAll(separator, '>8');
  return `${origin}^BCN,${item.heightDots},N,N,N,N^FH_^FD${content}^FS`;
}

function matrixField(item: Matrix): string | null {
  if (item.cellDots > maxModuleDots) return null;
  if (item.symbology === 'qr') {
    if (item.y < qrOffsetDots) return null;
    return `^FO${item.x},${item.y - qrOffsetDots}^BQN,2,${item.cellDots}^FH_^FDMA,${escapeHex(item.content, '_')}^FS`;
  }
  const origin = `^FO${item.x},${item.y}`;
  // The escape character of ^BX; a content that holds it is drawn.
  if (item.content.includes('_')) return null;
  const isGs1 = item.symbology === 'gs1DataMatrix';
  const content = escapeHex(item.content, '\\').replaceAll(separator, '_1');
  return `${origin}^BXN,${item.cellDots},200,,,,_,1^FH\\^FD${isGs1 ? '_1' : ''}${content}^FS`;
}

/** `^` and `~` are commands, `indicator` is the escape itself: they go as the indicator and two hexadecimal digits (^FH). */
function escapeHex(text: string, indicator: '_' | '\\'): string {
  return [...text]
    .map((character) => {
      if (character !== '^' && character !== '~' && character !== indicator) return character;
      return indicator + character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    })
    .join('');
}

/**
 * A picture as ^GFA in hexadecimal with ZPL's own compression: a letter repeats the digit after it, `,` ends a row in white, `!` in black, and `:`
 * repeats the row above.
 */
export function toGraphicField(bitmap: Bitmap): string {
  const rowBytes = bytesPerRow(bitmap.widthDots);
  const total = rowBytes * bitmap.heightDots;
  let above = '';
  let content = '';
  for (let row = 0; row < bitmap.heightDots; row += 1) {
    let hex = '';
    for (let at = row * rowBytes; at < (row + 1) * rowBytes; at += 1) hex += hexOf[bitmap.rows[at] ?? 0];
    content += hex === above ? ':' : shortenRow(hex);
    above = hex;
  }
  return `^GFA,${total},${total},${rowBytes},${content}`;
}

function shortenRow(hex: string): string {
  const kept = hex.replace(/0+$/, '');
  const isShortened = hex.length - kept.length > 1;
  const shortened = (isShortened ? kept : hex).replaceAll(/(.)\1{2,}/g, (run, digit: string) => repeatCode(run.length) + digit);
  return isShortened ? `${shortened},` : shortened;
}

/** G to Y stand for 1 to 19, g to z for 20 to 400; they add up. */
function repeatCode(count: number): string {
  let code = '';
  let rest = count;
  for (; rest >= 400; rest -= 400) code += 'z';
  if (rest >= 20) code += String.fromCharCode('g'.charCodeAt(0) + Math.floor(rest / 20) - 1);
  if (rest % 20 > 0) code += String.fromCharCode('G'.charCodeAt(0) + (rest % 20) - 1);
  return code;
}
