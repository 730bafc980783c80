import { z } from 'zod';

/** Positions and lengths are dots of a 203 dpi (8 dots/mm) printer; other resolutions are scaled. */
const dots = z.number().int().min(0).max(10_000);
/** Text in which `{name}` stands for a field. */
const pattern = z.string().max(400);
/** An element is left out unless the field is there (and says `equals`, or with `isAbsent` is empty). */
const condition = z.object({ field: z.string(), equals: z.string().optional(), isAbsent: z.boolean().optional() });
const place = { x: dots, y: dots, when: condition.optional() };

export const labelElementTemplate = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    ...place,
    widthDots: dots,
    /** Height of a line of text. Text too long for its box is made smaller, at the least half, then cut with an ellipsis. */
    heightDots: dots,
    maxLines: z.number().int().min(1).max(10).default(1),
    weight: z.enum(['regular', 'bold']).default('regular'),
    align: z.enum(['left', 'center', 'right']).default('left'),
    text: pattern,
  }),
  z.object({
    kind: z.literal('barcode'),
    ...place,
    symbology: z.enum(['code128', 'ean13']),
    /** Width of the narrowest bar; made smaller where the code would not fit `widthDots`. */
    moduleDots: z.number().int().min(1).max(10).default(2),
    widthDots: dots,
    heightDots: dots,
    content: pattern,
  }),
  z.object({
    kind: z.literal('qr'),
    ...place,
    moduleDots: z.number().int().min(1).max(10).default(4),
    content: pattern,
  }),
  z.object({ kind: z.literal('box'), ...place, widthDots: dots, heightDots: dots, thicknessDots: dots.default(2) }),
  z.object({ kind: z.literal('line'), ...place, widthDots: dots, heightDots: dots }),
  z.object({ kind: z.literal('image'), ...place, widthDots: dots, heightDots: dots, rowsHex: z.string().regex(/^([0-9A-F]{2})*$/) }),
]);

/** A label as data: resources/labels/<name>.json. */
export const labelTemplate = z.object({
  name: z.string().min(1).max(40),
  widthMm: z.number().int().min(10).max(120),
  heightMm: z.number().int().min(10).max(300),
  fields: z
    .array(z.object({ name: z.string().min(1).max(40), isRequired: z.boolean(), maxLength: z.number().int().min(1).max(400) }))
    .max(60),
  elements: z.array(labelElementTemplate).max(120),
});
export type LabelTemplate = z.infer<typeof labelTemplate>;
export type LabelElement = z.infer<typeof labelElementTemplate>;
