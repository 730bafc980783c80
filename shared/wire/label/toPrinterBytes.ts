import type { EmitOptions, LabelDrawing } from './label.ts';
import { toEscPos } from './toEscPos.ts';
import { toTspl } from './toTspl.ts';
import { toZpl } from './toZpl.ts';

export type LabelLanguage = 'zpl' | 'tspl' | 'escpos';

/** The bytes that print a drawing on a printer of this language. */
export function toPrinterBytes(drawing: LabelDrawing, language: LabelLanguage, options: EmitOptions): Uint8Array {
  if (language === 'tspl') return toTspl(drawing, options);
  if (language === 'escpos') return toEscPos(drawing, options);
  return Uint8Array.from(toZpl(drawing, options), (character) => character.charCodeAt(0));
}
