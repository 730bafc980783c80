import bwipjs from 'bwip-js/generic';

/** Bars of a linear code as '1' and '0', made by bwip-js from the code words or digits a printer was sent. */
export function barsOf(kind: 'code128Words' | 'ean13', content: string): string {
  const options = kind === 'ean13' ? { bcid: 'ean13', text: content } : { bcid: 'code128', text: content, raw: true };
  const symbol = bwipjs.raw(options)[0];
  if (symbol === undefined || !('sbs' in symbol)) throw new Error(`no bars of ${content}`);
  return symbol.sbs.map((width, index) => (index % 2 === 0 ? '1' : '0').repeat(width)).join('');
}

/** Cells of a square code, made by bwip-js from what a printer was sent; `^FNC1` stands for FNC1. */
export function cellsOf(kind: 'qr' | 'dataMatrix', content: string): { readonly side: number; readonly cells: readonly boolean[] } {
  const escaped = { bcid: 'datamatrix', text: content, format: 'square', parsefnc: true };
  const symbol = bwipjs.raw(kind === 'qr' ? withCorrectionM(content) : escaped)[0];
  if (symbol === undefined || !('pixs' in symbol)) throw new Error(`no cells of ${content}`);
  return { side: symbol.pixx, cells: symbol.pixs.map((cell) => cell === 1) };
}

/** The type of bwip-js does not know the option, the encoder does. */
function withCorrectionM(text: string): { readonly bcid: string; readonly text: string } {
  return Object.assign({ bcid: 'qrcode', text }, { eclevel: 'M' });
}
