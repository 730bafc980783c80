import type { CameraFormat } from './cameraCode.ts';
import type { GrayPicture } from './grayPicture.ts';
import type { Sighting } from './readAtScales.ts';

/** What zxing-wasm says of one code; the fields used here. */
export type ZxingFinding = {
  readonly isValid: boolean;
  readonly text: string;
  readonly format: string;
  readonly symbology: string;
  readonly symbologyIdentifier: string;
  readonly lineCount: number;
};

/** Options of zxing-wasm for these formats: everything that finds more, at the price of time. */
export function toZxingOptions(formats: readonly CameraFormat[]) {
  return {
    formats: formats.map((format) => (format === 'DataBarExpanded' ? ('DataBarExp' as const) : format)),
    tryHarder: true,
    tryRotate: true,
    tryInvert: true,
    tryDownscale: true,
    textMode: 'Plain' as const,
  };
}

/** The picture as the engine takes it. */
export function toRgba(picture: GrayPicture): {
  readonly width: number;
  readonly height: number;
  readonly colorSpace: 'srgb';
  readonly data: Uint8ClampedArray<ArrayBuffer>;
} {
  const { luma, width, height } = picture;
  const rgba = new Uint32Array(luma.length);
  for (let at = 0; at < luma.length; at += 1) rgba[at] = 0xff00_0000 | ((luma[at] ?? 0) * 0x0001_0101);
  return { width, height, colorSpace: 'srgb', data: new Uint8ClampedArray(rgba.buffer) };
}

/** What the engine found, each text once. */
export function toSightings(found: readonly ZxingFinding[], formats: readonly CameraFormat[]): Sighting[] {
  const sightings = found.filter((code) => code.isValid && code.text !== '').map((code) => toSighting(code, formats));
  return sightings.filter(({ code }, index) => sightings.findIndex((other) => other.code.text === code.text) === index);
}

function toSighting(found: ZxingFinding, formats: readonly CameraFormat[]): Sighting {
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
