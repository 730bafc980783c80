import { setTimeout as delay } from 'node:timers/promises';
import type { Label } from '#shared/wire/label/label.ts';
import { brokenOff, createAnswerClock, faultKeyOf } from './brokenOff.ts';
import type { IppClient, IppJob } from './createIppClient.ts';
import {
  defaultPrintTimes,
  longestAnswerMs,
  preflightPatienceMs,
  type PrintAttempt,
  type PrinterDriver,
  type PrintOutcome,
  type PrintTimes,
} from './printerDriver.ts';

/** Reasons a queue gives for not printing, the gravest first (RFC 8011, 5.4.12, and the words CUPS adds). */
const reasonFaults: readonly (readonly [RegExp, string])[] = [
  [/^(cover|door|interlock)-open/, 'device.headOpen'],
  [/^media-jam/, 'device.paperJam'],
  [/^media-(empty|needed)/, 'device.paperOut'],
  [/^(marker-supply|toner|developer)-empty/, 'device.ribbonOut'],
  [/^(offline|connecting-to-device|shutdown|timed-out|com\.apple\.print\.recoverable|cups-waiting)/, 'device.printerOff'],
  [/^(paused|moving-to-paused|stopped)/, 'device.paused'],
  [/-error$/, 'device.printerError'],
];
const stoppedState = 5;
const completed = 9;

type IppPrinterOptions = {
  readonly client: IppClient;
  readonly times?: PrintTimes | undefined;
  /** Takes the queue's "completed" for paper, although it only means that the bytes have left. */
  readonly believesQueue: boolean;
  toBytes(label: Label): Promise<Uint8Array>;
};

/**
 * A printer behind a print queue (CUPS, IPP). The job carries the station's job id as its name, so that a job whose answer got lost is
 * found again instead of being sent twice. A queue that only says "completed" has proved nothing: without a count of sheets the job is
 * unknown, unless the setting says that the queue is to be believed.
 */
export function createIppPrinter(options: IppPrinterOptions): PrinterDriver {
  const { client, times = defaultPrintTimes } = options;
  const { answerMs, timed } = createAnswerClock();

  const faultNow = async (timeoutMs: number): Promise<string | null> => {
    const { state, reasons, isAccepting } = await timed(() => client.printer(timeoutMs));
    const named = reasonFaults.find(([pattern]) => reasons.some((reason) => pattern.test(reason)))?.[1];
    return named ?? (state === stoppedState || !isAccepting ? 'device.paused' : null);
  };
  const isProved = (job: IppJob): boolean => job.state === completed && (options.believesQueue || (job.sheets ?? 0) > 0);

  const follow = async (first: IppJob | null): Promise<PrintOutcome> => {
    const deadline = performance.now() + times.confirmMs;
    let job = first;
    while (job !== null && job.state < 7 && performance.now() < deadline) {
      await delay(times.pollMs);
      job = await client.job(job.id, longestAnswerMs);
    }
    if (job === null) return { kind: 'unknown', fault: 'device.queueLost' };
    if (isProved(job)) return { kind: 'confirmed' };
    if (job.state < 7) return { kind: 'unknown', fault: (await faultNow(longestAnswerMs)) ?? 'device.stillBusy' };
    return { kind: 'unknown', fault: job.state === completed ? 'print.noProof' : 'device.queueAborted' };
  };

  const print = async (attempt: PrintAttempt): Promise<PrintOutcome> => {
    let isSent = false;
    try {
      const bytes = await options.toBytes(attempt.label);
      const fault = await faultNow(preflightPatienceMs(answerMs(), times));
      if (fault !== null) return { kind: 'notSent', fault };
      await attempt.beforeSend(null);
      isSent = true;
      const answer = await client.printJob(attempt.jobId, bytes, longestAnswerMs).catch(() => null);
      if (answer !== null && !answer.isTaken) return { kind: 'notSent', fault: 'device.queueRefuses' };
      await attempt.onSent();
      const id = answer?.id ?? null;
      return await follow(id === null ? await client.jobNamed(attempt.jobId, longestAnswerMs) : await client.job(id, longestAnswerMs));
    } catch (error) {
      return brokenOff(isSent, faultKeyOf(error));
    }
  };
  return {
    probe: () => faultNow(longestAnswerMs).catch(faultKeyOf),
    print,
    reconcile: async (jobId) => {
      try {
        const job = await client.jobNamed(jobId, longestAnswerMs);
        if (job === null) return 'unclear';
        if (isProved(job)) return 'printed';
        return job.state < 7 ? 'notYet' : 'unclear';
      } catch {
        return 'notYet';
      }
    },
    clear: async () => false,
    answerMs,
    hasCounter: () => null,
  };
}
