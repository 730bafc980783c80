import { err, ok, type Result } from '#shared/base/result.ts';
import { fromHex, type DotBox } from './bitmap.ts';
import { encodeCode128 } from './encodeCode128.ts';
import { encodeEan13 } from './encodeEan13.ts';
import { encodeMatrix } from './encodeMatrix.ts';
import type { DrawnItem, FilledElement, Label, LabelDrawing, TextRasterizer } from './label.ts';
import { toLabelRefusal, type LabelProblem, type LabelRefusal } from './labelProblem.ts';
import { sizeOf, type LabelElement } from './labelTemplate.ts';

/** Resolution pictures of templates are given in. */
const imageDotsPerMm = 8;
/** Narrowest bar and smallest cell that hand scanners read from thermal paper. */
const minModuleMm = 0.19;
/** Quiet zones in modules (ISO/IEC 15417, 18004, 16022; EAN-13 needs 11 left and 7 right). */
const quietModules = { code128: 10, 'gs1-128': 10, ean13: 11, qr: 4, dataMatrix: 1, gs1DataMatrix: 1 } as const;
const defaultMinFontMm = 1.5;

type TextElement = Extract<LabelElement, { kind: 'text' }>;
type BarcodeElement = Extract<LabelElement, { kind: 'barcode' }>;
type MatrixElement = Extract<LabelElement, { kind: 'matrix' }>;
type Scale = { readonly dotsPerMm: number; dots(mm: number): number };

/**
 * Turns a filled-in label into dots: text fitted and drawn, codes encoded with the widest modules that fit, everything at whole dots. Refused where a
 * code does not fit its room.
 * @param dotsPerMm resolution of the printer: 6, 8, 12 or 24.
 */
export function layOutLabel(label: Label, rasterizer: TextRasterizer, dotsPerMm: number): Result<LabelDrawing, LabelRefusal> {
  const scale: Scale = { dotsPerMm, dots: (mm) => Math.round(mm * dotsPerMm) };
  const problems: LabelProblem[] = [];
  const items: DrawnItem[] = [];
  for (const filled of label.elements) {
    const item = layOutElement(filled, rasterizer, scale);
    if (item.ok && item.value !== null) items.push(item.value);
    if (!item.ok) problems.push(item.error);
  }
  if (problems.length > 0) return err(toLabelRefusal(problems));
  return ok({
    widthDots: scale.dots(label.widthMm),
    heightDots: scale.dots(label.heightMm),
    dotsPerMm,
    jobId: label.jobId,
    items,
  });
}

function layOutElement(filled: FilledElement, rasterizer: TextRasterizer, scale: Scale): Result<DrawnItem | null, LabelProblem> {
  const { element, fields } = filled;
  const box = boxOf(element, scale);
  switch (element.kind) {
    case 'text':
      return ok(layOutText(element, box, rasterizer, scale));
    case 'barcode':
      return layOutBars(element, box, fields, scale);
    case 'matrix':
      return layOutMatrix(element, box, fields, scale);
    case 'line':
      return ok({ kind: 'fill', box: { ...box, widthDots: Math.max(1, box.widthDots), heightDots: Math.max(1, box.heightDots) } });
    case 'box':
      return ok({ kind: 'frame', box, thicknessDots: Math.max(1, scale.dots(element.thicknessMm)) });
    case 'image': {
      const bitmap = fromHex(element.rowsHex, element.widthDots, element.heightDots, scale.dotsPerMm / imageDotsPerMm);
      return ok({ kind: 'picture', box, x: box.x, y: box.y, bitmap, text: null });
    }
  }
}

/** Both edges are rounded, so that boxes which touch on the template touch on paper. */
function boxOf(element: LabelElement, { dots }: Scale): DotBox {
  const { widthMm, heightMm } = sizeOf(element);
  const x = dots(element.xMm);
  const y = dots(element.yMm);
  return { x, y, widthDots: dots(element.xMm + widthMm) - x, heightDots: dots(element.yMm + heightMm) - y };
}

function layOutText(element: TextElement, box: DotBox, rasterizer: TextRasterizer, { dots }: Scale): DrawnItem | null {
  if (element.text.trim() === '') return null;
  const { text, maxLines, weight, align, verticalAlign } = element;
  const minFontMm = Math.min(element.fontMm, element.minFontMm ?? Math.max(defaultMinFontMm, element.fontMm / 2));
  const { widthDots, heightDots } = box;
  const fonts = { fontDots: dots(element.fontMm), minFontDots: Math.max(1, dots(minFontMm)) };
  const drawn = rasterizer.draw({ text, widthDots, heightDots, ...fonts, maxLines, weight, align, verticalAlign });
  if (drawn.bitmap.widthDots === 0) return null;
  const { lines, fontDots, isCut } = drawn;
  return { kind: 'picture', box, x: box.x + drawn.x, y: box.y + drawn.y, bitmap: drawn.bitmap, text: { lines, fontDots, isCut } };
}

function layOutBars(element: BarcodeElement, box: DotBox, fields: readonly string[], scale: Scale): Result<DrawnItem, LabelProblem> {
  const { symbology, content } = element;
  const modules = symbology === 'ean13' ? encodeEan13(content) : encodeCode128(content).modules;
  const widest = Math.floor(box.widthDots / (modules.length + 2 * quietModules[symbology]));
  const moduleDots = Math.min(widest, Math.max(leastModuleDots(scale), scale.dots(element.moduleMm)));
  if (moduleDots < leastModuleDots(scale)) return err(tooWide(element, fields));
  const spare = box.widthDots - modules.length * moduleDots;
  const quiet = quietModules[symbology] * moduleDots;
  const offset = { left: quiet, center: Math.floor(spare / 2), right: spare - quiet }[element.align];
  return ok({ kind: 'bars', box, x: box.x + offset, y: box.y, symbology, content, modules, moduleDots, heightDots: box.heightDots });
}

function layOutMatrix(element: MatrixElement, box: DotBox, fields: readonly string[], scale: Scale): Result<DrawnItem, LabelProblem> {
  const { symbology, content } = element;
  const matrix = encodeMatrix(symbology, content);
  const cellDots = matrix === null ? 0 : Math.floor(Math.min(box.widthDots, box.heightDots) / (matrix.side + 2 * quietModules[symbology]));
  if (matrix === null || cellDots < leastModuleDots(scale)) return err(tooWide(element, fields));
  const offset = Math.floor((Math.min(box.widthDots, box.heightDots) - matrix.side * cellDots) / 2);
  return ok({ kind: 'matrix', box, x: box.x + offset, y: box.y + offset, symbology, content, ...matrix, cellDots });
}

function leastModuleDots({ dotsPerMm }: Scale): number {
  return Math.max(1, Math.ceil(minModuleMm * dotsPerMm));
}

function tooWide(element: BarcodeElement | MatrixElement, fields: readonly string[]): LabelProblem {
  const field = fields[0] ?? null;
  const content = element.content.replaceAll('\u001d', ' ').trim();
  const subject = field === null ? 'the template' : `field ${field}`;
  const detail = `${subject}: a readable code of ${JSON.stringify(content)} does not fit its room on the label`;
  return { key: 'label.codeTooWide', field, params: { content }, detail };
}
