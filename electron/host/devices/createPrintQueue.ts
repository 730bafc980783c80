import type { Log } from '#shared/base/log.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import type { PrintOrder, PrintOutcome as SettleOutcome, PrintRefusal } from '#shared/ports/deviceHub.ts';
import { printerFaultOf } from '#shared/wire/label/parseHostStatus.ts';
import { LineFault, toLineFault } from '#electron/drivers/line/byteLine.ts';
import { openPrinterSession } from '#electron/drivers/printer/openPrinterSession.ts';
import { defaultPrintTimes, printLabel, type PrinterHabits, type PrintTimes } from '#electron/drivers/printer/printLabel.ts';
import type { PrintSpool, SpooledJob } from '#electron/spool/openPrintSpool.ts';
import { toDotsPerMm, type LabelMaker } from './createLabelMaker.ts';
import type { StateBoard } from './createStateBoard.ts';

export type TcpPrinterSetting = Extract<PrinterSetting, { via: 'tcp' }>;

/** Jobs on their way from the spool to printers. */
export type PrintQueue = {
  print(order: PrintOrder, nowMs: number): Promise<Result<PrintJob, PrintRefusal>>;
  settle(jobId: string, outcome: SettleOutcome): Promise<Result<PrintJob, PrintRefusal>>;
  /** Asks a printer how it is; true when it answers and can print. */
  probe(deviceId: string): Promise<boolean>;
  close(): Promise<void>;
};

type Printer = { readonly setting: TcpPrinterSetting; readonly habits: PrinterHabits; isBusy: boolean; isFaulty: boolean };

/** A printer at fault is asked this often whether it is back. */
const faultyProbeMs = 1_000;
/** Every so many rounds a healthy, idle printer is asked too. */
const idleProbeRounds = 5;

type QueueOptions = {
  readonly printers: readonly TcpPrinterSetting[];
  readonly spool: PrintSpool;
  readonly labels: LabelMaker;
  readonly board: StateBoard;
  readonly log: Log;
  readonly times?: PrintTimes;
};

/** Hands each job to the first printer that is well; fallbacks only while no other is. One job in flight per printer. */
export function createPrintQueue(options: QueueOptions): PrintQueue {
  return new StationPrintQueue(options);
}

class StationPrintQueue implements PrintQueue {
  readonly #spool: PrintSpool;
  readonly #labels: LabelMaker;
  readonly #board: StateBoard;
  readonly #log: Log;
  readonly #times: PrintTimes;
  readonly #printers: readonly Printer[];
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #watch: NodeJS.Timeout;
  #isClosed = false;
  #round = 0;

  constructor(options: QueueOptions) {
    this.#spool = options.spool;
    this.#labels = options.labels;
    this.#board = options.board;
    this.#log = options.log;
    this.#times = options.times ?? defaultPrintTimes;
    this.#printers = options.printers.map((setting) => ({ setting, habits: { hasOdometer: null }, isBusy: false, isFaulty: false }));
    this.#watch = setInterval(() => void this.#lookAfterPrinters(), faultyProbeMs);
    void this.#probeAll(this.#printers);
  }

  async print(order: PrintOrder, nowMs: number): Promise<Result<PrintJob, PrintRefusal>> {
    if (!this.#labels.hasTemplate(order.template)) return refuse('print.unknownTemplate', order.template);
    const label = this.#labels.compose(order);
    if (!label.ok) return refuse('print.badFields', label.error.detail);
    const { jobId, template, subject, parcelId, isReprint } = order;
    const atMs = { createdAtMs: nowMs, updatedAtMs: nowMs };
    const job: PrintJob = { jobId, template, subject, parcelId, printerId: null, status: 'queued', fault: null, isReprint, ...atMs };
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
    const entry = this.#spool.get(jobId);
    if (entry === null) return refuse('print.unknownJob', jobId);
    const { status } = entry.job;
    const mayCancel = outcome === 'cancel' && status === 'queued' && !this.#inFlight.has(jobId);
    if (status !== 'unknown' && status !== 'failed' && !mayCancel) return refuse('print.notUnknown', status);
    try {
      const job = await this.#spool.change(jobId, settledAs(outcome));
      this.#pump();
      return ok(job);
    } catch (error) {
      return refuse('spool.diskFault', String(error));
    }
  }

  async probe(deviceId: string): Promise<boolean> {
    const printer = this.#printers.find((one) => one.setting.deviceId === deviceId);
    if (printer === undefined) return false;
    if (!printer.isBusy) await this.#probeAll([printer]);
    return !printer.isFaulty;
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
      const printer = this.#choosePrinter();
      if (printer === null) return;
      printer.isBusy = true;
      const run = this.#runJob(entry, printer)
        .catch((error: unknown) => this.#log.error('print job broke off', { jobId, error: String(error) }))
        .finally(() => {
          printer.isBusy = false;
          this.#inFlight.delete(jobId);
          this.#pump();
        });
      this.#inFlight.set(jobId, run);
    }
  }

  #choosePrinter(): Printer | null {
    const well = this.#printers.filter((printer) => !printer.isFaulty);
    const first = well.filter((printer) => !printer.setting.isFallback);
    return (first.length > 0 ? first : well).find((printer) => !printer.isBusy) ?? null;
  }

  async #runJob(entry: SpooledJob, printer: Printer): Promise<void> {
    const { jobId } = entry.job;
    const { deviceId } = printer.setting;
    const label = this.#labels.compose({ ...entry.job, fields: entry.fields });
    if (!label.ok) {
      await this.#spool.change(jobId, { status: 'failed', fault: 'print.badFields' });
      return;
    }
    const zpl = await this.#labels.toZpl(label.value, toDotsPerMm(printer.setting.dpi));
    const session = await openPrinterSession(printer.setting).catch(toLineFault);
    if (session instanceof LineFault) {
      this.#markFault(printer, session.key);
      return await this.#noteFault(jobId, session.key);
    }
    const outcome = await printLabel({
      session,
      zpl,
      habits: printer.habits,
      times: this.#times,
      beforeSend: async () => void (await this.#spool.change(jobId, { status: 'sending', printerId: deviceId, fault: null })),
      onSent: async () => void (await this.#spool.change(jobId, { status: 'sent' })),
    }).finally(() => session.close());
    this.#log.info('label', { jobId, deviceId, ...outcome });
    if (outcome.kind === 'confirmed') {
      this.#markReady(printer);
      await this.#spool.change(jobId, { status: 'confirmed', fault: null });
      return;
    }
    this.#markFault(printer, outcome.fault);
    if (outcome.kind === 'unknown') await this.#spool.change(jobId, { status: 'unknown', fault: outcome.fault });
    else await this.#noteFault(jobId, outcome.fault);
  }

  /** The job goes on waiting, and says why. */
  async #noteFault(jobId: string, fault: string): Promise<void> {
    const job = this.#spool.get(jobId)?.job;
    if (job?.status !== 'queued' || job.fault !== fault) await this.#spool.change(jobId, { status: 'queued', fault, printerId: null });
  }

  async #lookAfterPrinters(): Promise<void> {
    this.#round += 1;
    const isIdleRound = this.#round % idleProbeRounds === 0;
    await this.#probeAll(this.#printers.filter((printer) => printer.isFaulty || isIdleRound));
  }

  async #probeAll(printers: readonly Printer[]): Promise<void> {
    await Promise.all(printers.filter((printer) => !printer.isBusy).map((printer) => this.#probePrinter(printer)));
    this.#pump();
  }

  async #probePrinter(printer: Printer): Promise<void> {
    printer.isBusy = true;
    try {
      const session = await openPrinterSession(printer.setting);
      const status = await session.askStatus(this.#times.preflightMs).finally(() => session.close());
      const fault = status === null ? 'device.silent' : printerFaultOf(status);
      if (fault === null) this.#markReady(printer);
      else this.#markFault(printer, fault);
    } catch (error) {
      this.#markFault(printer, toLineFault(error).key);
    } finally {
      printer.isBusy = false;
    }
  }

  #markFault(printer: Printer, fault: string): void {
    printer.isFaulty = true;
    if (!this.#isClosed) this.#board.fault(printer.setting.deviceId, fault);
  }

  #markReady(printer: Printer): void {
    printer.isFaulty = false;
    if (this.#isClosed) return;
    this.#board.ready(printer.setting.deviceId);
    this.#board.touch(printer.setting.deviceId);
  }
}

function settledAs(outcome: SettleOutcome): Partial<Pick<PrintJob, 'status' | 'fault' | 'printerId' | 'isReprint'>> {
  if (outcome === 'printed') return { status: 'confirmed', fault: null };
  if (outcome === 'cancel') return { status: 'failed', fault: 'print.cancelled' };
  return { status: 'queued', fault: null, printerId: null, isReprint: true };
}

function refuse(code: PrintRefusal['code'], detail: string): { readonly ok: false; readonly error: PrintRefusal } {
  return err({ code, detail });
}
