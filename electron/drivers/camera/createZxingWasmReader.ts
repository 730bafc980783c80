import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader';
import type { CameraFormat, CodeReader, GrayPicture } from '#shared/ports/codeReader.ts';
import { readAtScales, type Sighting } from './readAtScales.ts';

let prepared: Promise<unknown> | null = null;

/**
 * Reads codes with zxing-cpp as WebAssembly (npm zxing-wasm). The module comes from the installation, never from a network. A picture
 * in which nothing is found is looked at again in the sizes of `readAtScales`.
 */
export function createZxingWasmReader(): CodeReader {
  return {
    name: 'zxing-wasm',
    read: async (picture, formats) => {
      prepared ??= prepare();
      await prepared;
      return readAtScales(picture, (scaled) => readOnce(scaled, formats));
    },
  };
}

function prepare(): Promise<unknown> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

async function readOnce(picture: GrayPicture, formats: readonly CameraFormat[]): Promise<Sighting[]> {
  const image = { width: picture.width, height: picture.height, data: toRgba(picture.luma), colorSpace: 'srgb' };
  const found = await readBarcodes(image as unknown as Parameters<typeof readBarcodes>[0], {
    formats: formats.map((format) => (format === 'DataBarExpanded' ? 'DataBarExp' : format)),
    tryHarder: true,
    tryRotate: true,
    tryInvert: true,
    tryDownscale: true,
    textMode: 'Plain',
  });
  const sightings = found.filter((code) => code.isValid && code.text !== '').map((code) => toSighting(code, formats));
  return sightings.filter(({ code }, index) => sightings.findIndex((other) => other.code.text === code.text) === index);
}

function toSighting(found: ReadResult, formats: readonly CameraFormat[]): Sighting {
  const format = formats.find((wanted) => found.format.startsWith(wanted)) ?? formatOfSymbology(found.symbology);
  const aim = found.symbologyIdentifier === '' ? null : found.symbologyIdentifier;
  return { code: { text: found.text, aim, format }, lineCount: found.lineCount };
}

function formatOfSymbology(symbology: string): CameraFormat {
  const known: Readonly<Record<string, CameraFormat>> = {
    EANUPC: 'EAN13',
    DataBar: 'DataBarExpanded',
    QRCode: 'QRCode',
    DataMatrix: 'DataMatrix',
  };
  return known[symbology] ?? 'Code128';
}

function toRgba(luma: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint32Array(luma.length);
  for (let at = 0; at < luma.length; at += 1) rgba[at] = 0xff00_0000 | ((luma[at] ?? 0) * 0x0001_0101);
  return new Uint8ClampedArray(rgba.buffer);
}
