import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBitmap, cutOut, fillBox, fromHex, inkBoxOf, isBlackAt, layOver, type Bitmap } from '#shared/wire/label/bitmap.ts';

const dotsOf = (bitmap: Bitmap): string[] =>
  Array.from({ length: bitmap.heightDots }, (_, y) =>
    Array.from({ length: bitmap.widthDots }, (_unused, x) => (isBlackAt(bitmap, x, y) ? '#' : '.')).join(''),
  );
const place = fc.integer({ min: -20, max: 40 });
const length = fc.integer({ min: 0, max: 40 });

test('[LB10] boxes are filled, pictures laid over and ink found dot by dot as one would by hand', () => {
  fc.assert(
    fc.property(place, place, length, length, place, place, (x, y, widthDots, heightDots, atX, atY) => {
      const paper = createBitmap(29, 17);
      fillBox(paper, { x, y, widthDots, heightDots });
      const isIn = (column: number, row: number) => column >= x && column < x + widthDots && row >= y && row < y + heightDots;
      expect(dotsOf(paper)).toEqual(
        Array.from({ length: 17 }, (_, row) => Array.from({ length: 29 }, (_unused, column) => (isIn(column, row) ? '#' : '.')).join('')),
      );
      const onto = createBitmap(33, 11);
      layOver(onto, paper, atX, atY);
      expect(dotsOf(onto)).toEqual(
        Array.from({ length: 11 }, (_, row) =>
          Array.from({ length: 33 }, (_unused, column) => (isBlackAt(paper, column - atX, row - atY) ? '#' : '.')).join(''),
        ),
      );
      const ink = inkBoxOf(paper);
      const inked = dotsOf(ink === null ? paper : cutOut(paper, ink)).join('');
      expect(inked).toBe((ink === null ? '.' : '#').repeat(inked.length));
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('[LB10] a picture of a template keeps to its width and is scaled to the printer', () => {
  expect([dotsOf(fromHex('FF80', 5, 2, 1)), dotsOf(fromHex('A0', 3, 1, 2))]).toEqual([
    ['#####', '#....'],
    ['##..##', '##..##'],
  ]);
});
