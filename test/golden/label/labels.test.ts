import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { labelTemplateNames, loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import { layOutLabel } from '#shared/wire/label/layOutLabel.ts';
import { toPrinterBytes } from '#shared/wire/label/toPrinterBytes.ts';

const languages = ['zpl', 'tspl', 'escpos'] as const;
const rasterizer = createTextRasterizer();

/** Written anew with APPROVE=1; a person looks at the picture before it is committed. */
test.each(labelTemplateNames.flatMap((name) => languages.map((language) => [name, language] as const)))(
  '[LB1] template %s gives the approved %s',
  async (name, language) => {
    const template = loadLabelTemplates().get(name) ?? expect.fail('no template');
    const fields = Object.fromEntries(template.fields.map((field) => [field.name, field.sample]));
    const marks = { jobId: 'job-000042', reprintNo: name === 'bag' ? 2 : 0, language: name === 'shelf' ? 'en' : 'zh', thisYear: 2026 } as const;
    const label = composeLabel(template, fields, marks);
    const drawing = label.ok ? layOutLabel(label.value, rasterizer, 8) : label;
    if (!drawing.ok) expect.fail(drawing.error.detail);
    const bytes = Buffer.from(toPrinterBytes(drawing.value, language, { copies: 1, codes: 'native' }));
    const path = join(import.meta.dirname, `${name}.${language}`);
    if (process.env['APPROVE'] === '1') await writeFile(path, bytes);
    expect(bytes.equals(await readFile(path)), `${path} differs`).toBe(true);
  },
);
