import { err, ok, type Result } from '#shared/base/result.ts';
import { hasGtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import type { Label } from './label.ts';
import type { LabelElement, LabelTemplate } from './labelTemplate.ts';

const dotsPerMm = 8;
/** Code 128 as scanners of the trade read it without a start-up sheet: printable ASCII. */
const barcodePattern = /^[ -~]{1,80}$/;
const maxQrLength = 200;

/** Fields the composer makes itself: the job's short number and the mark of a reprint. */
export type LabelMarks = { readonly jobNo: string; readonly isReprint: boolean };

/**
 * Fills a template. Refused, with the field or element in words, where a required field is missing or too long, or a code
 * cannot be encoded. Fields the template does not know are passed over.
 */
export function composeLabel(
  template: LabelTemplate,
  fields: Readonly<Record<string, string>>,
  marks: LabelMarks,
): Result<Label, { readonly detail: string }> {
  for (const field of template.fields) {
    const content = fields[field.name] ?? '';
    if (field.isRequired && content.trim() === '') return err({ detail: `field ${field.name} is missing` });
    if (content.length > field.maxLength) return err({ detail: `field ${field.name} is longer than ${field.maxLength}` });
  }
  const known = new Map(template.fields.map((field) => [field.name, cleanText(fields[field.name] ?? '')]));
  known.set('jobNo', marks.jobNo).set('isReprint', marks.isReprint ? 'yes' : '');
  const elements: LabelElement[] = [];
  for (const element of template.elements) {
    if (!isWanted(element, known)) continue;
    const filled = fillElement(element, known);
    const problem = codeProblem(filled);
    if (problem !== null) return err({ detail: problem });
    elements.push(filled);
  }
  return ok({ widthDots: template.widthMm * dotsPerMm, heightDots: template.heightMm * dotsPerMm, elements });
}

function isWanted(element: LabelElement, fields: ReadonlyMap<string, string>): boolean {
  const { when } = element;
  if (when === undefined) return true;
  const content = fields.get(when.field) ?? '';
  if (when.isAbsent === true) return content === '';
  return when.equals === undefined ? content !== '' : content === when.equals;
}

function fillElement(element: LabelElement, fields: ReadonlyMap<string, string>): LabelElement {
  const fill = (pattern: string): string => pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => fields.get(name) ?? '');
  if (element.kind === 'text') return { ...element, text: fill(element.text) };
  if (element.kind === 'barcode' || element.kind === 'qr') return { ...element, content: fill(element.content) };
  return element;
}

function codeProblem(element: LabelElement): string | null {
  if (element.kind === 'qr') {
    const isPrintable = /^[ -~]+$/.test(element.content) && element.content.length <= maxQrLength;
    return isPrintable ? null : `no QR code can be made of ${JSON.stringify(element.content)}`;
  }
  if (element.kind !== 'barcode') return null;
  if (element.symbology === 'ean13') {
    const isEan13 = element.content.length === 13 && hasGtinCheckDigit(element.content);
    return isEan13 ? null : `${JSON.stringify(element.content)} is no EAN-13`;
  }
  return barcodePattern.test(element.content) ? null : `no Code 128 can be made of ${JSON.stringify(element.content)}`;
}

/** Control characters would be commands to some printers. */
function cleanText(text: string): string {
  return [...text].map((character) => (character < ' ' || character === '\u007f' ? ' ' : character)).join('');
}
