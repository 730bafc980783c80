import type { Log } from '#shared/base/log.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import type { PrintOrder, PrintOutcome as SettleOutcome, PrintRefusal } from '#shared/ports/deviceHub.ts';
import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import { preflightPatienceMs, type PrintTimes } from '#electron/drivers/printer/printerDriver.ts';
import type { PrintSpool, SpooledJob } from '#electron/spool/openPrintSpool.ts';
import { choosePrinter, reasonToWait } from './choosePrinter.ts';
import type { LabelMaker } from './createLabelMaker.ts';
import { createPrinterUnit, type PrinterUnit } from './createPrinterUnit.ts';
import type { StateBoard } from './createStateBoard.ts';
import { lookAfterUnit } from './lookAfterUnit.ts';

/** Jobs on their way from the spool to printers. */
export type PrintQueue = {
  print(order: PrintOrder, nowMs: number): Promise<Result<PrintJob, PrintRefusal>>;
  settle(jobId: string, outcome: SettleOutcome): Promise<Result<PrintJob, PrintRefusal>>;
  /** Asks a printer how it is; true when it answers and can print. */
  probe(deviceId: string): Promise<boolean>;
  /** Takes other printers into use; jobs in flight end where they are. */
  setPrinters(printers: readonly PrinterSetting[]): void;
  close(): Promise<void>;
};

/** A printer at fault is asked this often whether it is back. */
const faultyProbeMs = 1_000;
/** Every so many rounds a healthy, idle printer is asked too. */
const idleProbeRounds = 5;

type QueueOptions = {
  readonly printers: readonly PrinterSetting[];
  readonly spool: PrintSpool;
  readonly labels: LabelMaker;
  readonly board: StateBoard;
  readonly log: Log;
  readonly addresses: AddressBook;
  readonly times?: PrintTimes | undefined;
};

/** Hands each job to the first printer that is well; fallbacks only while no other is. One job in flight per printer. */
export function createPrintQueue(options: QueueOptions): PrintQueue {
  return new StationPrintQueue(options);
}

class StationPrintQueue implements PrintQueue {
  readonly #options: QueueOptions;
  readonly #spool: PrintSpool;
  readonly #labels: LabelMaker;
  readonly #board: StateBoard;
  readonly #log: Log;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #watch: NodeJS.Timeout;
  #units: readonly PrinterUnit[] = [];
  #isClosed = false;
  #round = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#spool = options.spool;
    this.#labels = options.labels;
    this.#board = options.board;
    this.#log = options.log;
    this.#watch = setInterval(() => void this.#lookAfterPrinters(), faultyProbeMs);
    this.setPrinters(options.printers);
  }

  setPrinters(printers: readonly PrinterSetting[]): void {
    const known = new Map(this.#units.map((unit) => [JSON.stringify(unit.setting), unit]));
    this.#units = printers.flatMap((setting) => {
      const unit = known.get(JSON.stringify(setting)) ?? createPrinterUnit(setting, this.#labels, this.#options);
      if (unit === null) this.#board.fault(setting.deviceId, 'device.notSupported');
      return unit === null ? [] : [unit];
    });
    void this.#probeAll(this.#units);
  }

  async print(order: PrintOrder, nowMs: number): Promise<Result<PrintJob, PrintRefusal>> {
    if (!this.#labels.hasTemplate(order.template)) return refuse('print.unknownTemplate', order.template);
    const label = await this.#labels.compose(order);
    if (!label.ok) return refuse('print.badFields', label.error.detail);
    const { jobId, template, subject, parcelId, isReprint, onlyPrinterId } = order;
    const atMs = { createdAtMs: nowMs, updatedAtMs: nowMs };
    const fault = reasonToWait(this.#units, order);
    const only = onlyPrinterId === undefined ? {} : { onlyPrinterId };
    const job: PrintJob = { jobId, template, subject, parcelId, printerId: null, status: 'queued', fault, isReprint, ...only, ...atMs };
    try {
      const kept = await this.#spool.add({ job, fields: { ...order.fields } });
      if (kept === null) return refuse('print.queueFull', '');
      this.#pump();
      return ok(kept);
    } catch (error) {
      return refuse('spool.diskFault', String(error));
    }
  }

  async settle(jobId: string, outcome: SettleOutcome): Promise<Result<PrintJob, PrintRefusal>> {
    const job = this.#spool.get(jobId)?.job;
    if (job === undefined) return refuse('print.unknownJob', jobId);
    const mayCancel = outcome === 'cancel' && job.status === 'queued' && !this.#inFlight.has(jobId);
    if (job.status !== 'unknown' && job.status !== 'failed' && !mayCancel) return refuse('print.notUnknown', job.status);
    try {
      const settled = await this.#spool.change(jobId, { ...settledAs(outcome, job), countBefore: null });
      if (job.status === 'unknown' && outcome !== 'printed') await this.#clearPrinter(job.printerId);
      const isStillOpen = this.#spool.get(jobId)?.job.status === job.status;
      const changed = outcome === 'notPrinted' && isStillOpen ? await this.#spool.change(jobId, { status: 'queued' }) : settled;
      this.#pump();
      return ok(changed);
    } catch (error) {
      return refuse('spool.diskFault', String(error));
    }
  }

  async probe(deviceId: string): Promise<boolean> {
    const unit = this.#units.find((one) => one.setting.deviceId === deviceId);
    if (unit === undefined) return false;
    if (!unit.isBusy) await this.#probeAll([unit]);
    return unit.fault === null;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watch);
    await Promise.all(this.#inFlight.values());
  }

  /** Starts every job that a printer is free for, oldest first. */
  #pump(): void {
    if (this.#isClosed) return;
    for (const entry of this.#spool.queued()) {
      const { jobId } = entry.job;
      if (this.#inFlight.has(jobId)) continue;
      const unit = choosePrinter(this.#units, entry.job);
      if (unit === null) {
        const fault = reasonToWait(this.#units, entry.job);
        if (fault !== null && fault !== entry.job.fault) this.#spool.change(jobId, { fault }).catch(this.#logBroken(jobId));
        continue;
      }
      unit.isBusy = true;
      const run = this.#runJob(entry, unit)
        .catch((error: unknown) => this.#takeBroken(jobId, unit, error))
        .finally(() => {
          unit.isBusy = false;
          this.#inFlight.delete(jobId);
          this.#pump();
        });
      this.#inFlight.set(jobId, run);
    }
  }

  #logBroken = (jobId: string) => (error: unknown) => this.#log.error('print job broke off', { jobId, error: String(error) });

  /** A driver that broke in the middle: its printer is at fault until it answers again, and what it may have sent is unknown. */
  async #takeBroken(jobId: string, unit: PrinterUnit, error: unknown): Promise<void> {
    this.#logBroken(jobId)(error);
    const fault = error instanceof Error && error.name === 'SpoolFault' ? 'spool.diskFault' : 'device.driverFault';
    this.#mark(unit, fault);
    const isSent = ['sending', 'sent'].includes(this.#spool.get(jobId)?.job.status ?? '');
    const change = { status: isSent ? ('unknown' as const) : ('queued' as const), fault };
    await this.#spool.change(jobId, change).catch(this.#logBroken(jobId));
  }

  async #runJob(entry: SpooledJob, unit: PrinterUnit): Promise<void> {
    const { jobId } = entry.job;
    const { deviceId } = unit.setting;
    const label = await this.#labels.compose({ ...entry.job, fields: entry.fields });
    if (!label.ok) {
      await this.#spool.change(jobId, { status: 'failed', fault: 'print.badFields' });
      return;
    }
    this.#log.debug('label.started', { jobId, deviceId });
    const outcome = await unit.driver.print({
      jobId,
      label: label.value,
      beforeSend: async (countBefore) =>
        void (await this.#spool.change(jobId, { status: 'sending', printerId: deviceId, fault: null, countBefore })),
      onSent: async () => void (await this.#spool.change(jobId, { status: 'sent' })),
    });
    this.#log.info('label', { jobId, deviceId, ...outcome });
    if (outcome.kind === 'confirmed') {
      this.#mark(unit, null);
      await this.#spool.change(jobId, { status: 'confirmed', fault: null, countBefore: null });
      return;
    }
    this.#mark(unit, outcome.fault);
    if (outcome.kind === 'unknown') await this.#spool.change(jobId, { status: 'unknown', fault: outcome.fault });
    else await this.#spool.change(jobId, { status: 'queued', fault: outcome.fault, printerId: null, countBefore: null });
  }

  /** Before a label is printed again, what its printer may still hold of it is thrown away. */
  async #clearPrinter(printerId: string | null): Promise<void> {
    const unit = this.#units.find((one) => one.setting.deviceId === printerId);
    if (unit === undefined || unit.setting.isShared) return;
    unit.mustClear = true;
    if (unit.isBusy) return;
    await this.#probeAll([unit]);
  }

  async #lookAfterPrinters(): Promise<void> {
    this.#round += 1;
    const isIdleRound = this.#round % idleProbeRounds === 0;
    await this.#probeAll(this.#units.filter((unit) => unit.fault !== null || unit.mustClear || isIdleRound));
  }

  async #probeAll(units: readonly PrinterUnit[]): Promise<void> {
    const free = units.filter((unit) => !unit.isBusy);
    await Promise.all(free.map((unit) => this.#probeUnit(unit).catch(this.#logBroken(unit.setting.deviceId))));
    this.#pump();
  }

  async #probeUnit(unit: PrinterUnit): Promise<void> {
    unit.isBusy = true;
    // A printer that keeps one waiting is no printer to wait for.
    const patienceTimer = setTimeout(
      () => {
        if (unit.fault === null) this.#mark(unit, 'device.silent');
        this.#pump();
      },
      preflightPatienceMs(unit.driver.answerMs(), this.#options.times),
    );
    try {
      this.#mark(unit, await lookAfterUnit(unit, this.#spool, this.#log));
    } catch (error) {
      this.#logBroken(unit.setting.deviceId)(error);
      this.#mark(unit, 'device.driverFault');
    } finally {
      clearTimeout(patienceTimer);
      unit.isBusy = false;
      // A slow one must not keep the others' jobs waiting.
      this.#pump();
    }
  }

  #mark(unit: PrinterUnit, fault: string | null): void {
    unit.fault = fault;
    if (this.#isClosed || !this.#units.includes(unit)) return;
    const { deviceId } = unit.setting;
    if (fault !== null) return this.#board.fault(deviceId, fault);
    this.#board.ready(deviceId);
    this.#board.touch(deviceId);
  }
}

/** A label that is printed again stays unknown until its printer has been emptied. */
function settledAs(outcome: SettleOutcome, job: PrintJob): Partial<Pick<PrintJob, 'status' | 'fault' | 'printerId' | 'isReprint'>> {
  if (outcome === 'printed') return { status: 'confirmed', fault: null };
  if (outcome === 'cancel') return { status: 'failed', fault: 'print.cancelled' };
  return { status: job.status, fault: null, printerId: null, isReprint: true };
}

function refuse(code: PrintRefusal['code'], detail: string): { readonly ok: false; readonly error: PrintRefusal } {
  return err({ code, detail });
}
