import type { PrinterCondition, PrinterFault } from './printerCondition.ts';

/** How many bytes answer `DLE EOT 1` to `DLE EOT 4`, one each and in this order. */
export const escposAnswerLength = 4;

/**
 * Reads the answers to `DLE EOT 1`..`4` (printer, cause of being offline, error, paper sensor; ESC/POS command reference). Every such
 * byte has bits 1 and 4 set, 0 and 7 clear, which tells it from other bytes. Null while not all four are there.
 */
export function parseEscposStatus(received: string): PrinterCondition | null {
  const answers = [...received].map((character) => character.charCodeAt(0)).filter((bits) => (bits & 0x93) === 0x12);
  const [printer, offline, error, paper] = answers.slice(-escposAnswerLength);
  if (printer === undefined || offline === undefined || error === undefined || paper === undefined) return null;
  return { fault: faultOf(printer, offline, error, paper), hasWork: false };
}

function faultOf(printer: number, offline: number, error: number, paper: number): PrinterFault | null {
  if ((offline & 0x04) !== 0) return 'device.headOpen';
  if ((paper & 0x60) !== 0 || (offline & 0x20) !== 0) return 'device.paperOut';
  if ((error & 0x08) !== 0) return 'device.cutterFault';
  if ((error & 0x60) !== 0 || (offline & 0x40) !== 0) return 'device.printerError';
  return (printer & 0x08) === 0 ? null : 'device.paused';
}

/**
 * Whether the printer has answered `GS r 1`, which it does only when it has worked through everything before it. The byte has bits 4 and 7
 * clear, so it is none of `DLE EOT`.
 */
export function hasEscposReceipt(received: string): boolean {
  return [...received].some((character) => (character.charCodeAt(0) & 0x90) === 0);
}
