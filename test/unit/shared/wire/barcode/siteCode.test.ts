import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mod37CheckCharacter } from '#shared/wire/barcode/mod37.ts';
import { parseSiteCode, toSiteCode, type SiteCodeKind } from '#shared/wire/barcode/siteCode.ts';

const kinds: readonly SiteCodeKind[] = ['bin', 'tote', 'parcel', 'shelfPlace', 'courier', 'badge', 'commandSheet', 'order', 'device'];
const body = fc.stringMatching(/^[0-9A-Z][0-9A-Z/-]{0,20}[0-9A-Z]$/);

describe('site codes', () => {
  test('[BC1] the check character is that of ISO 7064 MOD 37,36', () => {
    expect([mod37CheckCharacter('A12425GABC1234002'), mod37CheckCharacter('a1-2425g-abc1234002')]).toEqual(['M', 'M']);
  });

  test('[BC1] every printed code reads back as what it names', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), body, (kind, text) => {
        expect(parseSiteCode(toSiteCode(kind, text))).toEqual({ ok: true, value: { kind, body: text } });
      }),
    );
  });

  test('[BC1] one wrong character is found', () => {
    const wrongOne = fc.constantFrom('0', '1', '8', 'A', 'B', 'X', 'Z');
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.stringMatching(/^[0-9A-Z]{4,12}$/), fc.nat(), wrongOne, (kind, text, at, wrong) => {
        const code = toSiteCode(kind, text);
        const index = 3 + (at % text.length);
        const changed = code.slice(0, index) + wrong + code.slice(index + 1);
        if (changed !== code) expect(parseSiteCode(changed)).toEqual({ ok: false, error: 'scan.badCheckCharacter' });
      }),
    );
  });

  test('[BC1] of swapped neighbours all but 2 pairs in 1,260 are found, whatever stands before them', () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const missed = Array.from(alphabet, (before) => {
      let count = 0;
      for (const first of alphabet) {
        for (const second of alphabet) {
          if (first !== second && mod37CheckCharacter(before + first + second) === mod37CheckCharacter(before + second + first)) count += 1;
        }
      }
      return count;
    });
    expect(new Set(missed)).toEqual(new Set([2]));
  });

  test('[BC1] dashes, slashes and a lower-case reason stay in the body', () => {
    const code = toSiteCode('commandSheet', 'SHORT/notFound');
    expect([toSiteCode('bin', 'A03-2-15'), parseSiteCode(code), parseSiteCode('XX-A-1'), parseSiteCode('6901234567892')]).toEqual([
      expect.stringMatching(/^BN-A03-2-15-[0-9A-Z]$/),
      { ok: true, value: { kind: 'commandSheet', body: 'SHORT/notFound' } },
      { ok: false, error: 'scan.notSiteCode' },
      { ok: false, error: 'scan.notSiteCode' },
    ]);
  });

  test('[BC1] a body that cannot be printed is a bug', () => {
    expect(() => toSiteCode('bin', '货位 1')).toThrow('no site code');
  });
});
