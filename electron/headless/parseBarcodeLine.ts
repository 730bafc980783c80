import { z } from 'zod';
import { aiRule } from '#shared/wire/barcode/applicationIdentifiers.ts';
import { buildDigitalLink } from '#shared/wire/barcode/buildDigitalLink.ts';
import { toBracketed, toElementString, toHri } from '#shared/wire/barcode/formatElements.ts';
import { parseGs1Date } from '#shared/wire/barcode/gs1Date.ts';
import { readGs1, type Gs1ReadOptions, type Gs1Source } from '#shared/wire/barcode/readGs1.ts';

const lineShape = z.union([
  z.object({ scanData: z.string() }),
  z.object({ elementString: z.string(), stem: z.url().optional() }),
  z.object({ uri: z.string() }),
]);

/** What `halfhour barcode parse` prints for one line; `isInput` is false where the line was no question at all. */
export type BarcodeAnswer = { readonly isInput: boolean; readonly answer: Readonly<Record<string, unknown>> };

/**
 * Answers one line of JSON: `{"scanData"}`, `{"elementString", "stem"?}` or `{"uri"}`. The answer has `ok`; with it `elements` (each with
 * `ai`, `title`, `value`, and `date` where it is one), the forms of the whole code and its Digital Link, or `reason`, `rule`, `detail`.
 */
export function parseBarcodeLine(line: string, options: Gs1ReadOptions): BarcodeAnswer {
  const question = lineShape.safeParse(parseJson(line));
  if (!question.success) {
    return {
      isInput: false,
      answer: { ok: false, reason: 'notUnderstood', detail: 'expected {"scanData"}, {"elementString"} or {"uri"}' },
    };
  }
  const reading = readGs1(toSource(question.data), options);
  if (!reading.ok) return { isInput: true, answer: { ok: false, ...reading.error } };
  const { aim, elements, plainText } = reading.value;
  const about = { ok: true, ...(aim === null ? {} : { aim }) };
  if (plainText !== null) return { isInput: true, answer: { ...about, kind: 'plain', text: plainText, elements: [] } };
  const stem = 'stem' in question.data ? question.data.stem : undefined;
  const link = buildDigitalLink(elements, stem);
  return {
    isInput: true,
    answer: {
      ...about,
      kind: 'gs1',
      elements: elements.map(({ ai, content }) => describe(ai, content, options.thisYear)),
      bracketed: toBracketed(elements),
      elementString: toElementString(elements),
      hri: toHri(elements),
      digitalLink: link.ok ? link.value : null,
      ...(link.ok ? {} : { linkReason: link.error.reason, linkDetail: link.error.detail }),
    },
  };
}

function toSource(question: z.infer<typeof lineShape>): Gs1Source {
  if ('scanData' in question) return { kind: 'scanData', text: question.scanData };
  if ('uri' in question) return { kind: 'uri', text: question.uri };
  return { kind: 'elementString', text: question.elementString };
}

function describe(ai: string, content: string, thisYear: number): Record<string, string | number> {
  const rule = aiRule(ai);
  const isDate = rule?.parts[0]?.checks.some((check) => check === 'yymmd0' || check === 'yymmdd') ?? false;
  const date = isDate ? parseGs1Date(content.slice(0, 6), thisYear) : null;
  const decimals = /^3[1-6]\d\d$/.test(ai) || /^39[0-5]\d$/.test(ai) ? Number(ai.charAt(3)) : null;
  return { ai, title: rule?.title ?? '', value: content, ...(date === null ? {} : { date }), ...(decimals === null ? {} : { decimals }) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
