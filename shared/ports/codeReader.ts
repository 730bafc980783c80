/** Kinds of codes a camera looks for; the words are those of zxing. */
export const cameraFormats = [
  'EAN13',
  'EAN8',
  'UPCA',
  'UPCE',
  'Code128',
  'Code39',
  'ITF',
  'QRCode',
  'DataMatrix',
  'DataBar',
  'DataBarExpanded',
] as const;
export type CameraFormat = (typeof cameraFormats)[number];

/** One picture: `width * height` brightness values, 0 black to 255 white, row after row. */
export type GrayPicture = { readonly width: number; readonly height: number; readonly luma: Uint8Array<ArrayBuffer> };

/** A code found in a picture. */
export type CameraCode = {
  /** What it says, FNC1 as GS (0x1D). */
  readonly text: string;
  /** Symbology identifier (ISO/IEC 15424) such as `]C1`, or null where the engine does not tell. */
  readonly aim: string | null;
  readonly format: CameraFormat;
};

/** Reads codes out of pictures. The same picture gives the same codes; a picture without a code gives none. */
export type CodeReader = {
  readonly name: string;
  /** Codes in the picture, in no particular order, each once. Rejects only where the engine itself is broken. */
  read(picture: GrayPicture, formats: readonly CameraFormat[]): Promise<readonly CameraCode[]>;
};
