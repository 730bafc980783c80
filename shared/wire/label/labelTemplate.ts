import { z } from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Largest label a template may describe, millimetres. */
export const maxLabelMm = { width: 120, height: 300 } as const;
/** Fields every template has without naming them: the short number of the print job; how often it was printed again ('' the first time). */
export const builtInFields = ['jobNo', 'reprintNo'] as const;

const fieldName = z.string().regex(/^[A-Za-z]\w{0,39}$/, 'a name is a letter and up to 39 letters, digits or _');
/** Position from the left or top edge. */
const placeMm = z.number().min(0).max(300);
const lengthMm = z.number().gt(0).max(300);
/** Text in which `{name}` stands for a field. */
const pattern = z.string().max(400);
/** Words in both languages of the house. */
const words = z.strictObject({ zh: z.string().max(80), en: z.string().max(80) });
/** An element is left out unless the field is filled (and says `equals`), or with `isAbsent` unless it is empty. */
const condition = z.strictObject({ field: fieldName, equals: z.string().max(80).optional(), isAbsent: z.literal(true).optional() });
const place = { xMm: placeMm, yMm: placeMm, when: condition.optional() };
const boxSize = { widthMm: lengthMm, heightMm: lengthMm };

const labelElement = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    ...place,
    ...boxSize,
    /** Height of a Chinese letter. Text too long for its box is made smaller down to `minFontMm`, then cut with an ellipsis. */
    fontMm: lengthMm.max(40),
    /** Default: the larger of half of `fontMm` and 1.5 mm. */
    minFontMm: lengthMm.max(40).optional(),
    maxLines: z.number().int().min(1).max(20).default(1),
    weight: z.enum(['regular', 'bold']).default('regular'),
    align: z.enum(['left', 'center', 'right']).default('left'),
    verticalAlign: z.enum(['top', 'middle', 'bottom']).default('top'),
    text: pattern,
  }),
  z.strictObject({
    kind: z.literal('barcode'),
    ...place,
    /** Room for the bars and their quiet zones. */
    ...boxSize,
    symbology: z.enum(['code128', 'gs1-128', 'ean13']),
    /** Wished width of the narrowest bar; narrower where the code would not fit, but never under 0.19 mm. */
    moduleMm: z.number().min(0.12).max(1).default(0.25),
    align: z.enum(['left', 'center', 'right']).default('center'),
    /** For gs1-128 an element string with identifiers in brackets: `(01){gtin}(10){lot}`. */
    content: pattern,
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    ...place,
    /** Side of the square that holds the code and its quiet zone; the cells are as large as it allows. */
    sizeMm: lengthMm,
    symbology: z.enum(['qr', 'dataMatrix', 'gs1DataMatrix']),
    content: pattern,
  }),
  z.strictObject({ kind: z.literal('line'), ...place, ...boxSize }),
  z.strictObject({ kind: z.literal('box'), ...place, ...boxSize, thicknessMm: lengthMm.max(10).default(0.25) }),
  z.strictObject({
    kind: z.literal('image'),
    ...place,
    /** Dots of the picture at 8 dots per millimetre; scaled for other resolutions. */
    widthDots: z.number().int().min(1).max(960),
    heightDots: z.number().int().min(1).max(2400),
    /** Rows of whole bytes in hexadecimal, the leftmost dot in the highest bit, 1 is black. */
    rowsHex: z
      .string()
      .max(600_000)
      .regex(/^(?:[0-9A-Fa-f]{2})*$/, 'rowsHex is pairs of hexadecimal digits'),
  }),
]);

const labelField = z.strictObject({
  name: fieldName,
  /** What the field is called on the screen. */
  title: words.optional(),
  isRequired: z.boolean().default(false),
  maxLength: z.number().int().min(1).max(400),
  /** Personal data that is masked before it is printed. */
  mask: z.enum(['phone', 'name', 'address']).optional(),
  /** Printed where the caller gives nothing: captions, in the language of the label. */
  default: words.optional(),
  /** An example, for the preview. */
  sample: z.string().max(400).default(''),
});

const shape = z.strictObject({
  name: z.string().regex(/^[A-Za-z][\w-]{0,39}$/, 'a template is named with a letter and up to 39 letters, digits, - or _'),
  title: words.optional(),
  widthMm: z.number().min(10).max(maxLabelMm.width),
  heightMm: z.number().min(10).max(maxLabelMm.height),
  fields: z.array(labelField).max(60),
  elements: z.array(labelElement).min(1).max(120),
});

/** A label as data: resources/labels/<name>.json, or a site's own file. Lengths in millimetres. */
export const labelTemplate = shape.superRefine((template, context) => {
  const known = new Set<string>([...builtInFields, ...template.fields.map((field) => field.name)]);
  const report = (path: (string | number)[], message: string): void => context.addIssue({ code: 'custom', path, message });
  template.fields.forEach(({ name }, index) => {
    const isTaken = builtInFields.some((builtIn) => builtIn === name) || template.fields.findIndex((field) => field.name === name) < index;
    if (isTaken) report(['fields', index, 'name'], `there is already a field ${name}`);
  });
  template.elements.forEach((element, index) => {
    const { widthMm, heightMm } = sizeOf(element);
    if (element.xMm + widthMm > template.widthMm + 0.001) report(['elements', index], 'it reaches beyond the right edge of the label');
    if (element.yMm + heightMm > template.heightMm + 0.001) report(['elements', index], 'it reaches beyond the lower edge of the label');
    for (const name of fieldsOf(element)) if (!known.has(name)) report(['elements', index], `there is no field ${name}`);
  });
});
export type LabelTemplate = z.infer<typeof labelTemplate>;
export type LabelElement = z.infer<typeof labelElement>;
export type LabelField = z.infer<typeof labelField>;

/** What is wrong with a template: where (`elements[3].widthMm`) and what, in words. */
export type TemplateProblem = { readonly path: string; readonly detail: string };

/** Checks a template of unknown origin; every problem is named, none twice. */
export function parseLabelTemplate(content: unknown): Result<LabelTemplate, readonly TemplateProblem[]> {
  const parsed = labelTemplate.safeParse(content);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map((issue) => ({ path: toPath(issue.path), detail: issue.message })));
}

/** Fields an element's text, content or condition names. */
export function fieldsOf(element: LabelElement): string[] {
  const text = element.kind === 'text' ? element.text : 'content' in element ? element.content : '';
  const named = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return element.when === undefined ? named : [...named, element.when.field];
}

/** Width and height of the room an element takes, millimetres. */
export function sizeOf(element: LabelElement): { readonly widthMm: number; readonly heightMm: number } {
  if (element.kind === 'matrix') return { widthMm: element.sizeMm, heightMm: element.sizeMm };
  if (element.kind === 'image') return { widthMm: element.widthDots / 8, heightMm: element.heightDots / 8 };
  return { widthMm: element.widthMm, heightMm: element.heightMm };
}

function toPath(path: readonly PropertyKey[]): string {
  return (
    path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('') || 'template'
  );
}
