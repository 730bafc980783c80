import bwipjs from 'bwip-js/generic';
import { encode } from 'uqr';

import type { MatrixSymbology } from './label.ts';

/** Black and white cells of a square code, row after row, without a quiet zone. */
export type CellMatrix = { readonly side: number; readonly cells: readonly boolean[] };

/**
 * Encodes ASCII text (FNC1 as GS for GS1 DataMatrix) as QR Code with error correction M (ISO/IEC 18004) or DataMatrix ECC 200
 * (ISO/IEC 16022). Null where it is too long for the largest code.
 */
export function encodeMatrix(symbology: MatrixSymbology, content: string): CellMatrix | null {
  try {
    return symbology === 'qr' ? encodeQr(content) : encodeDataMatrix(symbology, content);
  } catch {
    return null;
  }
}

function encodeQr(content: string): CellMatrix {
  const { size, data } = encode(content, { ecc: 'M', border: 0 });
  return { side: size, cells: data.flat() };
}

function encodeDataMatrix(symbology: 'dataMatrix' | 'gs1DataMatrix', content: string): CellMatrix | null {
  const plain = { bcid: 'datamatrix', text: content, format: 'square' };
  const text = `^FNC1${content.replaceAll('^', '^^').replaceAll('\u001d', '^FNC1')}`;
  const symbol = bwipjs.raw(symbology === 'dataMatrix' ? plain : { ...plain, text, parsefnc: true })[0];
  if (symbol === undefined || !('pixs' in symbol)) return null;
  return { side: symbol.pixx, cells: symbol.pixs.map((cell) => cell === 1) };
}
