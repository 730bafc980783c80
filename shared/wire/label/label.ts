import type { LabelElement } from './labelTemplate.ts';

/** A filled-in label: every text final, every condition decided. Dots at 8 per millimetre. */
export type Label = {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly elements: readonly LabelElement[];
};

/** A black-and-white picture: rows of bytes, the leftmost dot in the highest bit, 1 is black. */
export type Bitmap = { readonly widthDots: number; readonly heightDots: number; readonly rows: Uint8Array };

export type TextToDraw = {
  readonly text: string;
  readonly widthDots: number;
  readonly heightDots: number;
  readonly maxLines: number;
  readonly weight: 'regular' | 'bold';
  readonly align: 'left' | 'center' | 'right';
};

/** Draws text that a printer has no letters for. The same text always gives the same dots; the picture is never larger than asked. */
export type TextRasterizer = { draw(request: TextToDraw): Bitmap };

/** Bytes of one row of a picture. */
export function bytesPerRow(widthDots: number): number {
  return Math.ceil(widthDots / 8);
}
