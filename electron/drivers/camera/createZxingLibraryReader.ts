import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
  type Result,
} from '@zxing/library';
import type { CodeReader } from '#shared/ports/codeReader.ts';
import { hasGtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import type { CameraCode, CameraFormat } from '#shared/wire/picture/cameraCode.ts';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';
import { rotateQuarter, scalePicture } from '#shared/wire/picture/turnPicture.ts';

/** DataBar Expanded is left out: the engine itself says that its reader is not ready for production. */
const formats: Readonly<Partial<Record<CameraFormat, BarcodeFormat>>> = {
  EAN13: BarcodeFormat.EAN_13,
  EAN8: BarcodeFormat.EAN_8,
  UPCA: BarcodeFormat.UPC_A,
  UPCE: BarcodeFormat.UPC_E,
  Code128: BarcodeFormat.CODE_128,
  Code39: BarcodeFormat.CODE_39,
  ITF: BarcodeFormat.ITF,
  QRCode: BarcodeFormat.QR_CODE,
  DataMatrix: BarcodeFormat.DATA_MATRIX,
  DataBar: BarcodeFormat.RSS_14,
};
const formatOf = new Map(Object.entries(formats).map(([name, format]) => [format, name as CameraFormat]));
const aims: Partial<Record<CameraFormat, string>> = {
  EAN13: ']E0',
  UPCA: ']E0',
  UPCE: ']E0',
  EAN8: ']E4',
  DataBar: ']e0',
};
/** Lengths of ITF that are codes of goods; others are too easily seen in pictures that hold none. */
const itfLength = 14;
/** Size in which a doubtful code must be seen again. */
const secondScale = 1.5;
const groupSeparator = '\u001d';

/**
 * Reads codes with @zxing/library, in plain JavaScript: the fallback where WebAssembly is not to be had. One code a picture, upright or
 * turned by a quarter. EAN-8 is taken only when a second binarizer and a second size agree: this engine sees it in pictures that hold none.
 */
export function createZxingLibraryReader(): CodeReader {
  return {
    name: 'zxing-library',
    read: (picture, wanted) => {
      const upright = readUpright(picture, wanted);
      return Promise.resolve(upright === null ? listOf(readUpright(rotateQuarter(picture), wanted)) : [upright]);
    },
  };
}

function listOf(code: CameraCode | null): CameraCode[] {
  return code === null ? [] : [code];
}

function readUpright(picture: GrayPicture, wanted: readonly CameraFormat[]): CameraCode | null {
  const source = new RGBLuminanceSource(new Uint8ClampedArray(picture.luma), picture.width, picture.height);
  const hybrid = toCameraCode(readWith(new BinaryBitmap(new HybridBinarizer(source)), wanted));
  if (hybrid !== null && hybrid.format !== 'EAN8') return hybrid;
  const global = toCameraCode(readWith(new BinaryBitmap(new GlobalHistogramBinarizer(source)), wanted));
  if (hybrid === null) return global?.format === 'EAN8' ? null : global;
  if (global?.text !== hybrid.text) return null;
  const larger = scalePicture(picture, secondScale);
  const again = new RGBLuminanceSource(new Uint8ClampedArray(larger.luma), larger.width, larger.height);
  return toCameraCode(readWith(new BinaryBitmap(new HybridBinarizer(again)), wanted))?.text === hybrid.text ? hybrid : null;
}

function readWith(bitmap: BinaryBitmap, wanted: readonly CameraFormat[]): Result | null {
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, wanted.flatMap((format) => formats[format] ?? [])],
    [DecodeHintType.TRY_HARDER, true],
    // Without it the engine deletes the separators of a GS1-128.
    [DecodeHintType.ASSUME_GS1, true],
  ]);
  try {
    return new MultiFormatReader().decode(bitmap, hints);
  } catch {
    // The engine says "nothing found" and "broken inside" alike by throwing.
    return null;
  }
}

function toCameraCode(found: Result | null): CameraCode | null {
  const format = found === null ? undefined : formatOf.get(found.getBarcodeFormat());
  if (found === null || format === undefined) return null;
  const text = found.getText();
  if (format === 'ITF' && !(text.length === itfLength && hasGtinCheckDigit(text))) return null;
  if (format === 'Code128') return text.startsWith(']C1') ? { text: text.slice(3), aim: ']C1', format } : { text, aim: ']C0', format };
  // A first FNC1 is told as a GS before the data.
  if (format === 'DataMatrix' && text.startsWith(groupSeparator)) return { text: text.slice(1), aim: ']d2', format };
  return { text, aim: aims[format] ?? null, format };
}
