import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { createZplRenderer } from '#electron/drivers/printer/createZplRenderer.ts';
import { createPrng, nextInt, pickOne, type Prng } from '#shared/base/prng.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { composeLabel } from '#shared/wire/label/composeLabel.ts';
import type { LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { toZpl } from '#shared/wire/label/toZpl.ts';

const setsPerTemplate = 2;
const chinese = [...'冷藏常温生鲜牛奶鸡蛋西红柿请放门口电话送达喆龘𠮷一二三楼号单元补打'];

beforeAll(() => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

/** Fields up to their longest, Chinese and ASCII mixed; codes are site codes of every length. */
function drawFields(template: LabelTemplate, prng: Prng): Record<string, string> {
  const entries = template.fields.map((field): [string, string] => {
    if (/^code\d*$/.test(field.name)) {
      const body = Array.from({ length: nextInt(prng, 2, field.name === 'code' ? 18 : 14) }, () => pickOne(prng, [...'0123456789ABCXYZ']));
      return [field.name, toSiteCode('parcel', body.join(''))];
    }
    const length = nextInt(prng, field.isRequired ? 1 : 0, field.maxLength);
    const letters = Array.from({ length }, () => (prng.next() < 0.6 ? pickOne(prng, chinese) : pickOne(prng, [...'Ab 1^~_9*'])));
    return [field.name, (field.isRequired ? 'x' : '') + letters.join('').slice(0, field.maxLength - 1)];
  });
  return Object.fromEntries(entries);
}

test.each([...loadLabelTemplates().keys()])('[LB6] every code of %s can be scanned from its picture', async (name) => {
  const template = loadLabelTemplates().get(name) ?? expect.fail('no template');
  const renderer = createZplRenderer();
  const rasterizer = createTextRasterizer();
  const prng = createPrng(7);
  for (let round = 0; round < setsPerTemplate; round += 1) {
    const label = composeLabel(template, drawFields(template, prng), { jobNo: '000042', isReprint: round % 2 === 0 });
    if (!label.ok) expect.fail(label.error.detail);
    const png = await renderer.render(toZpl(label.value, rasterizer), template.widthMm, template.heightMm, 8);
    const image = Buffer.from((png ?? '').split(',')[1] ?? '', 'base64');
    const read = await readBarcodes(image, { formats: ['Code128', 'QRCode'], maxNumberOfSymbols: 40, tryHarder: true });
    const wanted = label.value.elements.flatMap((element) => (element.kind === 'barcode' || element.kind === 'qr' ? [element.content] : []));
    expect(read.map((code) => code.text).sort()).toEqual([...wanted].sort());
  }
  await renderer.close();
}, 90_000);
