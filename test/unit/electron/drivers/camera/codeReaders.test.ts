import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, writeBarcode, type WriteInputBarcodeFormat } from 'zxing-wasm/writer';
import { createZxingLibraryReader } from '#electron/drivers/camera/createZxingLibraryReader.ts';
import { createCombinedReader, createZxingWasmReader } from '#electron/drivers/camera/createZxingWasmReader.ts';
import { loadGrayPicture } from '#electron/drivers/camera/loadGrayPicture.ts';
import { cameraFormats } from '#shared/wire/picture/cameraCode.ts';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';
import { rotateQuarter } from '#shared/wire/picture/turnPicture.ts';

const gs1Text = '(01)10614141000415(10)AB12(21)S1';
const gs1Scan = '011061414100041510AB12\u001d21S1';
const draw = async (format: WriteInputBarcodeFormat, text: string, options = ''): Promise<GrayPicture> => {
  const { image, error } = await writeBarcode(text, { format, options, scale: 4 });
  return loadGrayPicture(new Uint8Array(await (image ?? expect.fail(error)).arrayBuffer()));
};
const blank = (side: number): GrayPicture => ({ width: side, height: side, luma: new Uint8Array(side * side).fill(255) });

beforeAll(() => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

describe.each([createCombinedReader(), createZxingWasmReader(), createZxingLibraryReader()])('$name', (reader) => {
  test.each([
    ['EAN13', '6901234567892'],
    ['Code128', 'BN-A03-2-15-K'],
    ['QRCode', 'https://id.gs1.org/01/10614141000415'],
    ['DataMatrix', 'HALFHOUR 42'],
  ] as const)('[CD1] reads %s, upright and turned', async (format, text) => {
    const picture = await draw(format, text);
    const read = [await reader.read(picture, cameraFormats), await reader.read(rotateQuarter(picture), cameraFormats)];
    expect(read.map((codes) => codes.map((code) => [code.format, code.text]))).toEqual([[[format, text]], [[format, text]]]);
  });

  test('[CD1] finds nothing where nothing is', async () => {
    expect(await reader.read(blank(200), cameraFormats)).toEqual([]);
  });

  test.each([
    ['Code128', ']C1'],
    ['DataMatrix', ']d2'],
  ] as const)('[CD2] keeps the separators of a GS1 %s', async (format, aim) => {
    const codes = await reader.read(await draw(format, gs1Text, 'gs1'), cameraFormats);
    expect(codes.map((code) => [code.aim, code.text])).toEqual([[aim, gs1Scan]]);
  });
});
