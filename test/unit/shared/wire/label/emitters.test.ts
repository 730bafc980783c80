import { describe, expect, test } from 'vitest';
import type { Bitmap } from '#shared/wire/label/bitmap.ts';
import { encodeCode128 } from '#shared/wire/label/encodeCode128.ts';
import { encodeEan13 } from '#shared/wire/label/encodeEan13.ts';
import { encodeMatrix } from '#shared/wire/label/encodeMatrix.ts';
import type { DrawnItem, LabelDrawing, MatrixSymbology } from '#shared/wire/label/label.ts';
import { paintDrawing } from '#shared/wire/label/paintDrawing.ts';
import { toEscPos } from '#shared/wire/label/toEscPos.ts';
import { toTspl } from '#shared/wire/label/toTspl.ts';
import { toGraphicField, toZpl } from '#shared/wire/label/toZpl.ts';
import { differingDots } from '#test/support/labels/checkLabel.ts';
import { rasteriseEscPos } from '#test/support/labels/rasteriseEscPos.ts';
import { rasteriseTspl } from '#test/support/labels/rasteriseTspl.ts';
import { barsOf } from '#test/support/labels/symbolCells.ts';

const native = { copies: 1, codes: 'native' } as const;
const picture = { copies: 1, codes: 'picture' } as const;
const box = { x: 20, y: 16, widthDots: 400, heightDots: 60 };
const code128 = (content: string, symbology: 'code128' | 'gs1-128' = 'code128'): DrawnItem => {
  const { modules } = encodeCode128(content);
  return { kind: 'bars', box, x: 20, y: 16, symbology, content, modules, moduleDots: 2, heightDots: 60 };
};
const ean13: DrawnItem = {
  kind: 'bars',
  box,
  x: 20,
  y: 16,
  symbology: 'ean13',
  content: '6901234567892',
  modules: encodeEan13('6901234567892'),
  moduleDots: 2,
  heightDots: 60,
};
const matrix = (symbology: MatrixSymbology, content: string): DrawnItem => {
  const { side, cells } = encodeMatrix(symbology, content) ?? expect.fail('no code');
  return { kind: 'matrix', box: { ...box, heightDots: 120 }, x: 20, y: 16, symbology, content, side, cells, cellDots: 4 };
};
const drawing = (...items: DrawnItem[]): LabelDrawing => ({ widthDots: 480, heightDots: 160, dotsPerMm: 8, jobId: 'job~1^XA', items });
const zplField = (item: DrawnItem) => toZpl(drawing(item), native).split('\n').at(6);
const tsplLine = (item: DrawnItem) =>
  Buffer.from(toTspl(drawing(item), native))
    .toString('latin1')
    .split('\r\n')
    .at(5)
    ?.replace(/,0,[^A-Za-z"]{30}.*/s, ',0,...');

describe('codes', () => {
  test('[LB3] Code 128 starts in set C for leading digits and never goes back to it; an independent encoder gives the same bars', () => {
    const parts = (content: string) => (({ pairs, letters }) => [pairs, letters])(encodeCode128(content));
    expect([parts('PC-1'), parts('123456'), parts('12345AB'), parts('12AB'), parts('\u001d0106901\u001d10A')]).toEqual([
      ['', 'PC-1'],
      ['123456', ''],
      ['1234', '5AB'],
      ['', '12AB'],
      ['\u001d010690', '1\u001d10A'],
    ]);
    expect(encodeCode128('12345AB').modules).toBe(barsOf('code128Words', '^105^012^034^100^021^033^034'));
  });

  test('[LB3] EAN-13 of every first digit is what an independent encoder draws', () => {
    const digits = Array.from({ length: 10 }, (_, index) => `${index}90123456789`);
    expect(digits.map((code) => barsOf('ean13', code).slice(0, 84))).toEqual(digits.map((code) => encodeEan13(`${code}0`).slice(0, 84)));
  });

  test('[LB4] a text too long for the largest code gives none', () => {
    expect([encodeMatrix('qr', 'x'.repeat(3000)), encodeMatrix('dataMatrix', 'x'.repeat(3000))]).toEqual([null, null]);
  });
});

describe('ZPL', () => {
  test('[LB9] signs of the language go as hexadecimal; what it cannot say is drawn', () => {
    expect([
      zplField(code128('A^~_B')),
      zplField(code128('12345A')),
      zplField(code128('\u001d010690', 'gs1-128')),
      zplField(matrix('qr', 'A^_')),
    ]).toEqual([
      '^FO20,16^BY2^BCN,60,N,N,N,N^FH_^FD>:A_5E_7E_5FB^FS',
      '^FO20,16^BY2^BCN,60,N,N,N,N^FH_^FD>;1234>65A^FS',
      '^FO20,16^BY2^BCN,60,N,N,N,N^FH_^FD>;>8010690^FS',
      '^FO20,6^BQN,2,4^FH_^FDMA,A_5E_5F^FS',
    ]);
    expect([zplField(code128('A>B'))?.slice(0, 13), zplField(matrix('dataMatrix', 'A_B'))?.slice(0, 13)]).toEqual([
      '^FO20,16^GFA,',
      '^FO20,16^GFA,',
    ]);
    expect(zplField(matrix('gs1DataMatrix', '10A^\\\u001d21B'))).toBe('^FO20,16^BXN,4,200,,,,_,1^FH\\^FD_110A\\5E\\5C_121B^FS');
  });

  test('[LB2] nothing but ASCII goes out; the job is named in a comment; copies are the printer’s', () => {
    const zpl = toZpl(drawing(code128('A'), ean13, matrix('qr', 'B')), { ...native, copies: 3 });
    expect(zpl).toMatch(/^[\n -~]*$/);
    expect([zpl.split('\n').slice(0, 6), zpl.split('\n').at(-3)]).toEqual([
      ['^XA', '^FXjob job1XA^FS', '^CI28', '^PW480', '^LL160', '^LH0,0'],
      '^PQ3',
    ]);
  });

  test('[LB2] equal rows, long runs and white ends of rows are shortened', () => {
    const bitmap: Bitmap = { widthDots: 16, heightDots: 4, rows: Uint8Array.of(0xff, 0, 0xff, 0, 0, 0, 0x0f, 0x01) };
    expect(toGraphicField(bitmap)).toBe('^GFA,8,8,2,FF,:,0F01');
    const wide: Bitmap = { widthDots: 2000, heightDots: 1, rows: new Uint8Array(250).fill(0xaa) };
    expect(toGraphicField(wide)).toBe('^GFA,250,250,250,zkA');
  });
});

describe('TSPL', () => {
  test('[LB9] quotes are escaped; what the language cannot say is drawn', () => {
    expect([
      tsplLine(code128('A"B')),
      tsplLine(code128('\u001d010690123A', 'gs1-128')),
      tsplLine(matrix('qr', 'A"B')),
      tsplLine(matrix('gs1DataMatrix', '10A\u001d21B')),
    ]).toEqual([
      'BARCODE 20,16,"128M",60,0,0,2,2,"!104A\\["]B"',
      'BARCODE 20,16,"128M",60,0,0,2,2,"!105!10201069012!1003A"',
      'QRCODE 20,16,M,4,A,0,M2,"A\\["]B"',
      'DMATRIX 20,16,56,56,c126,x4,"~110A~121B"',
    ]);
    expect([tsplLine(code128('A!B'))?.slice(0, 12), tsplLine(matrix('dataMatrix', 'A~B'))?.slice(0, 12)]).toEqual([
      'BITMAP 20,16',
      'BITMAP 20,16',
    ]);
  });

  test('[LB10] the job is named in a comment, copies are the printer’s', () => {
    const print = rasteriseTspl(toTspl(drawing(ean13), { ...native, copies: 7 }), 8);
    expect([print.comment, print.copies]).toEqual(['job job1XA', 7]);
  });
});

describe('ESC/POS', () => {
  const stream = (item: DrawnItem) => Buffer.from(toEscPos(drawing(item), native)).toString('latin1');

  test('[LB9] braces and FNC1 of Code 128 are escaped, pairs of digits are bytes', () => {
    expect([
      stream(code128('A{B')).includes('\u001dkI\u0006{BA{{B'),
      stream(code128('\u001d0106A', 'gs1-128')).includes('\u001dkI\u0009{C{1\u0001\u0006{BA'),
    ]).toEqual([true, true]);
  });

  test('[LB10] a code with other ink beside it is drawn, one alone is the printer’s own', () => {
    const beside: DrawnItem = { kind: 'fill', box: { x: 440, y: 20, widthDots: 8, heightDots: 8 } };
    expect(
      [toEscPos(drawing(ean13), native), toEscPos(drawing(ean13, beside), native)].map((bytes) =>
        Buffer.from(bytes).includes('\u001dkC', 'latin1'),
      ),
    ).toEqual([true, false]);
  });

  test('[LB10] every copy is printed and cut', () => {
    const { bitmaps } = rasteriseEscPos(toEscPos(drawing(ean13, matrix('dataMatrix', 'X')), { ...native, copies: 2 }), 480, 160);
    expect(bitmaps).toHaveLength(2);
    expect(bitmaps[0]).toEqual(bitmaps[1]);
  });
});

test.each([
  code128('AB12!~>{"_^'),
  code128('\u001d0106901234567892', 'gs1-128'),
  ean13,
  matrix('qr', 'a"b^~'),
  matrix('dataMatrix', 'a_~"'),
  matrix('gs1DataMatrix', '10A%\u001d21_'),
])('[LB10] codes sent as pictures and as the printer’s own give the same dots ($symbology)', (item) => {
  const label = drawing(item, { kind: 'frame', box: { x: 0, y: 0, widthDots: 480, heightDots: 160 }, thicknessDots: 2 });
  const wanted = paintDrawing(label);
  const printed = [native, picture].flatMap((options) => [
    rasteriseTspl(toTspl(label, options), 8).bitmap,
    rasteriseEscPos(toEscPos(label, options), 480, 160).bitmaps[0] ?? expect.fail('nothing printed'),
  ]);
  const dots = printed.map((bitmap) => differingDots(label, wanted, bitmap));
  expect(dots.map(({ elsewhere }) => elsewhere)).toEqual([0, 0, 0, 0]);
  if (item.kind === 'matrix' && item.symbology === 'qr') return;
  expect(dots.map(({ inCodes }) => inCodes)).toEqual([0, 0, 0, 0]);
});
