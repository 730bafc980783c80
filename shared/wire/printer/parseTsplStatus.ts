import type { PrinterCondition, PrinterFault } from './printerCondition.ts';

/** Bits of the byte that answers `<ESC>!?`, the gravest first (TSPL/TSPL2 Programming Language, "Status Polling and Immediate Commands"). */
const faults: readonly (readonly [number, PrinterFault])[] = [
  [0x01, 'device.headOpen'],
  [0x40, 'device.headOpen'],
  [0x02, 'device.paperJam'],
  [0x04, 'device.paperOut'],
  [0x08, 'device.ribbonOut'],
  [0x80, 'device.printerError'],
  [0x10, 'device.paused'],
];
const printingBit = 0x20;

/** Reads the newest byte a TSPL printer has sent in answer to `<ESC>!?` (latin1 characters); null while none came. */
export function parseTsplStatus(received: string): PrinterCondition | null {
  if (received === '') return null;
  const bits = received.charCodeAt(received.length - 1);
  return { fault: faults.find(([bit]) => (bits & bit) !== 0)?.[1] ?? null, hasWork: (bits & printingBit) !== 0 };
}
