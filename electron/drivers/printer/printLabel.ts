import { printerFaultOf, type HostStatus } from '#shared/wire/label/parseHostStatus.ts';
import { toLineFault } from '#electron/drivers/line/byteLine.ts';
import type { PrinterSession } from './openPrinterSession.ts';

/** What became of a label. `notSent` means that not one byte of it left: it may go to another printer. */
export type PrintOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'notSent'; readonly fault: string }
  | { readonly kind: 'unknown'; readonly fault: string };

export type PrintTimes = {
  /** Wait for the first status answer, before anything is sent. */
  readonly preflightMs: number;
  /** Wait for the proof that the label was printed. */
  readonly confirmMs: number;
  readonly pollMs: number;
};
export const defaultPrintTimes: PrintTimes = { preflightMs: 800, confirmMs: 6_000, pollMs: 150 };

/** What a printer is known to answer; kept between jobs by the caller. */
export type PrinterHabits = { hasOdometer: boolean | null };

/**
 * Prints one label on an open connection: asks for the status, sends, and waits for proof through the back channel. Proof is an empty
 * buffer and, where the printer counts labels, a higher count; without a counter the buffer must be empty twice. Never sends twice.
 * @param beforeSend makes the job durable as "sending"; when it rejects nothing is sent.
 */
export async function printLabel(options: {
  readonly session: PrinterSession;
  readonly zpl: string;
  readonly habits: PrinterHabits;
  readonly times?: PrintTimes;
  beforeSend(): Promise<void>;
  onSent(): Promise<void>;
}): Promise<PrintOutcome> {
  const { session, habits, times = defaultPrintTimes } = options;
  let countBefore: number | null = null;
  try {
    const status = await session.askStatus(times.preflightMs);
    if (status === null) return { kind: 'notSent', fault: 'device.silent' };
    const fault = printerFaultOf(status);
    if (fault !== null) return { kind: 'notSent', fault };
    if (habits.hasOdometer !== false) {
      countBefore = await session.askOdometer(times.preflightMs / 2);
      habits.hasOdometer = countBefore !== null;
    }
    await options.beforeSend();
  } catch (error) {
    return { kind: 'notSent', fault: faultKeyOf(error) };
  }
  try {
    await session.send(options.zpl);
    await options.onSent();
    return await waitForProof(session, countBefore, times);
  } catch (error) {
    return { kind: 'unknown', fault: faultKeyOf(error) };
  }
}

async function waitForProof(session: PrinterSession, countBefore: number | null, times: PrintTimes): Promise<PrintOutcome> {
  const deadline = performance.now() + times.confirmMs;
  let fault = 'device.silent';
  let emptyAnswers = 0;
  for (let leftMs = times.confirmMs; leftMs > 0; leftMs = deadline - performance.now()) {
    const status = await session.askStatus(Math.min(leftMs, times.preflightMs));
    fault = status === null ? 'device.silent' : (printerFaultOf(status) ?? 'device.stillBusy');
    emptyAnswers = status !== null && isEmpty(status) ? emptyAnswers + 1 : 0;
    if (emptyAnswers > 0) {
      if (countBefore === null && emptyAnswers >= 2) return { kind: 'confirmed' };
      if (countBefore !== null) {
        const count = await session.askOdometer(times.preflightMs);
        if (count !== null && count > countBefore) return { kind: 'confirmed' };
        fault = 'device.notCounted';
      }
    }
    await new Promise((resolve) => setTimeout(resolve, times.pollMs));
  }
  return { kind: 'unknown', fault };
}

function isEmpty(status: HostStatus): boolean {
  return printerFaultOf(status) === null && status.formatsInBuffer === 0 && status.labelsRemaining === 0;
}

function faultKeyOf(error: unknown): string {
  return error instanceof Error && error.name === 'SpoolFault' ? 'spool.diskFault' : toLineFault(error).key;
}
