import type { Log } from '#shared/base/log.ts';
import type { PrintSpool, SpooledJob } from '#electron/spool/openPrintSpool.ts';
import type { PrinterUnit } from './createPrinterUnit.ts';

/** A printer that cannot say for this many rounds what became of its labels gets work again; its labels stay unknown. */
const maxRoundsUnclear = 8;

/**
 * Asks a printer that nobody uses now how it is, empties it where a person has decided about a label it may hold, and asks it about
 * labels of which nobody knows. Answers why it cannot print, or null. An unknown label is only ever confirmed here, never sent again.
 */
export async function lookAfterUnit(unit: PrinterUnit, spool: PrintSpool, log: Log): Promise<string | null> {
  const { driver, setting } = unit;
  let fault = await driver.probe();
  if (unit.mustClear) {
    const isCleared = await driver.clear();
    log.info('printer.cleared', { deviceId: setting.deviceId, isCleared });
    // One that answers and still cannot be cleared (a queue) must not be shut out for ever.
    if (isCleared || fault === null) unit.mustClear = false;
    if (isCleared) fault = await driver.probe();
  }
  if (fault !== null) return fault;
  const unknown = spool.unknownAt(setting.deviceId);
  const answers = [];
  for (const entry of unknown) answers.push(await askAbout(entry, unit, spool, log));
  if (answers.every((isSaid) => isSaid) || unit.roundsUnclear >= maxRoundsUnclear) {
    if (answers.includes(false)) for (const entry of unknown) await giveUp(entry, spool);
    unit.roundsUnclear = 0;
    return null;
  }
  unit.roundsUnclear += 1;
  return 'device.stillBusy';
}

/** Whether the printer has said what it can about the job. */
async function askAbout(entry: SpooledJob, unit: PrinterUnit, spool: PrintSpool, log: Log): Promise<boolean> {
  const { jobId } = entry.job;
  const answer = await unit.driver.reconcile(jobId, entry.countBefore ?? null);
  log.info('label.reconciled', { jobId, deviceId: unit.setting.deviceId, answer });
  if (answer === 'notYet') return false;
  if (spool.get(jobId)?.job.status !== 'unknown') return true;
  // The count counts once: after other labels it would prove nothing about this one.
  if (answer === 'printed') await spool.change(jobId, { status: 'confirmed', fault: null, countBefore: null, isAsked: true });
  else if (answer === 'notPrinted') await spool.change(jobId, { fault: 'print.notCounted', countBefore: null, isAsked: true });
  else await giveUp(entry, spool);
  return true;
}

async function giveUp(entry: SpooledJob, spool: PrintSpool): Promise<void> {
  const current = spool.get(entry.job.jobId);
  if (current?.job.status === 'unknown' && current.isAsked !== true)
    await spool.change(entry.job.jobId, { countBefore: null, isAsked: true });
}
