import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';

/** Most pixels of a picture; a larger one is no photo of a code and would take the host's memory. */
export const maxPicturePixels = 50_000_000;

/**
 * A PNG, JPEG or WebP as brightness values; see-through parts count as white paper. Rejects with a sentence where the bytes are no picture
 * or it has more than `maxPicturePixels`.
 */
export async function loadGrayPicture(bytes: Uint8Array): Promise<GrayPicture> {
  const image = await loadImage(bytes).catch(() => null);
  if (image === null || image.width === 0 || image.height === 0) throw new Error('this is no picture of a known kind');
  const { width, height } = image;
  if (width * height > maxPicturePixels) throw new Error(`a picture of ${width} x ${height} pixels is too large`);
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const { data: rgba } = context.getImageData(0, 0, width, height);
  const luma = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < luma.length; at += 1, from += 4) {
    // Weights 0.299, 0.587, 0.114 (ITU-R BT.601) in 1024ths.
    luma[at] = (306 * (rgba[from] ?? 0) + 601 * (rgba[from + 1] ?? 0) + 117 * (rgba[from + 2] ?? 0) + 512) >> 10;
  }
  return { width, height, luma };
}
