import { createBitmap, fillBox, layOver, type Bitmap, type DotBox } from './bitmap.ts';
import type { DrawnItem, LabelDrawing } from './label.ts';

/** The whole label as a picture, dot by dot as every printer should print it. */
export function paintDrawing(drawing: LabelDrawing): Bitmap {
  const paper = createBitmap(drawing.widthDots, drawing.heightDots);
  for (const item of drawing.items) paintItem(paper, item, 0);
  return paper;
}

/** Lays one item over a picture whose first row is row `top` of the label. */
export function paintItem(paper: Bitmap, item: DrawnItem, top: number): void {
  const fill = (x: number, y: number, widthDots: number, heightDots: number): void =>
    fillBox(paper, { x, y: y - top, widthDots, heightDots });
  switch (item.kind) {
    case 'picture':
      return layOver(paper, item.bitmap, item.x, item.y - top);
    case 'bars':
      return [...item.modules].forEach((module, index) => {
        if (module === '1') fill(item.x + index * item.moduleDots, item.y, item.moduleDots, item.heightDots);
      });
    case 'matrix':
      return item.cells.forEach((isBlack, index) => {
        const x = item.x + (index % item.side) * item.cellDots;
        if (isBlack) fill(x, item.y + Math.floor(index / item.side) * item.cellDots, item.cellDots, item.cellDots);
      });
    case 'fill':
      return fill(item.box.x, item.box.y, item.box.widthDots, item.box.heightDots);
    case 'frame': {
      const { box, thicknessDots: thickness } = item;
      fill(box.x, box.y, box.widthDots, thickness);
      fill(box.x, box.y + box.heightDots - thickness, box.widthDots, thickness);
      fill(box.x, box.y, thickness, box.heightDots);
      return fill(box.x + box.widthDots - thickness, box.y, thickness, box.heightDots);
    }
  }
}

/** The rectangle an item's ink lies in; the rest of its box is white. */
export function inkRoomOf(item: DrawnItem): DotBox {
  switch (item.kind) {
    case 'picture':
      return { x: item.x, y: item.y, widthDots: item.bitmap.widthDots, heightDots: item.bitmap.heightDots };
    case 'bars':
      return { x: item.x, y: item.y, widthDots: item.modules.length * item.moduleDots, heightDots: item.heightDots };
    case 'matrix':
      return { x: item.x, y: item.y, widthDots: item.side * item.cellDots, heightDots: item.side * item.cellDots };
    case 'fill':
    case 'frame':
      return item.box;
  }
}

/** One item as a picture of its own, as large as its ink. */
export function paintAlone(item: DrawnItem): { readonly x: number; readonly y: number; readonly bitmap: Bitmap } {
  const { x, y, widthDots, heightDots } = inkRoomOf(item);
  if (item.kind === 'picture') return { x, y, bitmap: item.bitmap };
  const wide = createBitmap(x + widthDots, heightDots);
  paintItem(wide, item, y);
  const bitmap = createBitmap(widthDots, heightDots);
  layOver(bitmap, wide, -x, 0);
  return { x, y, bitmap };
}
