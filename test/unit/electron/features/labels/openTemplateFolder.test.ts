import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { maxSiteTemplates, openTemplateFolder } from '#electron/features/labels/openTemplateFolder.ts';
import { createLabelMaker } from '#electron/host/devices/createLabelMaker.ts';
import { labelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { drawLabelsHere } from '#test/support/labels/drawLabelsHere.ts';
import { tempFolder } from '#test/support/tempFolder.ts';

const element = { kind: 'text', xMm: 1, yMm: 1, widthMm: 50, heightMm: 5, fontMm: 4, text: '{code} own' };
const own = (name: string) =>
  labelTemplate.parse({ name, widthMm: 60, heightMm: 40, fields: [{ name: 'code', maxLength: 30 }], elements: [element] });

test('[LB12] a site’s own template comes before the shipped one of its name and outlives a restart', async () => {
  using folder = tempFolder();
  const first = await openTemplateFolder(folder.path);
  await first.save(own('tote'));
  const second = await openTemplateFolder(folder.path);
  const maker = createLabelMaker(drawLabelsHere(), second.named);
  const textOf = async () => {
    const label = await maker.compose({ jobId: 'j', template: 'tote', fields: { code: 'TT-1-X', title: '1' }, isReprint: false });
    return label.ok && label.value.elements[0]?.element.kind === 'text' ? label.value.elements[0].element.text : null;
  };
  expect([await textOf(), second.all().length]).toEqual(['TT-1-X own', 1]);
  expect([await second.remove('tote'), await second.remove('tote'), await textOf(), readdirSync(folder.path)]).toEqual([
    true,
    false,
    '1',
    [],
  ]);
});

test('[LB12] a damaged file is named with its faults, the others are there', async () => {
  using folder = tempFolder();
  await (await openTemplateFolder(folder.path)).save(own('mine'));
  writeFileSync(join(folder.path, 'broken.json'), '{');
  writeFileSync(join(folder.path, 'bad.json'), JSON.stringify({ ...own('bad'), widthMm: 5000 }));
  writeFileSync(join(folder.path, 'other.json'), JSON.stringify(own('mine')));
  writeFileSync(join(folder.path, 'notes.txt'), 'no template');
  const opened = await openTemplateFolder(folder.path);
  expect([opened.all().map(({ name }) => name), opened.damaged().map(({ file }) => file)]).toEqual([
    ['mine'],
    ['bad.json', 'broken.json', 'other.json'],
  ]);
  expect(opened.damaged()[2]?.problems).toEqual([{ path: 'template', detail: 'the file must be named mine.json' }]);
});

test('[LB12] there is a most of templates', async () => {
  using folder = tempFolder();
  for (let no = 0; no < maxSiteTemplates; no += 1) writeFileSync(join(folder.path, `t${no}.json`), JSON.stringify(own(`t${no}`)));
  const opened = await openTemplateFolder(folder.path);
  await expect(opened.save(own('more'))).rejects.toThrow(`more than ${maxSiteTemplates} templates`);
  await opened.save(own('t7'));
  expect(opened.all()).toHaveLength(maxSiteTemplates);
});
