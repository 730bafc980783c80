import type { Log } from '#shared/base/log.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import type { PrintOrder, PrintOutcome as SettleOutcome, PrintRefusal } from '#shared/ports/deviceHub.ts';
import { printerFaultOf } from '#shared/wire/label/parseHostStatus.ts';
import { toLineFault } from '#electron/drivers/line/byteLine.ts';
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

/** Hands each job to the first printer that is well; fallbacks only while no other is. One job in flight per printer. */
export function createPrintQueue(options: {
  readonly printers: readonly TcpPrinterSetting[];
  readonly spool: PrintSpool;
  readonly labels: LabelMaker;
  readonly board: StateBoard;
  readonly log: Log;
  readonly times?: PrintTimes;
}): PrintQueue {
  const { spool, labels, board, log, times = defaultPrintTimes } = options;
  const printers: Printer[] = options.printers.map((setting) => ({
    setting,
    habits: { hasOdometer: null },
    isBusy: false,
    isFaulty: false,
  }));
  const inFlight = new Map<string, Promise<void>>();
  let isClosed = false;
  let round = 0;

  const markFault = (printer: Printer, fault: string): void => {
    printer.isFaulty = true;
    board.fault(printer.setting.deviceId, fault);
  };
  const markReady = (printer: Printer): void => {
    printer.isFaulty = false;
    board.ready(printer.setting.deviceId);
    board.touch(printer.setting.deviceId);
  };
  const choosePrinter = (): Printer | null => {
    const well = printers.filter((printer) => !printer.isFaulty);
    const first = well.filter((printer) => !printer.setting.isFallback);
    return (first.length > 0 ? first : well).find((printer) => !printer.isBusy) ?? null;
  };
  const pump = (): void => {
    if (isClosed) return;
    for (const entry of spool.queued()) {
      if (inFlight.has(entry.job.jobId)) continue;
      const printer = choosePrinter();
      if (printer === null) return;
      printer.isBusy = true;
      const run = runJob(entry, printer)
        .catch((error: unknown) => log.error('print job broke off', { jobId: entry.job.jobId, error: String(error) }))
        .finally(() => {
          printer.isBusy = false;
          inFlight.delete(entry.job.jobId);
          pump();
        });
      inFlight.set(entry.job.jobId, run);
    }
  };
  const noteFault = async (jobId: string, fault: string): Promise<void> => {
    if (spool.get(jobId)?.job.fault !== fault) await spool.change(jobId, { status: 'queued', fault, printerId: null });
    else if (spool.get(jobId)?.job.status !== 'queued') await spool.change(jobId, { status: 'queued' });
  };
  const runJob = async (entry: SpooledJob, printer: Printer): Promise<void> => {
    const { jobId } = entry.job;
    const { deviceId } = printer.setting;
    const label = labels.compose({ ...entry.job, fields: entry.fields });
    if (!label.ok) {
      await spool.change(jobId, { status: 'failed', fault: 'print.badFields' });
      return;
    }
    const zpl = await labels.toZpl(label.value, toDotsPerMm(printer.setting.dpi));
    const session = await openPrinterSession(printer.setting).catch(toLineFault);
    if (session instanceof Error) {
      markFault(printer, session.key);
      return await noteFault(jobId, session.key);
    }
    const outcome = await printLabel({
      session,
      zpl,
      habits: printer.habits,
      times,
      beforeSend: async () => void (await spool.change(jobId, { status: 'sending', printerId: deviceId, fault: null })),
      onSent: async () => void (await spool.change(jobId, { status: 'sent' })),
    }).finally(() => session.close());
    log.info('label', { jobId, deviceId, ...outcome });
    if (outcome.kind === 'confirmed') {
      markReady(printer);
      await spool.change(jobId, { status: 'confirmed', fault: null });
      return;
    }
    markFault(printer, outcome.fault);
    if (outcome.kind === 'unknown') await spool.change(jobId, { status: 'unknown', fault: outcome.fault });
    else await noteFault(jobId, outcome.fault);
  };
  const probePrinter = async (printer: Printer): Promise<boolean> => {
    if (printer.isBusy) return !printer.isFaulty;
    printer.isBusy = true;
    try {
      const session = await openPrinterSession(printer.setting);
      const status = await session.askStatus(times.preflightMs).finally(() => session.close());
      const fault = status === null ? 'printer.silent' : printerFaultOf(status);
      if (fault === null) markReady(printer);
      else markFault(printer, fault);
    } catch (error) {
      markFault(printer, toLineFault(error).key);
    } finally {
      printer.isBusy = false;
    }
    return !printer.isFaulty;
  };
  const watch = setInterval(() => {
    round += 1;
    const due = printers.filter((printer) => !printer.isBusy && (printer.isFaulty || round % idleProbeRounds === 0));
    void Promise.all(due.map(probePrinter)).then(pump);
  }, faultyProbeMs);
  void Promise.all(printers.map(probePrinter)).then(pump);

  return {
    print: async (order, nowMs) => {
      if (!labels.hasTemplate(order.template)) return refuse('print.unknownTemplate', order.template);
      const label = labels.compose(order);
      if (!label.ok) return refuse('print.badFields', label.error.detail);
      const { jobId, template, subject, parcelId, isReprint } = order;
      const times = { createdAtMs: nowMs, updatedAtMs: nowMs };
      const job: PrintJob = { jobId, template, subject, parcelId, printerId: null, status: 'queued', fault: null, isReprint, ...times };
      try {
        const kept = await spool.add({ job, fields: { ...order.fields } });
        if (kept === null) return refuse('print.queueFull', '');
        pump();
        return ok(kept);
      } catch (error) {
        return refuse('spool.diskFault', String(error));
      }
    },
    settle: async (jobId, outcome) => {
      const entry = spool.get(jobId);
      if (entry === null) return refuse('print.unknownJob', jobId);
      const { status } = entry.job;
      const mayCancel = outcome === 'cancel' && status === 'queued' && !inFlight.has(jobId);
      if (status !== 'unknown' && status !== 'failed' && !mayCancel) return refuse('print.notUnknown', status);
      try {
        const job = await spool.change(jobId, settledAs(outcome));
        pump();
        return ok(job);
      } catch (error) {
        return refuse('spool.diskFault', String(error));
      }
    },
    probe: async (deviceId) => {
      const printer = printers.find((one) => one.setting.deviceId === deviceId);
      return printer !== undefined && (await probePrinter(printer));
    },
    close: async () => {
      isClosed = true;
      clearInterval(watch);
      await Promise.all(inFlight.values());
    },
  };
}

function settledAs(outcome: SettleOutcome): Partial<Pick<PrintJob, 'status' | 'fault' | 'printerId' | 'isReprint'>> {
  if (outcome === 'printed') return { status: 'confirmed', fault: null };
  if (outcome === 'cancel') return { status: 'failed', fault: 'print.cancelled' };
  return { status: 'queued', fault: null, printerId: null, isReprint: true };
}

function refuse(code: PrintRefusal['code'], detail: string): { readonly ok: false; readonly error: PrintRefusal } {
  return err({ code, detail });
}
