import { createCanvas, loadImage } from '@napi-rs/canvas';
import { createBitmap, cutOut, fillBox, isBlackAt, type Bitmap, type DotBox } from '#shared/wire/label/bitmap.ts';
import type { DrawnItem, LabelDrawing } from '#shared/wire/label/label.ts';
import { inkRoomOf } from '#shared/wire/label/paintDrawing.ts';
import type { CodeReader } from '#shared/ports/codeReader.ts';
import type { CameraFormat } from '#shared/wire/picture/cameraCode.ts';

type Code = Extract<DrawnItem, { kind: 'bars' | 'matrix' }>;

const formats: Readonly<Record<Code['symbology'], CameraFormat>> = {
  code128: 'Code128',
  'gs1-128': 'Code128',
  ean13: 'EAN13',
  qr: 'QRCode',
  dataMatrix: 'DataMatrix',
  gs1DataMatrix: 'DataMatrix',
};
const aims: Readonly<Record<Code['symbology'], string>> = {
  code128: ']C0',
  'gs1-128': ']C1',
  ean13: ']E0',
  qr: ']Q1',
  dataMatrix: ']d1',
  gs1DataMatrix: ']d2',
};

/** The codes of a drawing. */
export function codesOf(drawing: LabelDrawing): Code[] {
  return drawing.items.filter((item): item is Code => item.kind === 'bars' || item.kind === 'matrix');
}

/** Codes that do not read back from the picture byte for byte with their symbology: what was wanted and what was read. */
export async function unreadCodes(drawing: LabelDrawing, picture: Bitmap, reader: CodeReader): Promise<string[]> {
  const faults: string[] = [];
  for (const code of codesOf(drawing)) {
    const margin = drawing.dotsPerMm;
    const { box } = code;
    const part = cutOut(picture, {
      x: box.x - margin,
      y: box.y - margin,
      widthDots: box.widthDots + 2 * margin,
      heightDots: box.heightDots + 2 * margin,
    });
    const read = await reader.read(toGray(part), [formats[code.symbology]]);
    const wanted = `${aims[code.symbology]} ${code.content.replace(/^\u001d/, '')}`;
    const got = read.map(({ aim, text }) => `${aim} ${text}`);
    if (got.length !== 1 || got[0] !== wanted) faults.push(`${JSON.stringify(wanted)} read as ${JSON.stringify(got)}`);
  }
  return faults;
}

/** Texts whose ink reaches beyond their box, in the drawing. */
export function overflowingTexts(drawing: LabelDrawing): number {
  return drawing.items.filter((item) => {
    if (item.kind !== 'picture' || item.text === null) return false;
    const ink = inkRoomOf(item);
    const { box } = item;
    return (
      ink.x < box.x || ink.y < box.y || ink.x + ink.widthDots > box.x + box.widthDots || ink.y + ink.heightDots > box.y + box.heightDots
    );
  }).length;
}

/** Black dots of a picture that lie in no element's box. */
export function inkOutsideBoxes(drawing: LabelDrawing, picture: Bitmap): number {
  const rooms = createBitmap(drawing.widthDots, drawing.heightDots);
  for (const item of drawing.items) for (const box of roomsOf(item)) fillBox(rooms, box);
  return countDots(picture, (x, y) => !isBlackAt(rooms, x, y));
}

/** Dots in which two pictures differ; those within codes apart, since printers may draw a code of the same content otherwise. */
export function differingDots(
  drawing: LabelDrawing,
  wanted: Bitmap,
  got: Bitmap,
): { readonly inCodes: number; readonly elsewhere: number } {
  const inCode = createBitmap(drawing.widthDots, drawing.heightDots);
  for (const code of codesOf(drawing)) fillBox(inCode, code.box);
  const isSameSize = wanted.widthDots === got.widthDots && wanted.heightDots === got.heightDots;
  if (!isSameSize) return { inCodes: 0, elsewhere: wanted.widthDots * wanted.heightDots };
  const difference = { ...wanted, rows: wanted.rows.map((octet, at) => octet ^ (got.rows[at] ?? 0)) };
  const all = countDots(difference, () => true);
  const inCodes = countDots(difference, (x, y) => isBlackAt(inCode, x, y));
  return { inCodes, elsewhere: all - inCodes };
}

/** A PNG as black and white. */
export async function fromPng(png: Uint8Array): Promise<Bitmap> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const bitmap = createBitmap(width, height);
  for (let at = 0; at < width * height; at += 1) {
    if ((data[at * 4] ?? 255) < 128) fillBox(bitmap, { x: at % width, y: Math.floor(at / width), widthDots: 1, heightDots: 1 });
  }
  return bitmap;
}

/** A frame may draw on its four sides only. */
function roomsOf(item: DrawnItem): DotBox[] {
  if (item.kind !== 'frame') return [item.box];
  const { x, y, widthDots, heightDots } = item.box;
  const thickness = item.thicknessDots;
  return [
    { x, y, widthDots, heightDots: thickness },
    { x, y: y + heightDots - thickness, widthDots, heightDots: thickness },
    { x, y, widthDots: thickness, heightDots },
    { x: x + widthDots - thickness, y, widthDots: thickness, heightDots },
  ];
}

function countDots(bitmap: Bitmap, isCounted: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let y = 0; y < bitmap.heightDots; y += 1) {
    for (let x = 0; x < bitmap.widthDots; x += 1) if (isBlackAt(bitmap, x, y) && isCounted(x, y)) count += 1;
  }
  return count;
}

function toGray(bitmap: Bitmap): { width: number; height: number; luma: Uint8Array<ArrayBuffer> } {
  const luma = new Uint8Array(bitmap.widthDots * bitmap.heightDots).fill(255);
  for (let at = 0; at < luma.length; at += 1) {
    if (isBlackAt(bitmap, at % bitmap.widthDots, Math.floor(at / bitmap.widthDots))) luma[at] = 0;
  }
  return { width: bitmap.widthDots, height: bitmap.heightDots, luma };
}
