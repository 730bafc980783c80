import { describe, expect, test } from 'vitest';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import { readEanPicture } from '#shared/wire/picture/readEanPicture.ts';
import { rotateQuarter } from '#shared/wire/picture/turnPicture.ts';
import { drawEanText, drawModules, eanModules, type EanLook } from '#test/support/drawEan.ts';

const clean: EanLook = { modulePoints: 3, blurPoints: 0, growth: 0, rise: 0, dark: 20, bright: 235, noise: 0 };
const codesOfALook = 12;

describe('readEanPicture', () => {
  test.each<[string, Partial<EanLook>]>([
    ['clean', {}],
    ['small', { modulePoints: 2.1 }],
    ['large', { modulePoints: 7.3 }],
    ['blurred', { blurPoints: 1.3, noise: 3 }],
    ['pale', { dark: 110, bright: 150, noise: 3 }],
    ['dark', { dark: 5, bright: 40, noise: 1 }],
    ['seen askew', { growth: 0.5, blurPoints: 0.8, noise: 4 }],
    ['slanted', { rise: 0.25, blurPoints: 0.5 }],
    ['noisy', { noise: 30 }],
  ])('[CD4] a %s code is read, upright, turned and upside down', (_, spoilt) => {
    const prng = createPrng(11);
    const wrong: string[] = [];
    for (let count = 0; count < codesOfALook; count += 1) {
      const text = drawEanText(prng);
      const picture = drawModules(eanModules(text), { ...clean, ...spoilt }, prng);
      const turned = rotateQuarter(picture);
      for (const seen of [picture, turned, rotateQuarter(turned)]) {
        const read = readEanPicture(seen).join(' ');
        if (read !== text) wrong.push(`${text} as ${read || 'nothing'}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('[CD5] stripes of chance, with the guards of a code or without, are none', () => {
    const prng = createPrng(5);
    const read: string[] = [];
    for (let count = 0; count < 160; count += 1) {
      const chance = (length: number): string => Array.from({ length }, () => String(nextInt(prng, 0, 1))).join('');
      const modules = count % 2 === 0 ? chance(95) : `101${chance(42)}01010${chance(42)}101`;
      const look = { ...clean, modulePoints: 2 + prng.next() * 3, blurPoints: prng.next() * 1.5, noise: 10 * prng.next() };
      read.push(...readEanPicture(drawModules(modules, look, prng)));
    }
    expect(read).toEqual([]);
  });

  test('[CD5] one wrong digit is no other code', () => {
    const prng = createPrng(6);
    const read: string[] = [];
    for (let count = 0; count < 70; count += 1) {
      const text = drawEanText(prng);
      const at = nextInt(prng, 1, 12);
      const changed = text.slice(0, at) + String((Number(text[at]) + nextInt(prng, 1, 9)) % 10) + text.slice(at + 1);
      const look = { ...clean, modulePoints: 2.2 + prng.next(), blurPoints: prng.next() * 1.2, noise: 6 };
      read.push(...readEanPicture(drawModules(eanModules(changed), look, prng)).map((found) => `${changed} as ${found}`));
    }
    expect(read).toEqual([]);
  });

  test('[CD5] noise is no code, and a picture without a point neither', () => {
    const prng = createPrng(7);
    const luma = Uint8Array.from({ length: 300 * 200 }, () => nextInt(prng, 0, 255));
    expect([readEanPicture({ width: 300, height: 200, luma }), readEanPicture({ width: 0, height: 0, luma: new Uint8Array(0) })]).toEqual([
      [],
      [],
    ]);
  });
});
