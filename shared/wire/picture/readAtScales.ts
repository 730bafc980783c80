import type { CameraCode, CameraFormat } from './cameraCode.ts';
import type { GrayPicture } from './grayPicture.ts';
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
 * Reads the picture as it is and, where nothing certain is found, by its edges (`readEdges`, EAN-13 texts) and in other sizes until
 * something is. A weakly checked code seen in a few lines only, beside a second one or in a made size, is certain once two looks agree on
 * it; else it is not given out. `readEdges` votes over many lines, so its word is enough unless the engine saw another one.
 */
export async function readAtScales(
  picture: GrayPicture,
  readOnce: (scaled: GrayPicture) => Promise<readonly Sighting[]>,
  readEdges: (picture: GrayPicture) => readonly string[] = () => [],
): Promise<readonly CameraCode[]> {
  const doubtful = new Set<string>();
  for (const factor of [1, ...scales]) {
    if (factor !== 1 && picture.width * picture.height * factor * factor > maxScaledPixels) continue;
    const sightings = await readOnce(factor === 1 ? picture : scalePicture(picture, factor));
    const isAlone = factor === 1 && sightings.length === 1;
    const certain = sightings.filter((sighting) => isAlone || isCertain(sighting) || doubtful.has(keyOf(sighting.code)));
    if (certain.length > 0) return certain.map(({ code }) => code);
    for (const { code } of sightings) doubtful.add(keyOf(code));
    if (factor !== 1) continue;
    const codes = readEdges(picture).map((text): CameraCode => ({ text, aim: ']E0', format: 'EAN13' }));
    const isDoubted = sightings.length > 0 && !codes.some((code) => doubtful.has(keyOf(code)));
    if (codes.length > 0 && !isDoubted) return codes;
    for (const code of codes) doubtful.add(keyOf(code));
  }
  return [];
}

function isCertain({ code, lineCount }: Sighting): boolean {
  return !weaklyChecked.has(code.format) || lineCount >= enoughLines;
}

/** A UPC-A is the EAN-13 with a leading zero. */
function keyOf({ format, text }: CameraCode): string {
  return format === 'UPCA' ? `EAN13 0${text}` : `${format} ${text}`;
}
