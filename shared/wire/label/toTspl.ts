import { bytesPerRow } from './bitmap.ts';
import { createByteWriter, type ByteWriter } from './byteWriter.ts';
import { encodeCode128 } from './encodeCode128.ts';
import type { DrawnItem, EmitOptions, LabelDrawing } from './label.ts';
import { paintAlone } from './paintDrawing.ts';

type Bars = Extract<DrawnItem, { kind: 'bars' }>;
type Matrix = Extract<DrawnItem, { kind: 'matrix' }>;

const separator = '\u001d';
const lineEnd = '\r\n';
/** BARCODE takes modules up to this many dots, QRCODE and DMATRIX cells too. */
const maxModuleDots = 10;

/**
 * A drawing as TSPL2 (TSC, TSPL/TSPL2 Programming Language): commands in ASCII, pictures in binary (BITMAP, where a 0 is black). The gap between labels is the
 * printer's own setting. Pictures come first, since a BITMAP also writes its white.
 */
export function toTspl(drawing: LabelDrawing, options: EmitOptions): Uint8Array {
  const writer = createByteWriter();
  const line = (command: string): void => writer.text(`${command}${lineEnd}`);
  const mm = (dots: number): string => String(Number((dots / drawing.dotsPerMm).toFixed(2)));
  line(`REM job ${drawing.jobId.replaceAll(/[^\w-]/g, '')}`);
  line(`SIZE ${mm(drawing.widthDots)} mm,${mm(drawing.heightDots)} mm`);
  line('DIRECTION 1');
  line('REFERENCE 0,0');
  line('CLS');
  const commands = drawing.items.map((item) => ({ item, command: commandOf(item, options) }));
  for (const { item, command } of commands) if (command === null) writeBitmap(writer, item);
  for (const { command } of commands) if (command !== null) line(command);
  line(`PRINT 1,${options.copies}`);
  return writer.take();
}

/** The command of an item, or null where it is drawn. */
function commandOf(item: DrawnItem, options: EmitOptions): string | null {
  switch (item.kind) {
    case 'picture':
      return null;
    case 'fill': {
      const { x, y, widthDots, heightDots } = item.box;
      return `BAR ${x},${y},${widthDots},${heightDots}`;
    }
    case 'frame': {
      const { x, y, widthDots, heightDots } = item.box;
      return `BOX ${x},${y},${x + widthDots},${y + heightDots},${item.thicknessDots}`;
    }
    case 'bars':
      return options.codes === 'native' ? barsCommand(item) : null;
    case 'matrix':
      return options.codes === 'native' ? matrixCommand(item) : null;
  }
}

/** Type 128M names its subsets by `!` and the number of the symbol, so `!` itself cannot be printed that way. */
function barsCommand(item: Bars): string | null {
  if (item.moduleDots > maxModuleDots) return null;
  const tail = `${item.heightDots},0,0,${item.moduleDots},${item.moduleDots}`;
  if (item.symbology === 'ean13') return `BARCODE ${item.x},${item.y},"EAN13",${tail},"${item.content.slice(0, 12)}"`;
  if (item.content.includes('!')) return null;
  const { pairs, letters } = encodeCode128(item.content);
  const inC = pairs === '' ? '' : `!105${pairs}`;
  const inB = letters === '' ? '' : `${pairs === '' ? '!104' : '!100'}${letters}`;
  return `BARCODE ${item.x},${item.y},"128M",${tail},"${quoted((inC + inB).replaceAll(separator, '!102'))}"`;
}

function matrixCommand(item: Matrix): string | null {
  if (item.cellDots > maxModuleDots) return null;
  if (item.symbology === 'qr') return `QRCODE ${item.x},${item.y},M,${item.cellDots},A,0,M2,"${quoted(item.content)}"`;
  // The escape character named by c126; a content that holds it is drawn.
  if (item.content.includes('~')) return null;
  const room = item.side * item.cellDots;
  const isGs1 = item.symbology === 'gs1DataMatrix';
  const content = quoted(item.content).replaceAll(separator, '~1');
  return `DMATRIX ${item.x},${item.y},${room},${room},c126,x${item.cellDots},"${isGs1 ? '~1' : ''}${content}"`;
}

/** A double quote within quotes is `\["]`. */
function quoted(text: string): string {
  return text.replaceAll('"', '\\["]');
}

function writeBitmap(writer: ByteWriter, item: DrawnItem): void {
  const { x, y, bitmap } = paintAlone(item);
  const rowBytes = bytesPerRow(bitmap.widthDots);
  writer.text(`BITMAP ${x},${y},${rowBytes},${bitmap.heightDots},0,`);
  writer.bytes(bitmap.rows.map((octet) => ~octet & 0xff));
  writer.text(lineEnd);
}
