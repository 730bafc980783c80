import type { CameraCode, GrayPicture } from '#shared/ports/codeReader.ts';
import { scalePicture } from './turnPicture.ts';

/** Sizes a picture is tried in after its own; small first, they are quick. Measured by `npm run bench -- decode`. */
const scales = [0.5, 1.5, 2];
/** A picture is not blown up beyond this; the time for it would be felt at the camera. */
const maxScaledPixels = 4_000_000;

/** Reads the picture as it is and, where nothing is found, in other sizes until something is. */
export async function readAtScales(
  picture: GrayPicture,
  readOnce: (scaled: GrayPicture) => Promise<readonly CameraCode[]>,
): Promise<readonly CameraCode[]> {
  const direct = await readOnce(picture);
  if (direct.length > 0) return direct;
  for (const factor of scales) {
    if (picture.width * picture.height * factor * factor > maxScaledPixels) continue;
    const found = await readOnce(scalePicture(picture, factor));
    if (found.length > 0) return found;
  }
  return [];
}
