import { readFile } from 'node:fs/promises';
import { createZxingLibraryReader } from '#electron/drivers/camera/createZxingLibraryReader.ts';
import { createEdgeReader } from '#electron/drivers/camera/createEdgeReader.ts';
import { createCombinedReader, createZxingWasmReader } from '#electron/drivers/camera/createZxingWasmReader.ts';
import { loadGrayPicture } from '#electron/drivers/camera/loadGrayPicture.ts';
import type { CodeReader } from '#shared/ports/codeReader.ts';
import { cameraFormats, type CameraFormat } from '#shared/wire/picture/cameraCode.ts';

export type DecodeArguments = { readonly engine: string; readonly formats?: readonly string[] };

/** Engines by name; `combined` is the camera's. */
export const codeReaders: Readonly<Record<string, () => CodeReader>> = {
  combined: createCombinedReader,
  'zxing-wasm': createZxingWasmReader,
  'zxing-library': createZxingLibraryReader,
  edges: createEdgeReader,
};

/** `halfhour barcode decode`: one JSON line `{file, engine, codes: [{text, aim, format}], ms}` a file and engine; 1 where a file was no picture. */
export async function decodeImages(files: readonly string[], given: DecodeArguments): Promise<number> {
  const unknown = given.formats?.find((format) => !isCameraFormat(format));
  if (unknown !== undefined) {
    process.stderr.write(`halfhour barcode decode: no format '${unknown}'; known are ${cameraFormats.join(', ')}.\n`);
    return 2;
  }
  const formats = given.formats?.filter(isCameraFormat) ?? cameraFormats;
  const names = given.engine === 'all' ? Object.keys(codeReaders) : [given.engine];
  const engines = names.flatMap((name) => codeReaders[name]?.() ?? []);
  // The first call loads the engine; its time is not the pictures'.
  for (const engine of engines) await engine.read({ width: 8, height: 8, luma: new Uint8Array(64).fill(255) }, formats);
  let hasFault = false;
  for (const file of files) {
    for (const engine of engines) {
      const answer = await decodeFile(file, engine, formats);
      if ('error' in answer) hasFault = true;
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
  }
  return hasFault ? 1 : 0;
}

async function decodeFile(file: string, engine: CodeReader, formats: readonly CameraFormat[]): Promise<Record<string, unknown>> {
  try {
    const picture = await loadGrayPicture(await readFile(file));
    const started = performance.now();
    const codes = await engine.read(picture, formats);
    return { file, engine: engine.name, codes, ms: Math.round((performance.now() - started) * 10) / 10 };
  } catch (error) {
    return { file, engine: engine.name, codes: [], error: error instanceof Error ? error.message : String(error) };
  }
}

function isCameraFormat(text: string): text is CameraFormat {
  return (cameraFormats as readonly string[]).includes(text);
}
