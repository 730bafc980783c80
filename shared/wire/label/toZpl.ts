import type { Bitmap, Label, TextRasterizer } from './label.ts';
import { bytesPerRow } from './label.ts';
import type { LabelElement } from './labelTemplate.ts';

type TextElement = Extract<LabelElement, { kind: 'text' }>;
type BarcodeElement = Extract<LabelElement, { kind: 'barcode' }>;

/** Widest letter of font 0 in parts of its height; printers' own fonts differ a little. */
const widestLetterRatio = 0.7;
const designDotsPerMm = 8;

/**
 * A label as ZPL II (Zebra, ZPL II Programming Guide). Short ASCII text uses the printer's scalable font 0; everything else is a picture
 * (^GFA), because printers without an Asian font print boxes. Code 128 uses mode A of ^BC, which chooses the subsets without losing digits.
 * @param dotsPerMm resolution of the printer: 6, 8, 12 or 24.
 */
export function toZpl(label: Label, rasterizer: TextRasterizer, dotsPerMm = designDotsPerMm): string {
  const scale = dotsPerMm / designDotsPerMm;
  const dot = (count: number): number => Math.round(count * scale);
  const lines = ['^XA', '^CI28', `^PW${dot(label.widthDots)}`, `^LL${dot(label.heightDots)}`, '^LH0,0'];
  for (const element of label.elements) lines.push(...elementLines(element, rasterizer, dot));
  lines.push('^PQ1', '^XZ');
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

function elementLines(element: LabelElement, rasterizer: TextRasterizer, dot: (count: number) => number): string[] {
  const origin = `^FO${dot(element.x)},${dot(element.y)}`;
  switch (element.kind) {
    case 'text':
      return textLines(element, rasterizer, dot);
    case 'barcode':
      return [`${origin}${barcodeField(element, dot)}`];
    case 'qr':
      return [`${origin}^BQN,2,${Math.min(10, Math.max(1, dot(element.moduleDots)))}^FH_^FDQA,${escapeField(element.content)}^FS`];
    case 'box':
      return [`${origin}^GB${dot(element.widthDots)},${dot(element.heightDots)},${Math.max(1, dot(element.thicknessDots))}^FS`];
    case 'line': {
      const thickness = Math.max(1, dot(Math.min(element.widthDots, element.heightDots)));
      return [`${origin}^GB${Math.max(1, dot(element.widthDots))},${Math.max(1, dot(element.heightDots))},${thickness}^FS`];
    }
    case 'image': {
      const rows = Uint8Array.from({ length: element.rowsHex.length / 2 }, (_, index) =>
        Number.parseInt(element.rowsHex.slice(index * 2, index * 2 + 2), 16),
      );
      return [`${origin}${toGraphicField({ widthDots: element.widthDots, heightDots: element.heightDots, rows })}^FS`];
    }
  }
}

function textLines(element: TextElement, rasterizer: TextRasterizer, dot: (count: number) => number): string[] {
  if (element.text.trim() === '') return [];
  const widthDots = dot(element.widthDots);
  const heightDots = dot(element.heightDots);
  const origin = `^FO${dot(element.x)},${dot(element.y)}`;
  const isAscii = /^[ -~]+$/.test(element.text);
  const fitsOneLine = element.text.length * heightDots * widestLetterRatio <= widthDots;
  if (isAscii && fitsOneLine && element.weight === 'regular') {
    const justification = { left: 'L', center: 'C', right: 'R' }[element.align];
    return [`${origin}^A0N,${heightDots},${heightDots}^FB${widthDots},1,0,${justification},0^FH_^FD${escapeField(element.text)}^FS`];
  }
  const { text, weight, align, maxLines } = element;
  const bitmap = rasterizer.draw({ text, weight, align, maxLines, widthDots, heightDots });
  return bitmap.widthDots === 0 || bitmap.heightDots === 0 ? [] : [`${origin}${toGraphicField(bitmap)}^FS`];
}

function barcodeField(element: BarcodeElement, dot: (count: number) => number): string {
  const heightDots = dot(element.heightDots);
  if (element.symbology === 'ean13') {
    return `^BY${fittingModule(95, element, dot)}^BEN,${heightDots},Y,N^FD${element.content.slice(0, 12)}^FS`;
  }
  const moduleDots = fittingModule(code128Modules(element.content), element, dot);
  return `^BY${moduleDots}^BCN,${heightDots},N,N,N,A^FH_^FD${escapeField(element.content)}^FS`;
}

function fittingModule(modules: number, element: BarcodeElement, dot: (count: number) => number): number {
  const widest = Math.floor(dot(element.widthDots) / modules);
  return Math.max(1, Math.min(dot(element.moduleDots), widest));
}

/** Most modules a Code 128 of this text can have: every character a symbol, plus start, check and stop (ISO/IEC 15417). */
export function code128Modules(content: string): number {
  return 11 * (content.length + 2) + 13;
}

/** `^`, `~` and `_` are commands or escapes; they go as `_` and two hex digits (^FH). */
function escapeField(text: string): string {
  return text.replaceAll(/[\^~_]/g, (character) => `_${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** A picture as ^GFA in ASCII hex; `,` fills a row with white and `:` repeats the row above (ZPL's own compression). */
export function toGraphicField(bitmap: Bitmap): string {
  const rowBytes = bytesPerRow(bitmap.widthDots);
  const total = rowBytes * bitmap.heightDots;
  let above = '';
  let content = '';
  for (let row = 0; row < bitmap.heightDots; row += 1) {
    const hex = Array.from(bitmap.rows.subarray(row * rowBytes, (row + 1) * rowBytes), (octet) =>
      octet.toString(16).toUpperCase().padStart(2, '0'),
    ).join('');
    content += hex === above ? ':' : shortenRow(hex);
    above = hex;
  }
  return `^GFA,${total},${total},${rowBytes},${content}`;
}

function shortenRow(hex: string): string {
  const shortened = hex.replace(/0+$/, '');
  return shortened.length === hex.length ? hex : `${shortened},`;
}
