import type { PrinterUnit } from './createPrinterUnit.ts';

/** A printer that takes this long to answer is taken only while no quicker one is free. */
const slowAnswerMs = 500;

/** Printers that may print this template, in the order of the settings. */
export function printersFor(units: readonly PrinterUnit[], template: string): PrinterUnit[] {
  return units.filter(({ setting }) => setting.templates.length === 0 || setting.templates.includes(template));
}

/** The free printer for a template: well before anything else, fallbacks only while no other is well, quick before slow. */
export function choosePrinter(units: readonly PrinterUnit[], template: string): PrinterUnit | null {
  const well = printersFor(units, template).filter((unit) => unit.fault === null && !unit.mustClear);
  const first = well.filter((unit) => !unit.setting.isFallback);
  const free = (first.length > 0 ? first : well).filter((unit) => !unit.isBusy);
  return free.find((unit) => unit.driver.answerMs() < slowAnswerMs) ?? free[0] ?? null;
}

/** Why a label of this template waits: the fault of the printer that should print it; null while one is well. */
export function reasonToWait(units: readonly PrinterUnit[], template: string): string | null {
  const candidates = printersFor(units, template);
  if (candidates.length === 0) return 'print.noPrinter';
  if (candidates.some((unit) => unit.fault === null)) return null;
  return (candidates.find((unit) => !unit.setting.isFallback) ?? candidates[0])?.fault ?? null;
}
