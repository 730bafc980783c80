import type { Bitmap, DotBox } from './bitmap.ts';
import type { LabelElement } from './labelTemplate.ts';

/** A filled-in label: every text final, every condition decided, every code checked. */
export type Label = {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly elements: readonly FilledElement[];
  readonly jobId: string;
};

/** An element of a label with the fields its text was made of, for naming them in a sentence. */
export type FilledElement = { readonly element: LabelElement; readonly fields: readonly string[] };

export type BarcodeSymbology = 'code128' | 'gs1-128' | 'ean13';
export type MatrixSymbology = 'qr' | 'dataMatrix' | 'gs1DataMatrix';

/**
 * What stands where on a label, in dots. Every printer language prints this same drawing. `box` is the room the template gave; nothing
 * reaches beyond it.
 */
export type DrawnItem =
  | {
      readonly kind: 'picture';
      readonly box: DotBox;
      readonly x: number;
      readonly y: number;
      readonly bitmap: Bitmap;
      readonly text: DrawnText | null;
    }
  | {
      readonly kind: 'bars';
      readonly box: DotBox;
      readonly x: number;
      readonly y: number;
      readonly symbology: BarcodeSymbology;
      /** As encoded; FNC1 as GS, the first one of GS1-128 included. */
      readonly content: string;
      /** '1' black, '0' white. */
      readonly modules: string;
      readonly moduleDots: number;
      readonly heightDots: number;
    }
  | {
      readonly kind: 'matrix';
      readonly box: DotBox;
      readonly x: number;
      readonly y: number;
      readonly symbology: MatrixSymbology;
      /** As encoded; FNC1 between elements as GS, without the first one. */
      readonly content: string;
      readonly side: number;
      readonly cells: readonly boolean[];
      readonly cellDots: number;
    }
  | { readonly kind: 'fill'; readonly box: DotBox }
  | { readonly kind: 'frame'; readonly box: DotBox; readonly thicknessDots: number };

export type LabelDrawing = {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly dotsPerMm: number;
  readonly jobId: string;
  readonly items: readonly DrawnItem[];
};

export type TextToDraw = {
  readonly text: string;
  /** Room for the text. */
  readonly widthDots: number;
  readonly heightDots: number;
  /** Wished and smallest height of a Chinese letter. */
  readonly fontDots: number;
  readonly minFontDots: number;
  readonly maxLines: number;
  readonly weight: 'regular' | 'bold';
  readonly align: 'left' | 'center' | 'right';
  readonly verticalAlign: 'top' | 'middle' | 'bottom';
};

/** How a text was fitted. */
export type DrawnText = {
  readonly lines: readonly string[];
  readonly fontDots: number;
  /** The end is missing, and an ellipsis says so. */
  readonly isCut: boolean;
};

/**
 * Draws text that a printer has no letters for. The same text always gives the same dots. The picture holds just the ink; `x` and `y` are its
 * place in the room asked for, and it never reaches beyond that.
 */
export type TextRasterizer = {
  draw(request: TextToDraw): DrawnText & { readonly bitmap: Bitmap; readonly x: number; readonly y: number };
};

/** How a drawing is sent. */
export type EmitOptions = {
  /** How often the label is printed, 1 to 99. */
  readonly copies: number;
  /** `picture` sends codes as dots too, for printers whose own codes cannot be trusted. */
  readonly codes: 'native' | 'picture';
};
