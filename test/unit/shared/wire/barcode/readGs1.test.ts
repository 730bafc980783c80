import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import { aiRule, allAiRules } from '#shared/wire/barcode/applicationIdentifiers.ts';
import { buildDigitalLink } from '#shared/wire/barcode/buildDigitalLink.ts';
import { toBracketed, toElementString, toHri } from '#shared/wire/barcode/formatElements.ts';
import { readGs1, type Gs1Source } from '#shared/wire/barcode/readGs1.ts';
import { drawElements } from '#test/support/gs1Draws.ts';

const gs = '\u001d';
const options = { thisYear: 2026, allowsAlphas: false };
const reasonOf = (kind: Gs1Source['kind'], text: string, given = options): string => {
  const reading = readGs1({ kind, text }, given);
  return reading.ok ? 'ok' : `${reading.error.reason} ${reading.error.rule}`;
};
const elementsOf = (kind: Gs1Source['kind'], text: string, given = options): string => {
  const reading = readGs1({ kind, text }, given);
  return reading.ok ? toBracketed(reading.value.elements) : reading.error.reason;
};

describe('the official engine', () => {
  const vectorsPath = '../shared/data/gs1/gs1-engine-vectors.json';
  const hasVectors = existsSync(vectorsPath);
  const title = '[BC10] gives the same verdict on every one of its vectors';

  test.skipIf(!hasVectors)(hasVectors ? title : `${title} (skipped: ${vectorsPath} is not here)`, () => {
    const vectors = JSON.parse(readFileSync(vectorsPath, 'utf8')) as Vectors;
    const wrong: string[] = [];
    let compared = 0;
    const compare = (what: string, ours: unknown, theirs: unknown): void => {
      compared += 1;
      if (ours !== theirs) wrong.push(`${what}: ours ${String(ours)}, theirs ${String(theirs)}`);
    };
    for (const { bracketed, engine } of vectors.parseAIdata) {
      const reading = readGs1({ kind: 'elementString', text: bracketed }, options);
      compare(bracketed, reading.ok, engine.ok);
      if (reading.ok) compare(bracketed, `^${toElementString(reading.value.elements, '^')}`, engine.dataStr);
    }
    for (const { scanData } of vectors.generateScanData) {
      if (scanData !== null) compare(scanData, readGs1({ kind: 'scanData', text: scanData }, options).ok, true);
    }
    for (const [expected, stem, elementString, uri] of vectors.generateDLuri) {
      // Identifiers nobody has given out are an option of the engine; it is off here as it is there by itself.
      if (elementString.includes('(89)')) continue;
      const reading = readGs1({ kind: 'elementString', text: elementString }, options);
      const link = reading.ok ? buildDigitalLink(reading.value.elements, stem === 'NULL' ? undefined : stem) : null;
      compare(elementString, link?.ok === true ? link.value : '', expected === 'true' ? uri : '');
      if (expected === 'true') compare(uri, reasonOf('uri', uri), 'ok');
    }
    console.log(`GS1 engine vectors: ${compared} compared, ${wrong.length} disagreements`);
    expect(wrong).toEqual([]);
  });
});

type Vectors = {
  readonly parseAIdata: ReadonlyArray<{ readonly bracketed: string; readonly engine: { readonly ok: boolean; readonly dataStr?: string } }>;
  readonly generateScanData: ReadonlyArray<{ readonly scanData: string | null }>;
  readonly generateDLuri: ReadonlyArray<readonly [string, string, string, string]>;
};

describe('readGs1', () => {
  test.each([
    [`]C1011061414100041510AB${gs}17261130`, '(01)10614141000415(10)AB(17)261130'],
    [']E02112345678900', '(01)02112345678900'],
    [']E402345673', '(01)00000002345673'],
    [']I110614141000415', '(01)10614141000415'],
    [`]E02112345678900|]e099COMPOSITE${gs}98XYZ`, '(01)02112345678900(99)COMPOSITE(98)XYZ'],
    [']Q1https://a.example/01/10614141000415', '(01)10614141000415'],
    [']Q1TESTING', ''],
  ])('[BC10] scan data %j is read by its symbology identifier', (text, elements) => {
    expect(elementsOf('scanData', text)).toBe(elements);
  });

  test.each([
    ['scanData', '0110614141000415', 'scan.unknownCode aim'],
    ['scanData', ']C0ABC', 'scan.unknownCode aim'],
    ['scanData', ']E02112345678901', 'scan.badCheckDigit csum'],
    ['scanData', `]C1${gs}0110614141000415`, 'scan.unknownAi ai'],
    ['scanData', `]C10110614141000415${gs}10A${gs}${gs}21B`, 'scan.unknownAi ai'],
    ['elementString', '(01)10614141000416', 'scan.badCheckDigit csum'],
    ['elementString', '(01)10614141000415(17)261331', 'scan.impossibleDate yymmd0'],
    ['elementString', '(01)10614141000415(7006)261100', 'scan.impossibleDate yymmdd'],
    ['elementString', '(01)10614141000415(7003)2611302460', 'scan.impossibleDate hhmi'],
    ['elementString', '(01)10614141000415(422)999', 'scan.malformedElement iso3166'],
    ['elementString', '(8013)1987654Ad4X4bL5ttr2310c2J', 'scan.badCheckDigit csumalpha'],
    ['elementString', '(415)4000000000006(8020)A(8007)GB82WEST12345698765433', 'scan.badCheckDigit iban'],
    ['elementString', '(01)10614141000415(8001)00000000000100', 'scan.malformedElement nonzero'],
    ['elementString', '(00)106141412345678908(4300)A%2', 'scan.malformedElement pcenc'],
    ['elementString', '(8006)106141410004150302', 'scan.malformedElement pieceoftotal'],
    ['elementString', '0110614141000415', 'scan.malformedElement brackets'],
    ['elementString', '(77)1', 'scan.unknownAi ai'],
  ] as const)('[BC10] %s %j is refused as %s', (kind, text, reason) => {
    expect(reasonOf(kind, text)).toBe(reason);
  });

  test.each([
    ['(10)LOT', 'scan.missingElement req'],
    ['(02)10614141000415(37)5', 'scan.missingElement req'],
    ['(00)106141412345678908(02)10614141000415(37)5', 'ok'],
    ['(01)10614141000415(37)5', 'scan.conflictingElements ex'],
    ['(01)10614141000415(3101)000001(3102)000001', 'scan.conflictingElements ex'],
    ['(01)10614141000415(3922)100', 'scan.missingElement req'],
    ['(01)10614141000415(3922)100(3103)000100', 'ok'],
    ['(01)10614141000415(8040)123456789012345', 'scan.missingElement req'],
    ['(01)10614141000415(21)1(8040)123456789012345', 'ok'],
    ['(01)10614141000415(10)A(10)A', 'ok'],
    ['(01)10614141000415(10)A(10)B', 'scan.conflictingElements repeat'],
    ['(253)9526064000028(8030)AA', 'scan.missingElement serial'],
  ])('[BC11] pairs: %s is %s', (text, verdict) => {
    expect(reasonOf('elementString', text)).toBe(verdict);
  });

  test.each([
    ['https://a.example/x/y/01/10614141000415/22/V/10/L/21/S?17=261130&utm=1#top', '(01)10614141000415(22)V(10)L(21)S(17)261130'],
    ['https://a.example/gtin/10614141000415/lot/L', 'scan.unknownCode'],
    ['https://a.example/01/10614141000415/21/S/10/L', 'scan.malformedElement'],
    ['https://a.example/01/10614141000415?10=L', 'scan.malformedElement'],
    ['https://a.example/01/10614141000415?89=L', 'scan.unknownAi'],
    ['https://a.example/01/6901234567892', 'scan.malformedElement'],
    ['https://a.example/01/10614141000415/', 'scan.unknownCode'],
    ['https:///a.example/01/10614141000415', 'scan.unknownCode'],
    ['ftp://a.example/01/10614141000415', 'scan.unknownCode'],
  ])('[BC12] the address %s says %s', (uri, elements) => {
    expect(elementsOf('uri', uri)).toBe(elements);
  });

  test('[BC12] the names of Digital Link 1.1 are taken where they are asked for', () => {
    const given = { ...options, allowsAlphas: true };
    expect(elementsOf('uri', 'https://a.example/gtin/10614141000415/lot/L/ser/S', given)).toBe('(01)10614141000415(10)L(21)S');
  });

  test('[BC13] every identifier survives brackets, element string, scan and Digital Link', () => {
    const seen = { elements: 0, links: 0 };
    const wrong: string[] = [];
    for (const rule of allAiRules()) {
      const elements = drawElements(createPrng(Number(rule.ai) + 1), rule);
      if (elements.length === 0) wrong.push(`nothing drawn for ${rule.ai}`);
      seen.elements += 1;
      const bracketed = toBracketed(elements);
      if (elementsOf('elementString', bracketed) !== bracketed) wrong.push(`${bracketed} ${reasonOf('elementString', bracketed)}`);
      if (elementsOf('scanData', `]d2${toElementString(elements)}`) !== bracketed) wrong.push(`]d2 ${bracketed}`);
      const link = buildDigitalLink(elements, 'https://a.example/x');
      if (!link.ok) continue;
      seen.links += 1;
      const back = elementsOf('uri', link.value);
      if (back.length !== bracketed.length) wrong.push(`${link.value} ${back}`);
    }
    expect({ wrong, isAll: seen.elements > 480, hasLinks: seen.links > 200 }).toEqual({ wrong: [], isAll: true, hasLinks: true });
  });

  test('[BC13] what is built is read back the same, whatever the data', () => {
    const rules = [...allAiRules()];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.nat({ max: rules.length - 1 }), (seed, at) => {
        const elements = drawElements(createPrng(seed), rules[at] ?? expect.fail('no rule'));
        const reading = readGs1({ kind: 'scanData', text: `]C1${toElementString(elements)}` }, options);
        expect(reading).toEqual({ ok: true, value: { aim: ']C1', elements, plainText: null } });
        const link = buildDigitalLink(elements);
        if (!link.ok) return;
        const back = readGs1({ kind: 'uri', text: link.value }, options);
        const sorted = (list: readonly { ai: string }[]) => list.toSorted((a, b) => (a.ai < b.ai ? -1 : 1));
        expect(back.ok && sorted(back.value.elements)).toEqual(sorted(elements));
      }),
      { numRuns: 300 },
    );
  });

  test('[BC13] no text at all makes it throw', () => {
    const kinds = fc.constantFrom('scanData' as const, 'elementString' as const, 'uri' as const);
    fc.assert(fc.property(kinds, fc.string({ maxLength: 80, unit: 'binary' }), (kind, text) => void readGs1({ kind, text }, options)));
    fc.assert(
      fc.property(fc.stringMatching(/^\(01\)[()0-9A-Z|^\\]{0,40}$/), (text) => void readGs1({ kind: 'elementString', text }, options)),
    );
  });

  test('[BC10] human readable lines carry the identifier in brackets and a space', () => {
    expect(
      toHri([
        { ai: '01', content: '10614141000415' },
        { ai: '10', content: 'A' },
      ]),
    ).toEqual(['(01) 10614141000415', '(10) A']);
    expect(aiRule('3103')?.title).toBe('NET WEIGHT (kg)');
  });
});
