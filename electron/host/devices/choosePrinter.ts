import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrinterUnit } from './createPrinterUnit.ts';

/** A printer that takes this long to answer is taken only while no quicker one is free. */
const slowAnswerMs = 500;

type Wanted = Pick<PrintJob, 'template' | 'onlyPrinterId'>;

/** Printers that may print this label, in the order of the settings: the one it is for, else all with its template. */
export function printersFor(units: readonly PrinterUnit[], { template, onlyPrinterId }: Wanted): PrinterUnit[] {
  if (onlyPrinterId !== undefined) return units.filter(({ setting }) => setting.deviceId === onlyPrinterId);
  return units.filter(({ setting }) => setting.templates.length === 0 || setting.templates.includes(template));
}

/** The free printer for a label: well before anything else, fallbacks only while no other is well, quick before slow. */
export function choosePrinter(units: readonly PrinterUnit[], label: Wanted): PrinterUnit | null {
  const well = printersFor(units, label).filter((unit) => unit.fault === null && !unit.mustClear);
  const first = well.filter((unit) => !unit.setting.isFallback);
  const free = (first.length > 0 ? first : well).filter((unit) => !unit.isBusy);
  return free.find((unit) => unit.driver.answerMs() < slowAnswerMs) ?? free[0] ?? null;
}

/** Why a label waits: the fault of the printer that should print it; null while one is well. */
export function reasonToWait(units: readonly PrinterUnit[], label: Wanted): string | null {
  const candidates = printersFor(units, label);
  if (candidates.length === 0) return 'print.noPrinter';
  if (candidates.some((unit) => unit.fault === null)) return null;
  return (candidates.find((unit) => !unit.setting.isFallback) ?? candidates[0])?.fault ?? null;
}
