import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { bytesPerRow, createBitmap, type Bitmap } from '#shared/wire/label/bitmap.ts';

/** A dot is black where at least this much of it is covered, of 255. */
const blackThreshold = 110;
const whitePixel = 0xffffffff;

/** One sheet that is drawn on again and again: a new one for every text costs more than the text. */
export type Paper = {
  /** White, black ink, at least `width` by `height` dots; what was drawn before is gone. */
  blank(width: number, height: number): SKRSContext2D;
  /** What is drawn in the upper left corner, in black and white. */
  toBitmap(widthDots: number, heightDots: number): Bitmap;
};

/** Makes the sheet; it grows to the largest size that was asked for. */
export function createPaper(): Paper {
  let canvas: Canvas = createCanvas(1, 1);
  let context = canvas.getContext('2d');
  return {
    blank: (width, height) => {
      if (width > canvas.width || height > canvas.height) {
        canvas = createCanvas(Math.max(width, canvas.width), Math.max(height, canvas.height));
        context = canvas.getContext('2d');
      }
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#000';
      return context;
    },
    toBitmap: (widthDots, heightDots) => {
      const { buffer, byteOffset } = context.getImageData(0, 0, widthDots, heightDots).data;
      return blacken(new Uint32Array(buffer, byteOffset, widthDots * heightDots), widthDots, heightDots);
    },
  };
}

/** Grey pixels: red, green and blue are the same, and the lowest octet is one of them on every machine this runs on. */
function blacken(pixels: Uint32Array, widthDots: number, heightDots: number): Bitmap {
  const bitmap = createBitmap(widthDots, heightDots);
  const rowBytes = bytesPerRow(widthDots);
  for (let y = 0, from = 0; y < heightDots; y += 1) {
    for (let x = 0; x < widthDots; x += 1, from += 1) {
      const pixel = pixels[from] ?? whitePixel;
      if (pixel === whitePixel || 255 - (pixel & 0xff) < blackThreshold) continue;
      const at = y * rowBytes + (x >> 3);
      bitmap.rows[at] = (bitmap.rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bitmap;
}
