import { err, ok, type Result } from '#shared/base/result.ts';
import type { VariableMeasureRule } from '#shared/model/site/site.ts';
import { hasGtinCheckDigit, toGtin14 } from './gtin.ts';
import type { VariableMeasureCode } from './parsedCode.ts';

export type VariableMeasureError = 'scan.badCheckDigit' | 'scan.badValueVerifier';

/** Many scales leave the verifier's place at 0 instead of computing it; the check digit of the whole code holds all the same. */
const noVerifier = '0';

/**
 * Reads an in-store code by the site's rules (GS1 General Specifications 2.1.14.2): prefix, item reference, verifier where the rule
 * has one, weight or price, and for 18 digits the other of the two in grams or fen, then the check digit. Null where no rule fits; of
 * several rules that fit the one with the longest prefix is taken. A 12-digit UPC-A is read as 13 digits with a leading zero.
 */
export function parseVariableMeasure(
  digits: string,
  rules: readonly VariableMeasureRule[],
): Result<VariableMeasureCode, VariableMeasureError> | null {
  const full = digits.length === 12 ? `0${digits}` : digits;
  const rule = rules
    .filter((candidate) => candidate.length === full.length && full.startsWith(candidate.prefix) && digitsOf(candidate) <= candidate.length)
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (rule === undefined) return null;
  if (!hasGtinCheckDigit(full)) return err('scan.badCheckDigit');
  const itemEnd = rule.prefix.length + rule.itemDigits;
  const valueStart = itemEnd + (rule.hasValueVerifier ? 1 : 0);
  const valueEnd = valueStart + rule.valueDigits;
  const valueText = full.slice(valueStart, valueEnd);
  const verifier = rule.hasValueVerifier ? full.charAt(itemEnd) : noVerifier;
  if (verifier !== noVerifier && priceVerifier(valueText) !== verifier) return err('scan.badValueVerifier');
  const grams = rule.kind === 'weight' ? toMinor(valueText, rule.decimals, 3) : null;
  const priceFen = rule.kind === 'price' ? toMinor(valueText, rule.decimals, 2) : null;
  const restText = full.slice(valueEnd, -1);
  const rest = rule.length === 18 && restText !== '' ? Number(restText) : null;
  return ok({
    kind: 'variableMeasure',
    item: full.slice(rule.prefix.length, itemEnd),
    grams: grams ?? rest,
    priceFen: priceFen ?? rest,
    gtin: rule.length === 13 ? toGtin14(full) : null,
  });
}

/**
 * Verifier digit of a four- or five-digit price or weight field (GS1 General Specifications 7.9.3 and 7.9.4).
 * Empty text for other lengths: such a rule never fits.
 */
export function priceVerifier(valueText: string): string {
  if (!/^\d+$/.test(valueText)) return '';
  const digits = [...valueText].map(Number);
  if (digits.length === 4) {
    const weighted = [twoMinus, twoMinus, three, fiveMinus].reduce((sum, weight, index) => sum + weight(digits[index] ?? 0), 0);
    return String((weighted * 3) % 10);
  }
  if (digits.length !== 5) return '';
  const sum = [fivePlus, twoMinus, fiveMinus, fivePlus, twoMinus].reduce((total, weight, index) => total + weight(digits[index] ?? 0), 0);
  const wanted = (10 - (sum % 10)) % 10;
  for (let candidate = 0; candidate <= 9; candidate += 1) if (fiveMinus(candidate) === wanted) return String(candidate);
  return '';
}

/** Weighting factors of 7.9.2: the digits of the product are added (2+, 5+) or the tens taken from the units (2-, 5-). */
function twoMinus(digit: number): number {
  return mod10(2 * digit - Math.floor((2 * digit) / 10));
}
function three(digit: number): number {
  return mod10(3 * digit);
}
function fivePlus(digit: number): number {
  return mod10(5 * digit + Math.floor((5 * digit) / 10));
}
function fiveMinus(digit: number): number {
  return mod10(5 * digit - Math.floor((5 * digit) / 10));
}
function mod10(count: number): number {
  return ((count % 10) + 10) % 10;
}

/** A decimal field with `decimals` implied places as whole thousandths (3) or hundredths (2), rounded half up. */
function toMinor(valueText: string, decimals: number, places: number): number {
  return Math.round(Number(valueText) * 10 ** (places - decimals));
}

function digitsOf(rule: VariableMeasureRule): number {
  return rule.prefix.length + rule.itemDigits + (rule.hasValueVerifier ? 1 : 0) + rule.valueDigits + 1;
}
