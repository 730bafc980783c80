import type { CameraCode, CameraFormat, GrayPicture } from '#shared/ports/codeReader.ts';
import { scalePicture } from './turnPicture.ts';

/** A code seen in one picture, and in how many scan lines; 0 for codes that correct their own errors. */
export type Sighting = { readonly code: CameraCode; readonly lineCount: number };

/** Sizes a picture is tried in after its own; small first, they are quick. Measured by `npm run bench -- decode`. */
const scales = [0.5, 1.5, 2];
/** A picture is not blown up beyond this; the time for it would be felt at the camera. */
const maxScaledPixels = 4_000_000;
/** One digit checks these codes, so one wrong reading in ten passes. In fewer lines than this they are doubtful. */
const weaklyChecked: ReadonlySet<CameraFormat> = new Set(['EAN13', 'EAN8', 'UPCA', 'UPCE', 'ITF']);
const enoughLines = 6;

/**
 * Reads the picture as it is and, where nothing certain is found, in other sizes until something is. A weakly checked code seen in a few
 * lines only, beside a second one or in a made size, is certain once two sizes agree on it; else it is not given out.
 */
export async function readAtScales(
  picture: GrayPicture,
  readOnce: (scaled: GrayPicture) => Promise<readonly Sighting[]>,
): Promise<readonly CameraCode[]> {
  const doubtful = new Set<string>();
  for (const factor of [1, ...scales]) {
    if (factor !== 1 && picture.width * picture.height * factor * factor > maxScaledPixels) continue;
    const sightings = await readOnce(factor === 1 ? picture : scalePicture(picture, factor));
    const isAlone = factor === 1 && sightings.length === 1;
    const certain = sightings.filter((sighting) => isAlone || isCertain(sighting) || doubtful.has(keyOf(sighting.code)));
    if (certain.length > 0) return certain.map(({ code }) => code);
    for (const { code } of sightings) doubtful.add(keyOf(code));
  }
  return [];
}

function isCertain({ code, lineCount }: Sighting): boolean {
  return !weaklyChecked.has(code.format) || lineCount >= enoughLines;
}

function keyOf({ format, text }: CameraCode): string {
  return `${format} ${text}`;
}
