import type { ScanFrame, ScanFramer } from './createScanFramer.ts';
import { maxFrameBytes } from './createScanFramer.ts';

/**
 * Places in the input report of a HID POS scanner (USB-IF HID Point of Sale Usage Tables 1.02, usage page 0x8C, usage 2), as scanners that
 * follow the common layout send it: report id, length of the data, symbology identifier, data, and at the end whether more follows.
 */
export type HidPosLayout = {
  readonly reportId: number;
  readonly reportBytes: number;
  readonly lengthAt: number;
  readonly aimAt: number;
  readonly dataAt: number;
  /** One byte: not zero where the code goes on in the next report. */
  readonly moreAt: number;
};

/** The layout of the manuals of HID POS scanners (report 2, 64 bytes). */
export const commonHidPosLayout: HidPosLayout = { reportId: 2, reportBytes: 64, lengthAt: 1, aimAt: 2, dataAt: 5, moreAt: 63 };

/** Puts the reports of a HID POS scanner together to codes. One `push` is one input report. */
export function createHidPosFramer(layout: HidPosLayout = commonHidPosLayout): ScanFramer {
  const capacity = layout.moreAt - layout.dataAt;
  let part: { text: string; readonly aim: string | null } | null = null;
  let malformed = 0;

  const reset = (): void => {
    if (part !== null) malformed += 1;
    part = null;
  };
  const take = (report: Uint8Array): ScanFrame[] => {
    // Status and vendor reports have other ids.
    if (report[0] !== layout.reportId) return [];
    const length = report[layout.lengthAt] ?? 0;
    if (report.length < layout.reportBytes || length > capacity || (length === 0 && part === null)) {
      reset();
      malformed += 1;
      return [];
    }
    const text = latin1(report.subarray(layout.dataAt, layout.dataAt + length));
    part = { text: (part?.text ?? '') + text, aim: part?.aim ?? aimOf(report, layout) };
    if (part.text.length > maxFrameBytes) {
      reset();
      return [];
    }
    if (report[layout.moreAt] !== 0) return [];
    const { aim, text: whole } = part;
    part = null;
    return [{ text: whole, aim }];
  };
  return {
    push: take,
    idle: () => {
      reset();
      return [];
    },
    hasPart: () => part !== null,
    reset,
    malformedFrames: () => malformed,
  };
}

/** `]C1` and the like; null where the scanner leaves the place empty. */
function aimOf(report: Uint8Array, { aimAt }: HidPosLayout): string | null {
  const aim = latin1(report.subarray(aimAt, aimAt + 3));
  return /^\][A-Za-z][0-9A-Za-z]$/.test(aim) ? aim : null;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
