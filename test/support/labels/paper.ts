import { createBitmap, fillBox, type Bitmap } from '#shared/wire/label/bitmap.ts';

/** What a simulated printer prints on. */
export type Paper = {
  readonly bitmap: Bitmap;
  fill(x: number, y: number, width: number, height: number): void;
  /** Makes dots white again, as a printer that overwrites does. */
  clear(x: number, y: number): void;
  bars(x: number, y: number, modules: string, moduleDots: number, height: number): void;
  cells(x: number, y: number, side: number, cells: readonly boolean[], cellDots: number): void;
};

/** White paper. */
export function createPaper(widthDots: number, heightDots: number): Paper {
  const bitmap = createBitmap(widthDots, heightDots);
  const rowBytes = Math.ceil(widthDots / 8);
  const fill: Paper['fill'] = (x, y, width, height) => fillBox(bitmap, { x, y, widthDots: width, heightDots: height });
  return {
    bitmap,
    fill,
    clear: (x, y) => {
      if (x < 0 || y < 0 || x >= widthDots || y >= heightDots) return;
      const at = y * rowBytes + (x >> 3);
      bitmap.rows[at] = (bitmap.rows[at] ?? 0) & ~(0x80 >> (x & 7));
    },
    bars: (x, y, modules, moduleDots, height) => {
      for (let index = 0; index < modules.length; index += 1) {
        if (modules.charAt(index) === '1') fill(x + index * moduleDots, y, moduleDots, height);
      }
    },
    cells: (x, y, side, cells, cellDots) => {
      cells.forEach((isBlack, index) => {
        if (isBlack) fill(x + (index % side) * cellDots, y + Math.floor(index / side) * cellDots, cellDots, cellDots);
      });
    },
  };
}
