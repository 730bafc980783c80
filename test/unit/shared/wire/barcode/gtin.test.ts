import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gtinCheckDigit, hasGtinCheckDigit, toGtin14, upcEToUpcA } from '#shared/wire/barcode/gtin.ts';

const digits = (minLength: number, maxLength: number) => fc.stringMatching(new RegExp(`^\\d{${minLength},${maxLength}}$`));

describe('check digits', () => {
  test.each(['4006381333931', '96385074', '036000291452', '10614141000415', '6901234567892', '106141412345678908'])(
    '[BC2] %s ends in its check digit',
    (code) => expect(hasGtinCheckDigit(code)).toBe(true),
  );

  test('[BC2] exactly one digit fits, and any single wrong digit is found', () => {
    fc.assert(
      fc.property(digits(7, 17), fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const code = body + gtinCheckDigit(body);
        const index = at % code.length;
        const wrong = (Number(code.charAt(index)) + shift) % 10;
        expect([hasGtinCheckDigit(code), hasGtinCheckDigit(code.slice(0, index) + wrong + code.slice(index + 1))]).toEqual([true, false]);
      }),
    );
  });

  test('[BC2] filling with zeros on the left keeps the check digit', () => {
    fc.assert(
      fc.property(digits(7, 7), (body) => {
        expect(hasGtinCheckDigit(toGtin14(body + gtinCheckDigit(body)))).toBe(true);
      }),
    );
  });

  test.each([
    ['01234505', '012000003455'],
    ['04252614', '042100005264'],
    ['06543217', '065100004327'],
    ['654321', '065100004327'],
    ['01234531', '012300000451'],
    ['01234543', '012340000053'],
  ])('[BC3] UPC-E %s is UPC-A %s', (upcE, upcA) => {
    expect(upcEToUpcA(upcE)).toBe(upcA);
  });

  test('[BC3] a UPC-E of another number system or with a wrong check digit is none', () => {
    expect([upcEToUpcA('21234505'), upcEToUpcA('01234504')]).toEqual([null, null]);
  });
});
