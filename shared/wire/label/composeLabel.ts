import { err, ok, type Result } from '#shared/base/result.ts';
import { checkCode } from './checkCode.ts';
import type { FilledElement, Label } from './label.ts';
import { toLabelRefusal, type LabelProblem, type LabelRefusal } from './labelProblem.ts';
import { fieldsOf, type LabelElement, type LabelField, type LabelTemplate } from './labelTemplate.ts';
import { maskText } from './maskText.ts';

/** Length of the job number that is printed: the end of the job's id. */
const jobNoLength = 6;

/** What the composer adds to the fields, and what decides words and centuries. */
export type LabelMarks = {
  readonly jobId: string;
  /** 0 the first time; 1 for the first reprint. */
  readonly reprintNo: number;
  /** Language of captions nobody gave. */
  readonly language: 'zh' | 'en';
  /** For the century of GS1 dates. */
  readonly thisYear: number;
};

/**
 * Fills a template: masks personal data, decides conditions, checks codes. Refused with every problem named where a required field is missing or too
 * long, or a code cannot be encoded. Fields the template does not know are passed over.
 */
export function composeLabel(
  template: LabelTemplate,
  fields: Readonly<Record<string, string>>,
  marks: LabelMarks,
): Result<Label, LabelRefusal> {
  const problems = template.fields.flatMap((field) => fieldProblem(field, fields[field.name] ?? ''));
  if (problems.length > 0) return err(toLabelRefusal(problems));
  const known = new Map(template.fields.map((field) => [field.name, contentOf(field, fields, marks.language)]));
  known.set('jobNo', marks.jobId.slice(-jobNoLength)).set('reprintNo', marks.reprintNo > 0 ? String(marks.reprintNo) : '');
  const elements: FilledElement[] = [];
  for (const element of template.elements) {
    if (!isWanted(element, known)) continue;
    const filled = fillElement(element, known, marks.thisYear);
    if (filled.ok) elements.push({ element: filled.value, fields: patternFields(element) });
    else problems.push(filled.error);
  }
  if (problems.length > 0) return err(toLabelRefusal(problems));
  return ok({ widthMm: template.widthMm, heightMm: template.heightMm, elements, jobId: marks.jobId });
}

function fieldProblem(field: LabelField, content: string): LabelProblem[] {
  const { name, maxLength } = field;
  if (field.isRequired && content.trim() === '') {
    return [{ key: 'label.missing', field: name, params: {}, detail: `field ${name} is missing` }];
  }
  if (content.length <= maxLength) return [];
  const detail = `field ${name} has ${content.length} characters, more than ${maxLength}`;
  return [{ key: 'label.tooLong', field: name, params: { length: content.length, maxLength }, detail }];
}

function contentOf(field: LabelField, fields: Readonly<Record<string, string>>, language: 'zh' | 'en'): string {
  const given = fields[field.name] ?? '';
  const content = cleanText(given === '' ? (field.default?.[language] ?? '') : given).trim();
  return field.mask === undefined ? content : maskText(content, field.mask);
}

function isWanted(element: LabelElement, fields: ReadonlyMap<string, string>): boolean {
  const { when } = element;
  if (when === undefined) return true;
  const content = fields.get(when.field) ?? '';
  if (when.isAbsent === true) return content === '';
  return when.equals === undefined ? content !== '' : content === when.equals;
}

function fillElement(element: LabelElement, fields: ReadonlyMap<string, string>, thisYear: number): Result<LabelElement, LabelProblem> {
  const fill = (pattern: string): string => pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => fields.get(name) ?? '');
  if (element.kind === 'text') return ok({ ...element, text: fill(element.text) });
  if (element.kind !== 'barcode' && element.kind !== 'matrix') return ok(element);
  const checked = checkCode(element.symbology, fill(element.content), patternFields(element), thisYear);
  return checked.ok ? ok({ ...element, content: checked.value }) : checked;
}

/** Fields in the text or content alone: those a sentence about it names. */
function patternFields(element: LabelElement): string[] {
  return fieldsOf({ ...element, when: undefined });
}

/** Control characters would be commands to some printers; a line break is a space. */
function cleanText(text: string): string {
  return [...text].map((character) => (character < ' ' || (character >= '\u007f' && character < '\u00a0') ? ' ' : character)).join('');
}
