/** What a ZPL printer says of itself in answer to ~HS (ZPL II Programming Guide, "~HS Host Status Return"). */
export type HostStatus = {
  readonly isPaperOut: boolean;
  readonly isPaused: boolean;
  readonly formatsInBuffer: number;
  readonly isBufferFull: boolean;
  readonly isHeadUp: boolean;
  readonly isRibbonOut: boolean;
  readonly labelsRemaining: number;
};

/** Message keys of a printer that cannot print now. */
export type PrinterFault = 'device.paperOut' | 'device.headOpen' | 'device.ribbonOut' | 'device.paused' | 'device.bufferFull';

/**
 * Reads the first whole ~HS answer in what the printer has sent so far: three lines, each between STX and ETX. Null while it is not whole.
 * Throws nothing; lines of another shape are passed over.
 */
export function parseHostStatus(received: string): HostStatus | null {
  const lines = [...received.matchAll(/\u0002([^\u0002\u0003]*)\u0003/g)].map((match) => (match[1] ?? '').split(','));
  const at = lines.findIndex(
    (line, index) => line.length === 12 && (lines[index + 1]?.length ?? 0) >= 10 && (lines[index + 2]?.length ?? 0) >= 1,
  );
  const first = lines[at];
  const second = lines[at + 1];
  if (first === undefined || second === undefined || lines[at + 2] === undefined) return null;
  return {
    isPaperOut: first[1] === '1',
    isPaused: first[2] === '1',
    formatsInBuffer: toCount(first[4]),
    isBufferFull: first[5] === '1',
    isHeadUp: second[2] === '1',
    isRibbonOut: second[3] === '1',
    labelsRemaining: toCount(second[8]),
  };
}

/** Why the printer cannot print now, the gravest first; null when it can. */
export function printerFaultOf(status: HostStatus): PrinterFault | null {
  if (status.isHeadUp) return 'device.headOpen';
  if (status.isPaperOut) return 'device.paperOut';
  if (status.isRibbonOut) return 'device.ribbonOut';
  if (status.isPaused) return 'device.paused';
  return status.isBufferFull ? 'device.bufferFull' : null;
}

/** Total number of labels from an answer to SGD getvar "odometer.total_label_count"; null while none came, or the printer has none ("?"). */
export function parseOdometer(received: string): number | null {
  const match = /"(\d+)[^"]*"/.exec(received);
  return match === null ? null : Number(match[1]);
}

function toCount(text: string | undefined): number {
  const count = Number.parseInt(text ?? '', 10);
  return Number.isNaN(count) ? 0 : count;
}
