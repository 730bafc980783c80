import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import { toZpl } from '#shared/wire/label/toZpl.ts';

const sheetActions = ['NEXT', 'UNDO', 'SKIP', 'SHORT/notFound', 'CONFIRM', 'HELP', 'TOTEFULL', 'YES', 'NO', 'PAUSE', 'HOME', 'CHOICE/1'];
const place = { title: 'A03-2-15', subtitle: '常温区 · 第三巷' };
const parcel = {
  code: toSiteCode('parcel', '20261122-0001-1'),
  orderNo: 'A-0001',
  promise: '18:30 前',
  channel: '美团外卖',
  temperature: '冷藏 Chilled',
  customer: '王** 女士',
  phone: '138****0001',
  address: '上海市浦东新区世纪大道 1000 号阳光花园小区 12 号楼（放门口，电话送达）',
  note: '请不要按门铃，宝宝在睡觉；多放一双筷子',
  bagNo: '1',
  bagCount: '2',
  weight: '2.35 kg',
};
const sheet = Object.fromEntries(
  sheetActions.flatMap((action, index) => [
    [`code${index + 1}`, toSiteCode('commandSheet', action)],
    [`name${index + 1}`, `操作 ${action}`],
  ]),
);
const samples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bag: parcel,
  waybill: parcel,
  tote: { code: toSiteCode('tote', '0012'), title: '0012', subtitle: '周转箱' },
  bin: { code: toSiteCode('bin', 'A03-2-15'), ...place },
  badge: { code: toSiteCode('badge', '1007'), title: '李小红', subtitle: '拣货员' },
  commandSheet: { title: '指令条码', ...sheet },
};

/** Written anew with APPROVE=1; a person looks at the picture before it is committed. */
test.each(Object.keys(samples))('[LB1] template %s gives the approved bytes', async (name) => {
  const template = loadLabelTemplates().get(name);
  const label = template === undefined ? null : composeLabel(template, samples[name] ?? {}, { jobNo: '000042', isReprint: name === 'bag' });
  const zpl = label !== null && label.ok ? toZpl(label.value, createTextRasterizer()) : '';
  const path = join(import.meta.dirname, `${name}.zpl`);
  if (process.env['APPROVE'] === '1') await writeFile(path, zpl);
  expect(zpl).toBe(await readFile(path, 'utf8'));
});
