import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VariableMeasureRule } from '#shared/model/site/site.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import { parseScan } from '#shared/wire/barcode/parseScan.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { priceVerifier } from '#shared/wire/barcode/variableMeasure.ts';

const gs = '\u001d';
const weightRule: VariableMeasureRule = {
  prefix: '21',
  length: 13,
  itemDigits: 5,
  valueDigits: 5,
  hasValueVerifier: false,
  kind: 'weight',
  decimals: 3,
};
const priceRule: VariableMeasureRule = {
  prefix: '22',
  length: 13,
  itemDigits: 5,
  valueDigits: 4,
  hasValueVerifier: true,
  kind: 'price',
  decimals: 2,
};
const longRule: VariableMeasureRule = {
  prefix: '25',
  length: 18,
  itemDigits: 5,
  valueDigits: 5,
  hasValueVerifier: false,
  kind: 'price',
  decimals: 2,
};
const rules = [weightRule, priceRule, longRule];
const withCheck = (body: string): string => body + gtinCheckDigit(body);

describe('parseScan', () => {
  test('[BC4] a site code comes before everything else', () => {
    expect(parseScan(toSiteCode('tote', '0012'), ']C0', rules)).toEqual({ kind: 'siteCode', thing: 'tote', body: '0012' });
  });

  test('[BC4] a site code with a wrong last character says so', () => {
    const code = toSiteCode('bin', 'A01-1-1');
    const wrong = code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A');
    expect(parseScan(wrong, null, rules)).toMatchObject({ kind: 'unknown', reason: 'scan.badCheckCharacter' });
  });

  test.each([
    ['6901234567892', null, '06901234567892'],
    ['96385074', ']E4', '00000096385074'],
    ['036000291452', null, '00036000291452'],
    ['10614141000415', ']I1', '10614141000415'],
    [']E06901234567892', null, '06901234567892'],
    ['654321', ']E0', '00065100004327'],
  ])('[BC2] %s (%s) is GTIN %s', (text, aim, gtin) => {
    expect(parseScan(text, aim, rules)).toMatchObject({ kind: 'gtin', gtin });
  });

  test('[BC2] a wrong check digit and other digits are told apart', () => {
    expect(['6901234567893', '12345', '', 'hello', '123456789012345678901'].map((text) => reasonOf(text))).toEqual([
      'scan.badCheckDigit',
      'scan.unknownCode',
      'scan.empty',
      'scan.unknownCode',
      'scan.unknownCode',
    ]);
  });

  test('[BC5] a GS1-128 gives item, lot, expiry and weight', () => {
    const text = `0110614141000415172611301021AB${gs}3103000530`;
    expect(parseScan(text, ']C1', rules)).toMatchObject({
      kind: 'gtin',
      gtin: '10614141000415',
      expiresOn: '2026-11-30',
      lot: '21AB',
      measuredGrams: 530,
      serial: null,
    });
  });

  test('[BC5] brackets, a leading FNC1, an AIM identifier inside and no identifier at all read the same', () => {
    const expected = { kind: 'gtin', gtin: '10614141000415', lot: 'L1', serial: 'S1' };
    const texts = [
      '(01)10614141000415(10)L1(21)S1',
      `${gs}011061414100041510L1${gs}21S1`,
      `]d2011061414100041510L1${gs}21S1`,
      `011061414100041510L1${gs}21S1`,
    ];
    expect(texts.map((text) => parseScan(text, null, rules))).toEqual(texts.map(() => expect.objectContaining(expected)));
  });

  test('[BC5] amounts and counts are read with their decimals', () => {
    expect([
      parseScan('(01)10614141000415(3922)001299', null, rules),
      parseScan('(01)10614141000415(3931)156455', null, rules),
      parseScan('(02)10614141000415(37)24', null, rules),
      parseScan('(01)10614141000415(30)6(3100)000012', null, rules),
    ]).toEqual([
      expect.objectContaining({ priceFen: 1299 }),
      expect.objectContaining({ priceFen: 4550 }),
      expect.objectContaining({ isContent: true, count: 24 }),
      expect.objectContaining({ count: 6, measuredGrams: 12_000 }),
    ]);
  });

  test('[BC6] day 00 is the last day of its month', () => {
    const dayOf = (yymmdd: string) => parseScan(`(01)10614141000415(17)${yymmdd}`, null, rules, 2026);
    expect([dayOf('280200'), dayOf('270200'), dayOf('261100')]).toEqual([
      expect.objectContaining({ expiresOn: '2028-02-29' }),
      expect.objectContaining({ expiresOn: '2027-02-28' }),
      expect.objectContaining({ expiresOn: '2026-11-30' }),
    ]);
  });

  test('[BC6] the century is the one within 49 years back and 50 ahead', () => {
    const yearOf = (yy: string, thisYear: number) => {
      const code = parseScan(`(01)10614141000415(17)${yy}0101`, null, rules, thisYear);
      return code.kind === 'gtin' ? code.expiresOn?.slice(0, 4) : null;
    };
    expect([
      yearOf('76', 2026),
      yearOf('77', 2026),
      yearOf('01', 2051),
      yearOf('02', 2051),
      yearOf('00', 2099),
      yearOf('99', 2001),
    ]).toEqual(['2076', '1977', '2101', '2002', '2100', '1999']);
  });

  test.each(['261331', '261131', '270229', '260001'])('[BC6] the impossible date %s is refused with its reason', (yymmdd) => {
    expect(parseScan(`(01)10614141000415(17)${yymmdd}`, null, rules, 2026)).toMatchObject({
      kind: 'unknown',
      reason: 'scan.impossibleDate',
      detail: `(17)${yymmdd}`,
    });
  });

  test.each([
    [`0110614141000416`, ']C1', 'scan.badCheckDigit'],
    ['(01)10614141000415(17)2611', null, 'scan.malformedElement'],
    [`01106141410004151`, ']C1', 'scan.unknownAi'],
    ['(01)10614141000415(88)1', null, 'scan.unknownAi'],
    ['(01)10614141000415(10)123456789012345678901', null, 'scan.malformedElement'],
    ['(01)10614141000415(10)A(10)B', null, 'scan.conflictingElements'],
    ['(01)10614141000415(02)10614141000415', null, 'scan.conflictingElements'],
    ['(10)ONLYLOT', null, 'scan.unknownCode'],
  ])('[BC5] %s (%s) is refused as %s', (text, aim, reason) => {
    expect(parseScan(text, aim, rules)).toMatchObject({ kind: 'unknown', reason });
  });

  test('[BC5] a logistic unit is named by its SSCC', () => {
    expect([parseScan('00106141412345678908', null, rules), parseScan('(00)106141412345678908', ']C1', rules)]).toEqual([
      expect.objectContaining({ kind: 'sscc', sscc: '106141412345678908' }),
      expect.objectContaining({ kind: 'sscc', sscc: '106141412345678908' }),
    ]);
  });

  test('[BC7] a Digital Link says the same as the element string', () => {
    expect([
      parseScan('https://id.gs1.org/01/10614141000415/10/L%2F1/21/S1?17=261130', ']Q1', rules),
      parseScan('https://shop.example/some/path/01/6901234567892', null, rules),
      parseScan('https://shop.example/cart', null, rules),
      parseScan('https://id.gs1.org/01/10614141000415?17=261131', null, rules),
    ]).toEqual([
      expect.objectContaining({ kind: 'gtin', gtin: '10614141000415', lot: 'L/1', serial: 'S1', expiresOn: '2026-11-30' }),
      expect.objectContaining({ kind: 'gtin', gtin: '06901234567892' }),
      expect.objectContaining({ kind: 'unknown', reason: 'scan.unknownCode' }),
      expect.objectContaining({ kind: 'unknown', reason: 'scan.impossibleDate' }),
    ]);
  });

  test('[BC8] weight, price with verifier and an 18-digit label are read by the site rules', () => {
    const price = withCheck(`2204321${priceVerifier('1299')}1299`);
    expect([
      parseScan(withCheck('210432100530'), null, rules),
      parseScan(price, null, rules),
      parseScan(withCheck('25043210129900530'), null, rules),
    ]).toEqual([
      expect.objectContaining({ kind: 'variableMeasure', item: '04321', grams: 530, priceFen: null }),
      expect.objectContaining({ kind: 'variableMeasure', item: '04321', grams: null, priceFen: 1299 }),
      { kind: 'variableMeasure', item: '04321', grams: 530, priceFen: 1299, gtin: null },
    ]);
  });

  test('[BC8] the seven layouts of one shop, told apart by their prefix', () => {
    const layout = (prefix: string, kind: 'price' | 'weight', decimals: number): VariableMeasureRule => ({
      ...{ prefix, length: 13, itemDigits: 5, valueDigits: 4, hasValueVerifier: true, kind, decimals },
    });
    const seven: VariableMeasureRule[] = [
      layout('20', 'price', 2),
      layout('21', 'price', 1),
      layout('22', 'price', 0),
      layout('23', 'weight', 3),
      layout('24', 'weight', 2),
      layout('25', 'weight', 1),
      { ...layout('28', 'price', 2), valueDigits: 5, hasValueVerifier: false },
    ];
    const read = (code: string): unknown => {
      const parsed = parseScan(code, null, seven);
      return parsed.kind === 'variableMeasure' ? [parsed.item, parsed.grams, parsed.priceFen] : parsed;
    };
    const checked = (prefix: string): string => withCheck(`${prefix}40119${priceVerifier('1250')}1250`);
    expect([
      ...['20', '21', '22', '23', '24', '25'].map((prefix) => read(checked(prefix))),
      read(withCheck('284011901250')),
      // Half a kilogram from a scale that leaves the verifier at 0.
      read(withCheck('234011900500')),
    ]).toEqual([
      ['40119', null, 1_250],
      ['40119', null, 12_500],
      ['40119', null, 125_000],
      ['40119', 1_250, null],
      ['40119', 12_500, null],
      ['40119', 125_000, null],
      ['40119', null, 1_250],
      ['40119', 500, null],
    ]);
  });

  test('[BC8] a wrong verifier and a wrong check digit are told apart; without a rule the code is a GTIN', () => {
    const verifier = priceVerifier('1299') === '1' ? '2' : '1';
    const code = withCheck('210432100530');
    expect([
      reasonOf(withCheck(`2204321${verifier}1299`)),
      reasonOf(code.slice(0, -1) + ((Number(code.slice(-1)) + 1) % 10)),
      parseScan(code, null, []),
    ]).toEqual(['scan.badValueVerifier', 'scan.badCheckDigit', expect.objectContaining({ kind: 'gtin', gtin: `0${code}` })]);
  });

  test('[BC8] verifiers are those of the General Specifications', () => {
    expect([priceVerifier('2875'), priceVerifier('14685')]).toEqual(['9', '6']);
  });

  test('[BC4] no bytes at all make it throw', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => void parseScan(text, null, rules)));
    fc.assert(fc.property(fc.stringMatching(/^[()0-9A-Z\u001d]{0,60}$/), (text) => void parseScan(text, ']C1', rules)));
  });
});

function reasonOf(text: string): string | null {
  const code = parseScan(text, null, rules);
  return code.kind === 'unknown' ? code.reason : null;
}
