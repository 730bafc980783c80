import { describe, expect, test } from 'vitest';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { Bitmap, TextRasterizer } from '#shared/wire/label/label.ts';
import { labelTemplate, type LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { toGraphicField, toZpl } from '#shared/wire/label/toZpl.ts';

/** One black dot in an 8x2 picture for every text. */
const dot: Bitmap = { widthDots: 8, heightDots: 2, rows: Uint8Array.of(0x80, 0x80) };
const drawn: string[] = [];
const rasterizer: TextRasterizer = {
  draw: (request) => {
    drawn.push(request.text);
    return dot;
  },
};
const template = (elements: unknown[], fields: unknown[] = [{ name: 'code', isRequired: true, maxLength: 20 }]): LabelTemplate =>
  labelTemplate.parse({ name: 't', widthMm: 60, heightMm: 40, fields, elements });
const text = { kind: 'text', x: 10, y: 20, widthDots: 200, heightDots: 20, text: '{code}' };
const marks = { jobNo: '000001', isReprint: false };

function zplOf(elements: unknown[], code: string, dotsPerMm = 8): string {
  const label = composeLabel(template(elements), { code }, marks);
  return label.ok ? toZpl(label.value, rasterizer, dotsPerMm) : label.error.detail;
}

describe('ZPL', () => {
  test('[LB2] short ASCII text uses the printer font, everything else is drawn', () => {
    drawn.length = 0;
    const zpl = [zplOf([text], 'AB^1'), zplOf([text], '冷藏'), zplOf([text], 'much too long for it')];
    expect([zpl.map((one) => one.split('\n').at(5)), drawn]).toEqual([
      ['^FO10,20^A0N,20,20^FB200,1,0,L,0^FH_^FDAB_5E1^FS', '^FO10,20^GFA,2,2,1,8,:^FS', '^FO10,20^GFA,2,2,1,8,:^FS'],
      ['冷藏', 'much too long for it'],
    ]);
  });

  test('[LB2] nothing but ASCII ever goes to the printer', () => {
    expect(zplOf([text, { ...text, text: '补打 é' }], '王女士')).toMatch(/^[\n -~]*$/);
  });

  test('[LB3] Code 128 is automatic (mode A) and its bars never leave its box', () => {
    const barcode = { kind: 'barcode', symbology: 'code128', x: 0, y: 0, moduleDots: 3, widthDots: 300, heightDots: 50, content: '{code}' };
    expect([zplOf([barcode], 'AB').split('\n').at(5), zplOf([barcode], '1234567890123').split('\n').at(5)]).toEqual([
      '^FO0,0^BY3^BCN,50,N,N,N,A^FH_^FDAB^FS',
      '^FO0,0^BY1^BCN,50,N,N,N,A^FH_^FD1234567890123^FS',
    ]);
  });

  test('[LB3] QR, EAN-13, lines and boxes; a 300 dpi printer gets half as many dots again', () => {
    const elements = [
      { kind: 'qr', x: 8, y: 8, moduleDots: 4, content: '{code}' },
      { kind: 'barcode', symbology: 'ean13', x: 0, y: 0, moduleDots: 2, widthDots: 300, heightDots: 50, content: '{code}' },
      { kind: 'line', x: 0, y: 10, widthDots: 100, heightDots: 2 },
      { kind: 'box', x: 0, y: 10, widthDots: 100, heightDots: 60, thicknessDots: 2 },
    ];
    expect(zplOf(elements, '6901234567892', 12).split('\n').slice(2, 9)).toEqual([
      '^PW720',
      '^LL480',
      '^LH0,0',
      '^FO12,12^BQN,2,6^FH_^FDQA,6901234567892^FS',
      '^FO0,0^BY3^BEN,75,Y,N^FD690123456789^FS',
      '^FO0,15^GB150,3,3^FS',
      '^FO0,15^GB150,90,3^FS',
    ]);
  });

  test('[LB4] a missing or overlong field and a code that cannot be encoded are refused in words', () => {
    const ean = { kind: 'barcode', symbology: 'ean13', x: 0, y: 0, widthDots: 300, heightDots: 50, content: '{code}' };
    const code128 = { ...ean, symbology: 'code128' };
    expect([zplOf([text], ' '), zplOf([text], 'x'.repeat(21)), zplOf([ean], '6901234567893'), zplOf([code128], '货位')]).toEqual([
      'field code is missing',
      'field code is longer than 20',
      '"6901234567893" is no EAN-13',
      'no Code 128 can be made of "货位"',
    ]);
  });

  test('[LB5] conditions decide what is printed; a reprint is marked', () => {
    const elements = [
      { ...text, text: 'again', when: { field: 'isReprint' } },
      { ...text, text: 'none', when: { field: 'note', isAbsent: true } },
      { ...text, text: 'cold', when: { field: 'code', equals: 'C' } },
    ];
    const textsOf = (isReprint: boolean) => {
      const label = composeLabel(template(elements), { code: 'C' }, { jobNo: '1', isReprint });
      return label.ok ? label.value.elements.map((element) => (element.kind === 'text' ? element.text : '')) : [];
    };
    expect([textsOf(true), textsOf(false)]).toEqual([
      ['again', 'none', 'cold'],
      ['none', 'cold'],
    ]);
  });

  test('[LB2] equal rows and white ends of rows are shortened', () => {
    const bitmap: Bitmap = { widthDots: 16, heightDots: 4, rows: Uint8Array.of(0xff, 0, 0xff, 0, 0, 0, 0x0f, 0x01) };
    expect(toGraphicField(bitmap)).toBe('^GFA,8,8,2,FF,:,0F01');
  });
});
