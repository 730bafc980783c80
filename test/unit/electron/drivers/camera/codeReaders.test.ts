import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, writeBarcode, type WriteInputBarcodeFormat } from 'zxing-wasm/writer';
import { createZxingLibraryReader } from '#electron/drivers/camera/createZxingLibraryReader.ts';
import { createZxingWasmReader } from '#electron/drivers/camera/createZxingWasmReader.ts';
import { loadGrayPicture } from '#electron/drivers/camera/loadGrayPicture.ts';
import { readAtScales, type Sighting } from '#electron/drivers/camera/readAtScales.ts';
import { rotateQuarter } from '#electron/drivers/camera/turnPicture.ts';
import { cameraFormats, type GrayPicture } from '#shared/ports/codeReader.ts';

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

describe.each([createZxingWasmReader(), createZxingLibraryReader()])('$name', (reader) => {
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

describe('readAtScales', () => {
  const sighting = (text: string, lineCount: number): Sighting => ({ code: { text, aim: ']E0', format: 'EAN13' }, lineCount });
  const readWith = async (answers: readonly (readonly Sighting[])[]): Promise<readonly string[]> => {
    let at = 0;
    const codes = await readAtScales(blank(40), () => Promise.resolve(answers[at++] ?? []));
    return codes.map(({ text }) => text);
  };

  test.each([
    ['many lines are enough', [[sighting('A', 9)]], ['A']],
    ['a few lines of the only code in the picture itself are enough', [[sighting('A', 3)]], ['A']],
    ['a few lines in a made size are not', [[], [sighting('A', 3)]], []],
    ['two sizes agree', [[sighting('A', 3), sighting('B', 4)], [], [sighting('A', 2)]], ['A']],
    ['a strong one beats a weak one', [[sighting('B', 4), sighting('A', 5)], [sighting('A', 8)]], ['A']],
  ])('[CD3] %s', async (_, answers, texts) => {
    expect(await readWith(answers)).toEqual(texts);
  });
});
