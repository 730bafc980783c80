import { oc } from '@orpc/contract';
import { z } from 'zod';
import { labelTemplate } from '#shared/wire/label/labelTemplate.ts';

/** Most characters of a template as JSON; a label with a full-size picture fits. */
export const maxTemplateCharacters = 1_000_000;

const templateProblem = z.object({ path: z.string(), detail: z.string() });
const badTemplate = z.object({ kind: z.literal('badTemplate'), problems: z.array(templateProblem) });
/** Why the data of a label does not do: message key, field and params; `detail` is for the log. */
const labelProblem = z.object({
  key: z.string(),
  field: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  detail: z.string(),
});
const templateText = z.string().max(maxTemplateCharacters);

/** A template on this station: `site` is the site's own, which comes before the shipped one of its name. */
export const listedTemplate = z.object({ origin: z.enum(['shipped', 'site']), isReplacing: z.boolean(), template: labelTemplate });
export type ListedTemplate = z.infer<typeof listedTemplate>;

/** What a preview shows: every dot, row after row from the top left, 1 is black; and what each printer language would be sent. */
export const labelPreview = z.object({
  kind: z.literal('drawn'),
  widthDots: z.number().int(),
  heightDots: z.number().int(),
  rowsBase64: z.string(),
  /** Bytes of the label in the language asked for. */
  byteCount: z.number().int(),
  /** Texts whose end did not fit. */
  cutTexts: z.array(z.string()),
});
export type LabelPreview = z.infer<typeof labelPreview>;

/** Label templates as the template screen uses them. A template goes as JSON text, so that a half-written one can be judged too. */
export const labelsContract = {
  list: oc.output(
    z.object({
      templates: z.array(listedTemplate),
      /** Files of the site's own folder that are no templates. */
      damaged: z.array(z.object({ file: z.string(), problems: z.array(templateProblem) })),
    }),
  ),
  /** Draws a label as the printer would; nothing is printed. */
  preview: oc
    .input(
      z.object({
        templateText,
        fields: z.record(z.string().max(40), z.string().max(2_000)),
        dpi: z.union([z.literal(203), z.literal(300)]),
        printer: z.enum(['zpl', 'tspl', 'escpos']),
        language: z.enum(['zh', 'en']),
        reprintNo: z.number().int().min(0).max(99),
      }),
    )
    .output(
      z.discriminatedUnion('kind', [labelPreview, z.object({ kind: z.literal('badData'), problems: z.array(labelProblem) }), badTemplate]),
    ),
  /** Keeps a template as the site's own, in place of one of the same name. */
  save: oc
    .input(z.object({ templateText }))
    .output(z.discriminatedUnion('kind', [z.object({ kind: z.literal('saved'), name: z.string() }), badTemplate])),
  /** Gives the site's own template up; a shipped one of its name comes back. */
  remove: oc.input(z.object({ name: z.string().max(40) })).output(z.object({ isRemoved: z.boolean() })),
};
