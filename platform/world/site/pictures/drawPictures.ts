import { freshPictures } from './freshPictures.ts';
import { homePictures } from './homePictures.ts';
import { pantryPictures } from './pantryPictures.ts';
import { producePictures } from './producePictures.ts';

/** Every picture of the demo site by name, as SVG text. */
export function drawPictures(): Readonly<Record<string, string>> {
  return { ...producePictures, ...freshPictures, ...pantryPictures, ...homePictures };
}
