import { err, ok, type Result } from '#shared/base/result.ts';
import type { AiCharset } from './aiRow.ts';
import { aiRule, findAi, type AiRule } from './applicationIdentifiers.ts';
import { failedCheck } from './componentChecks.ts';
import type { UnreadableReason } from './parsedCode.ts';

/** One element as read. */
export type Gs1Element = { readonly ai: string; readonly content: string };

/** What is wrong, the part it is about, and the rule that says so: a check of the dictionary, `length`, `charset`, `ai`, `repeat`, ... */
export type ElementError = { readonly reason: UnreadableReason; readonly detail: string; readonly rule: string };

/** Elements by identifier, in the order read; or the reason and the part it is about. */
export type ElementResult = Result<ReadonlyMap<string, string>, ElementError>;

const groupSeparator = '\u001d';
/** Most elements in one code; a longer one is no code of ours. */
export const maxElements = 64;
/** GS1 General Specifications 7.11: sets 82, 39 and file-safe base64 with its padding. */
const charsetPatterns: Readonly<Record<AiCharset, RegExp>> = {
  n: /^\d+$/,
  x: /^[!"%-?A-Z_a-z]+$/,
  y: /^[#\-/0-9A-Z]+$/,
  z: /^[-0-9A-Z_a-z]+={0,2}$/,
};

/**
 * Takes a GS1 element string apart: plain with FNC1 as GS (0x1D), or with identifiers in brackets. Checks lengths, character sets, check
 * digits, dates and everything else the table says of one element. A repeated identifier must say the same (General Specifications 4.14).
 */
export function parseElementString(text: string, thisYear: number): ElementResult {
  const taken = takeElements(text, thisYear);
  return taken.ok ? toElementMap(taken.value) : taken;
}

/** The elements in the order read, repeated ones too; each is checked by itself, not against the others. */
export function takeElements(text: string, thisYear: number): Result<readonly Gs1Element[], ElementError> {
  const elements: Gs1Element[] = [];
  const isBracketed = text.startsWith('(');
  let rest = text.startsWith(groupSeparator) ? text.slice(1) : text;
  while (rest !== '') {
    if (elements.length >= maxElements) return fail('scan.malformedElement', '', 'count');
    const next = isBracketed ? takeBracketed(rest) : takePlain(rest);
    if (!next.ok) return next;
    const problem = checkElement(next.value.content, next.value.rule, thisYear);
    if (problem !== null) return err(problem);
    elements.push({ ai: next.value.rule.ai, content: next.value.content });
    rest = next.value.rest;
  }
  return elements.length === 0 ? fail('scan.malformedElement', '', 'empty') : ok(elements);
}

/** Elements by identifier; refused where a repeated one says something else. */
export function toElementMap(elements: readonly Gs1Element[]): ElementResult {
  const found = new Map<string, string>();
  for (const { ai, content } of elements) {
    if ((found.get(ai) ?? content) !== content) return fail('scan.conflictingElements', ai, 'repeat');
    found.set(ai, content);
  }
  return ok(found);
}

/** What is wrong with the data of one element, or null. */
export function checkElement(content: string, rule: AiRule, thisYear: number): ElementError | null {
  const problem = (reason: UnreadableReason, broken: string): ElementError => ({ reason, detail: `(${rule.ai})${content}`, rule: broken });
  if (content.length < rule.minLength || content.length > rule.maxLength) return problem('scan.malformedElement', 'length');
  let at = 0;
  for (const part of rule.parts) {
    const text = content.slice(at, at + part.maxLength);
    if (text === '' && part.isOptional) continue;
    if (text.length < part.minLength) return problem('scan.malformedElement', 'length');
    if (!charsetPatterns[part.charset].test(text)) return problem('scan.malformedElement', 'charset');
    for (const check of part.checks) {
      const reason = failedCheck(check, text, thisYear);
      if (reason !== null) return problem(reason, check);
    }
    at += text.length;
  }
  return null;
}

type TakenElement = { readonly content: string; readonly rule: AiRule; readonly rest: string };

function takePlain(text: string): Result<TakenElement, ElementError> {
  const rule = findAi(text);
  if (rule === null) return fail('scan.unknownAi', text.slice(0, 4), 'ai');
  const afterAi = text.slice(rule.ai.length);
  const separatorAt = afterAi.indexOf(groupSeparator);
  const end = separatorAt < 0 ? afterAi.length : separatorAt;
  const contentEnd = rule.isFixed ? Math.min(rule.maxLength, end) : end;
  const remainder = afterAi.slice(contentEnd);
  const rest = remainder.startsWith(groupSeparator) ? remainder.slice(1) : remainder;
  return ok({ rule, content: afterAi.slice(0, contentEnd), rest });
}

function takeBracketed(text: string): Result<TakenElement, ElementError> {
  const match = /^\(([^)]*)\)((?:\\\(|[^(])*)/.exec(text);
  if (match === null) return fail('scan.malformedElement', text.slice(0, 20), 'brackets');
  const [whole, ai = '', content = ''] = match;
  const rule = aiRule(ai);
  if (rule === null) return fail('scan.unknownAi', ai, 'ai');
  return ok({ content: content.replaceAll('\\(', '('), rule, rest: text.slice(whole.length) });
}

function fail(reason: UnreadableReason, detail: string, rule: string): { readonly ok: false; readonly error: ElementError } {
  return err({ reason, detail, rule });
}
