import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { CodeReader } from '#shared/ports/codeReader.ts';
import type { CameraFormat } from '#shared/wire/picture/cameraCode.ts';
import { toRgba, toSightings, toZxingOptions } from '#shared/wire/picture/fromZxing.ts';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';
import { readAtScales, type Sighting } from '#shared/wire/picture/readAtScales.ts';
import { readEanPicture } from '#shared/wire/picture/readEanPicture.ts';

let prepared: Promise<unknown> | null = null;

/**
 * Reads codes with zxing-cpp as WebAssembly (npm zxing-wasm). The module comes from the installation, never from a network. A picture
 * in which nothing is found is looked at again in the sizes of `readAtScales`.
 */
export function createZxingWasmReader(): CodeReader {
  return {
    name: 'zxing-wasm',
    read: (picture, formats) => readAtScales(picture, (scaled) => readOnce(scaled, formats)),
  };
}

/** The reader of the station's camera: zxing-wasm, and EAN-13 by its edges where that one finds nothing. */
export function createCombinedReader(): CodeReader {
  return {
    name: 'combined',
    read: (picture, formats) => {
      const readEdges = formats.includes('EAN13') ? readEanPicture : undefined;
      return readAtScales(picture, (scaled) => readOnce(scaled, formats), readEdges);
    },
  };
}

function prepare(): Promise<unknown> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

async function readOnce(picture: GrayPicture, formats: readonly CameraFormat[]): Promise<Sighting[]> {
  prepared ??= prepare();
  await prepared;
  return toSightings(
    await readBarcodes(toRgba(picture) as unknown as Parameters<typeof readBarcodes>[0], toZxingOptions(formats)),
    formats,
  );
}
