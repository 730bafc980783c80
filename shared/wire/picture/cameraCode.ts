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

/** A code found in a picture. */
export type CameraCode = {
  /** What it says, FNC1 as GS (0x1D). */
  readonly text: string;
  /** Symbology identifier (ISO/IEC 15424) such as `]C1`, or null where the engine does not tell. */
  readonly aim: string | null;
  readonly format: CameraFormat;
};
