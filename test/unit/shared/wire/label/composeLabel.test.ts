import { describe, expect, test } from 'vitest';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { Label } from '#shared/wire/label/label.ts';
import { labelTemplate, parseLabelTemplate, type LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { maskText } from '#shared/wire/label/maskText.ts';

const text = { kind: 'text', xMm: 1, yMm: 1, widthMm: 40, heightMm: 4, fontMm: 3, text: '{code}' };
const bars = { kind: 'barcode', symbology: 'code128', xMm: 1, yMm: 10, widthMm: 58, heightMm: 10, content: '{code}' };
const code = { name: 'code', isRequired: true, maxLength: 20 };
const template = (elements: unknown[], fields: unknown[] = [code]): LabelTemplate =>
  labelTemplate.parse({ name: 't', widthMm: 60, heightMm: 40, fields, elements });
const marks = { jobId: 'job-000042', reprintNo: 0, language: 'zh', thisYear: 2026 } as const;
const textsOf = (label: Label): string[] => label.elements.map(({ element }) => (element.kind === 'text' ? element.text : element.kind));
const blank = {
  draw: () => ({ lines: [], fontDots: 0, isCut: false, bitmap: { widthDots: 0, heightDots: 0, rows: new Uint8Array() }, x: 0, y: 0 }),
};

function problemsOf(elements: unknown[], content: Record<string, string>, fields?: unknown[]): string {
  const label = composeLabel(template(elements, fields), content, marks);
  const drawing = label.ok ? layOutLabel(label.value, blank, 8) : label;
  return drawing.ok ? 'none' : drawing.error.detail;
}

describe('filling a template', () => {
  test('[LB4] every problem is named with its field, none hides another', () => {
    const fields = [code, { name: 'name', isRequired: true, maxLength: 3 }];
    const label = composeLabel(template([text], fields), { code: ' ', name: 'long' }, marks);
    expect(label.ok ? null : label.error).toEqual({
      detail: 'field code is missing; field name has 4 characters, more than 3',
      problems: [
        { key: 'label.missing', field: 'code', params: {}, detail: 'field code is missing' },
        { key: 'label.tooLong', field: 'name', params: { length: 4, maxLength: 3 }, detail: 'field name has 4 characters, more than 3' },
      ],
    });
  });

  test('[LB4] content that a code cannot hold, and a code that does not fit, are refused in words', () => {
    const as = (symbology: string) => ({ ...bars, symbology });
    const gs1 = { ...as('gs1-128'), content: '(01){code}' };
    const narrow = { ...bars, widthMm: 20 };
    const matrix = { kind: 'matrix', symbology: 'qr', xMm: 1, yMm: 1, sizeMm: 4, content: '{code}' };
    expect([
      problemsOf([as('ean13')], { code: '6901234567893' }),
      problemsOf([as('ean13')], { code: '690' }),
      problemsOf([bars], { code: '货位' }),
      problemsOf([gs1], { code: '06901234567893' }),
      problemsOf([narrow], { code: 'TT-0012-C' }),
      problemsOf([matrix], { code: 'TT-0012-C' }),
    ]).toEqual([
      'field code: "6901234567893" has a wrong check digit for an EAN-13',
      'field code: "690" is no EAN-13, which has 13 digits',
      'field code: "货位" has characters the code cannot hold',
      'field code: "(01)06901234567893" breaks a GS1 rule at "(01)06901234567893" (csum)',
      'field code: a readable code of "TT-0012-C" does not fit its room on the label',
      'field code: a readable code of "TT-0012-C" does not fit its room on the label',
    ]);
  });

  test('[LB5] conditions decide what is printed', () => {
    const elements = [
      { ...text, text: 'again {reprintNo}', when: { field: 'reprintNo' } },
      { ...text, text: 'first', when: { field: 'reprintNo', isAbsent: true } },
      { ...text, text: 'cold', when: { field: 'code', equals: 'C' } },
      { ...text, text: '#{jobNo}' },
    ];
    const printed = (reprintNo: number, content: string) => {
      const label = composeLabel(template(elements), { code: content }, { ...marks, reprintNo });
      return label.ok ? textsOf(label.value) : label.error;
    };
    expect([printed(0, 'C'), printed(2, 'D')]).toEqual([
      ['first', 'cold', '#000042'],
      ['again 2', '#000042'],
    ]);
  });

  test('[LB5] a caption nobody gave comes in the language of the label', () => {
    const fields = [code, { name: 'caption', maxLength: 20, default: { zh: '补打', en: 'REPRINT' } }];
    const printed = (language: 'zh' | 'en', given: Record<string, string>) => {
      const label = composeLabel(template([{ ...text, text: '{caption}' }], fields), { code: 'C', ...given }, { ...marks, language });
      return label.ok ? textsOf(label.value) : label.error;
    };
    expect([printed('zh', {}), printed('en', { caption: '' }), printed('en', { caption: 'Again' })]).toEqual([
      ['补打'],
      ['REPRINT'],
      ['Again'],
    ]);
  });

  test('[LB9] control characters and line breaks are spaces', () => {
    const label = composeLabel(template([text]), { code: 'a\u001bb\nc\u0085d' }, marks);
    expect(label.ok ? textsOf(label.value) : label.error).toEqual(['a b c d']);
  });
});

describe('masks', () => {
  test('[LB7] the middle of a phone number, a name but its first letter, the numbers of a door', () => {
    const phones = ['13812340001', '+86 138-1234-0001', '021-5555', '110', '138****0001', 'none'].map((phone) => maskText(phone, 'phone'));
    const names = ['王小红 女士', '欧阳', 'Mary-Jane O’Hara', 'Anna Lee', '王**', ''].map((name) => maskText(name, 'name'));
    const doors = ['世纪大道1000号阳光花园12号楼3单元501室', '3幢2户'].map((address) => maskText(address, 'address'));
    expect({ phones, names, doors }).toEqual({
      phones: ['138****0001', '+86 1**-****-0001', '0**-**55', '**0', '138****0001', 'none'],
      names: ['王**', '欧**', 'M**', 'A* L*', '王**', ''],
      doors: ['世纪大道1000号阳光花园**号楼*单元***室', '*幢*户'],
    });
  });

  test('[LB7] a masked field is masked wherever it is printed, and only there', () => {
    const fields = [{ ...code, mask: 'phone' }];
    const label = composeLabel(template([text, { ...text, text: 'call {code}' }], fields), { code: '13812340001' }, marks);
    expect(label.ok ? textsOf(label.value) : label.error).toEqual(['138****0001', 'call 138****0001']);
  });
});

describe('templates of unknown origin', () => {
  test('[LB11] every fault is named with its place', () => {
    const parsed = parseLabelTemplate({
      ...{ name: 'my label', widthMm: 60, heightMm: 40, colour: 'red' },
      fields: [code],
      elements: [{ ...text, fontMm: -1 }, { kind: 'circle' }],
    });
    expect(parsed.ok ? [] : parsed.error.map(({ path }) => path)).toEqual(['name', 'elements[0].fontMm', 'elements[1].kind', 'template']);
    expect([parseLabelTemplate(null).ok, parseLabelTemplate('{}').ok]).toEqual([false, false]);
  });

  test('[LB11] elements beyond the edge, fields twice and fields nobody declared', () => {
    const parsed = parseLabelTemplate({
      name: 'mine',
      widthMm: 60,
      heightMm: 40,
      fields: [code, { name: 'code', maxLength: 2 }, { name: 'jobNo', maxLength: 2 }],
      elements: [
        { ...text, widthMm: 60, text: '{nobody}' },
        { ...bars, yMm: 35 },
      ],
    });
    expect(parsed.ok ? [] : parsed.error).toEqual([
      { path: 'fields[1].name', detail: 'there is already a field code' },
      { path: 'fields[2].name', detail: 'there is already a field jobNo' },
      { path: 'elements[0]', detail: 'it reaches beyond the right edge of the label' },
      { path: 'elements[0]', detail: 'there is no field nobody' },
      { path: 'elements[1]', detail: 'it reaches beyond the lower edge of the label' },
    ]);
  });
});
