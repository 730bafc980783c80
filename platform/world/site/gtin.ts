import { assert } from '#shared/base/assert.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';

/** A GTIN-13 from 12 digits. */
export function toGtin13(digits: string): string {
  return digits + gtinCheckDigit(digits);
}

/** The GTIN-14 of a case of the item with this GTIN-13. */
export function toCaseGtin(gtin13: string, indicator = '1'): string {
  const digits = indicator + gtin13.slice(0, 12);
  return digits + gtinCheckDigit(digits);
}

/** The variable-measure EAN-13 that a price scale prints: prefix, item, weight in grams, check digit. */
export function toWeightLabel(prefix: string, plu: string, grams: number): string {
  assert(grams > 0 && grams <= 99_999, `a weight label holds 1 to 99999 grams, not ${grams}`);
  return toGtin13(`${prefix}${plu}${String(grams).padStart(5, '0')}`);
}
