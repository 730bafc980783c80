import { err, ok, type Result } from '#shared/base/result.ts';
import { aiRule, findAi, predefinedDataLength, type AiRule } from './applicationIdentifiers.ts';
import { parseGs1Date } from './gs1Date.ts';
import { hasGtinCheckDigit } from './gtin.ts';
import type { UnreadableReason } from './parsedCode.ts';

/** Elements by identifier, in the order read; or the reason and the part it is about. */
export type ElementResult = Result<ReadonlyMap<string, string>, { readonly reason: UnreadableReason; readonly detail: string }>;
type ElementError = { readonly reason: UnreadableReason; readonly detail: string };

const groupSeparator = '\u001d';
/** Most elements in one code; a longer one is no code of ours. */
const maxElements = 40;
/** GS1 AI encodable character set 82 (General Specifications figure 7.11-1). */
const textPattern = /^[!"%-?A-Z_a-z]+$/;

/**
 * Takes a GS1 element string apart: plain with FNC1 as GS (0x1D), or with identifiers in brackets. Checks lengths, character sets, check
 * digits and dates. A repeated identifier must say the same (General Specifications 4.14).
 */
export function parseElementString(text: string, thisYear: number): ElementResult {
  const elements = new Map<string, string>();
  const isBracketed = text.startsWith('(');
  let rest = text.replace(/^\u001d/, '');
  for (let guard = 0; rest !== ''; guard += 1) {
    if (guard >= maxElements) return fail('scan.malformedElement', '');
    const next = isBracketed ? takeBracketed(rest) : takePlain(rest);
    if (!next.ok) return next;
    const { ai, content, rule } = next.value;
    const problem = checkElement(ai, content, rule, thisYear);
    if (problem !== null) return err(problem);
    if ((elements.get(ai) ?? content) !== content) return fail('scan.conflictingElements', ai);
    elements.set(ai, content);
    rest = next.value.rest;
  }
  return elements.size === 0 ? fail('scan.malformedElement', '') : ok(elements);
}

/** What is wrong with the data of one element, or null. */
export function checkElement(ai: string, content: string, rule: AiRule, thisYear: number): ElementError | null {
  const detail = `(${ai})${content}`;
  if (content.length < rule.minLength || content.length > rule.maxLength) return { reason: 'scan.malformedElement', detail };
  if (!(rule.charset === 'digits' ? /^\d+$/ : textPattern).test(content)) return { reason: 'scan.malformedElement', detail };
  if (rule.check === 'checkDigit' && !hasGtinCheckDigit(content)) return { reason: 'scan.badCheckDigit', detail };
  if (rule.check === 'dateDayZero' && parseGs1Date(content, thisYear) === null) return { reason: 'scan.impossibleDate', detail };
  return null;
}

type TakenElement = { readonly ai: string; readonly content: string; readonly rule: AiRule; readonly rest: string };

function takePlain(text: string): Result<TakenElement, ElementError> {
  const found = findAi(text);
  if (found === null) return fail('scan.unknownAi', text.slice(0, 4));
  const afterAi = text.slice(found.ai.length);
  const predefined = predefinedDataLength(found.ai);
  const separatorAt = afterAi.indexOf(groupSeparator);
  const end = separatorAt < 0 ? afterAi.length : separatorAt;
  const contentEnd = predefined === null ? end : Math.min(predefined, end);
  const remainder = afterAi.slice(contentEnd);
  const rest = remainder.startsWith(groupSeparator) ? remainder.slice(1) : remainder;
  return ok({ ...found, content: afterAi.slice(0, contentEnd), rest });
}

function takeBracketed(text: string): Result<TakenElement, ElementError> {
  const match = /^\((\d{2,4})\)((?:\\\(|[^(])*)/.exec(text);
  if (match === null) return fail('scan.malformedElement', text.slice(0, 20));
  const [whole, ai = '', content = ''] = match;
  const rule = aiRule(ai);
  if (rule === null) return fail('scan.unknownAi', ai);
  return ok({ ai, content: content.replaceAll('\\(', '('), rule, rest: text.slice(whole.length) });
}

function fail(reason: UnreadableReason, detail: string): { readonly ok: false; readonly error: ElementError } {
  return err({ reason, detail });
}
