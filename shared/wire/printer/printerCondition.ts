/** Message keys of a printer that cannot print now. */
export type PrinterFault =
  | 'device.paperOut'
  | 'device.headOpen'
  | 'device.ribbonOut'
  | 'device.paused'
  | 'device.bufferFull'
  | 'device.paperJam'
  | 'device.cutterFault'
  | 'device.printerError';

/** How a printer says it is, whatever language it speaks. */
export type PrinterCondition = {
  /** Why it cannot print now, the gravest first; null when it can. */
  readonly fault: PrinterFault | null;
  /** Whether it says that labels wait or are being printed. */
  readonly hasWork: boolean;
};
