import { createCanvas } from '@napi-rs/canvas';
import { isBlackAt, type Bitmap } from '#shared/wire/label/bitmap.ts';

/** A black-and-white picture as PNG, a pixel a dot. */
export function toPng(bitmap: Bitmap): Uint8Array {
  const { widthDots, heightDots } = bitmap;
  const canvas = createCanvas(widthDots, heightDots);
  const context = canvas.getContext('2d');
  const image = context.createImageData(widthDots, heightDots);
  for (let at = 0; at < widthDots * heightDots; at += 1) {
    const shade = isBlackAt(bitmap, at % widthDots, Math.floor(at / widthDots)) ? 0 : 255;
    image.data.set([shade, shade, shade, 255], at * 4);
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
