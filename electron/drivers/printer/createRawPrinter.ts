import { setTimeout as delay } from 'node:timers/promises';
import type { Label } from '#shared/wire/label/label.ts';
import type { PrinterCondition } from '#shared/wire/printer/printerCondition.ts';
import type { OpenLine } from '#electron/drivers/line/byteLine.ts';
import { brokenOff, createAnswerClock, faultKeyOf } from './brokenOff.ts';
import { openPrinterSession, type PrinterSession } from './openPrinterSession.ts';
import type { PrinterDialect } from './printerDialects.ts';
import {
  defaultPrintTimes,
  longestAnswerMs,
  preflightPatienceMs,
  type PrintAttempt,
  type PrinterDriver,
  type PrintOutcome,
  type PrintTimes,
} from './printerDriver.ts';

/** A count that was asked for this often without an answer is one the printer does not have. */
const maxSilentCounts = 3;

type RawPrinterOptions = {
  readonly open: OpenLine;
  readonly dialect: PrinterDialect;
  readonly times?: PrintTimes | undefined;
  /** Other stations print here too: its count says nothing about one label. */
  readonly isShared?: boolean;
  toBytes(label: Label): Promise<Uint8Array>;
};

/**
 * A printer on a raw line. A label is confirmed by the back channel only: a higher count where the printer counts, the answer to a
 * question in the order of the data where the language has one, else an empty buffer twice.
 */
export function createRawPrinter(options: RawPrinterOptions): PrinterDriver {
  return new RawPrinter(options);
}

class RawPrinter implements PrinterDriver {
  readonly #options: RawPrinterOptions;
  readonly #dialect: PrinterDialect;
  readonly #times: PrintTimes;
  readonly #answers = createAnswerClock();
  #hasCounter: boolean | null;
  #silentCounts = 0;

  constructor(options: RawPrinterOptions) {
    this.#options = options;
    this.#dialect = options.dialect;
    this.#times = options.times ?? defaultPrintTimes;
    this.#hasCounter = options.dialect.askCount === null ? false : null;
  }

  answerMs = () => this.#answers.answerMs();
  hasCounter = () => this.#hasCounter;

  async probe(): Promise<string | null> {
    const answer = await this.#within((session) => this.#askStatus(session, longestAnswerMs));
    if ('fault' in answer) return answer.fault;
    return answer.result === null ? 'device.silent' : answer.result.fault;
  }

  async print(attempt: PrintAttempt): Promise<PrintOutcome> {
    let broken: Error | null = null;
    // Drawn while the printer is asked: one that cannot print is found out without waiting for the drawing.
    const drawing = this.#options.toBytes(attempt.label).catch((error: unknown) => {
      broken = error instanceof Error ? error : new Error(String(error));
      return null;
    });
    let isSent = false;
    const printed = await this.#within(async (session): Promise<PrintOutcome> => {
      const { fault, countBefore } = await this.#preflight(session);
      if (fault !== null) return { kind: 'notSent', fault };
      const bytes = await drawing;
      if (bytes === null) throw broken ?? new Error('the label was not drawn');
      await attempt.beforeSend(countBefore);
      isSent = true;
      await session.send(this.#withReceipt(bytes));
      await attempt.onSent();
      return await this.#waitForProof(session, countBefore);
    });
    if (broken !== null && !isSent) throw broken;
    if ('fault' in printed) return brokenOff(isSent, printed.fault);
    return printed.result;
  }

  async reconcile(_jobId: string, countBefore: number | null): ReturnType<PrinterDriver['reconcile']> {
    if (countBefore === null || this.#options.isShared === true || this.#hasCounter === false) return 'unclear';
    const asked = await this.#within(async (session) => {
      const status = await this.#askStatus(session, longestAnswerMs);
      const count = status === null ? null : await this.#askCount(session, longestAnswerMs);
      return { status, count };
    });
    if ('fault' in asked) return 'notYet';
    const { status, count } = asked.result;
    if (status === null || count === null) return 'notYet';
    if (count > countBefore) return count === countBefore + 1 ? 'printed' : 'unclear';
    return status.hasWork || status.fault !== null ? 'notYet' : 'notPrinted';
  }

  async clear(): Promise<boolean> {
    const cleared = await this.#within(async (session) => {
      await session.send(Buffer.from(this.#dialect.clear, 'latin1'));
      const status = await this.#askStatus(session, longestAnswerMs);
      return status !== null && !status.hasWork;
    });
    return 'result' in cleared && cleared.result;
  }

  async #preflight(session: PrinterSession): Promise<{ readonly fault: string | null; readonly countBefore: number | null }> {
    const waitMs = preflightPatienceMs(this.answerMs(), this.#times);
    const status = await this.#askStatus(session, waitMs);
    if (status === null) return { fault: 'device.silent', countBefore: null };
    if (status.fault !== null) return { fault: status.fault, countBefore: null };
    const countBefore = this.#hasCounter === false ? null : await this.#askCount(session, waitMs);
    // Without its count a label could not be proved on a printer that counts.
    const isCountMissing = countBefore === null && this.#hasCounter === true;
    return { fault: isCountMissing ? 'device.silent' : null, countBefore };
  }

  async #waitForProof(session: PrinterSession, countBefore: number | null): Promise<PrintOutcome> {
    const deadline = performance.now() + this.#times.confirmMs;
    const leftMs = (): number => deadline - performance.now();
    if (this.#dialect.askReceipt !== null) {
      const receipt = await session.ask('', (received) => (this.#dialect.hasReceipt(received) ? true : null), this.#times.confirmMs);
      if (receipt === true) return { kind: 'confirmed' };
      const status = await this.#askStatus(session, longestAnswerMs);
      return { kind: 'unknown', fault: status?.fault ?? 'device.silent' };
    }
    let fault = 'device.silent';
    for (let emptyAnswers = 0; leftMs() > 0; await delay(this.#times.pollMs)) {
      const status = await this.#askStatus(session, Math.min(leftMs(), longestAnswerMs));
      fault = status === null ? 'device.silent' : (status.fault ?? 'device.stillBusy');
      emptyAnswers = isEmpty(status) ? emptyAnswers + 1 : 0;
      if (emptyAnswers === 0) continue;
      if (countBefore === null && emptyAnswers >= this.#dialect.emptyAnswersNeeded) return { kind: 'confirmed' };
      if (countBefore === null) continue;
      const count = await this.#askCount(session, Math.min(Math.max(leftMs(), 1), longestAnswerMs));
      if (count !== null && count > countBefore) return { kind: 'confirmed' };
      fault = 'device.notCounted';
    }
    return { kind: 'unknown', fault };
  }

  async #askStatus(session: PrinterSession, timeoutMs: number): Promise<PrinterCondition | null> {
    const dialect = this.#dialect;
    return await this.#answers.timed(() => session.ask(dialect.askStatus, (received) => dialect.parseStatus(received), timeoutMs));
  }

  async #askCount(session: PrinterSession, timeoutMs: number): Promise<number | null> {
    if (this.#dialect.askCount === null) return null;
    const answer = await session.ask(this.#dialect.askCount, (received) => this.#dialect.parseCount(received), timeoutMs);
    this.#silentCounts = answer === null ? this.#silentCounts + 1 : 0;
    if (answer !== null) this.#hasCounter = answer.count !== null;
    else if (this.#hasCounter === null && this.#silentCounts >= maxSilentCounts) this.#hasCounter = false;
    return answer?.count ?? null;
  }

  #withReceipt(bytes: Uint8Array): Uint8Array {
    return this.#dialect.askReceipt === null ? bytes : Buffer.concat([bytes, Buffer.from(this.#dialect.askReceipt, 'latin1')]);
  }

  /** Runs `use` on a line of its own; a fault of the wire or the disk is an answer, not an error. */
  async #within<T>(use: (session: PrinterSession) => Promise<T>): Promise<{ readonly result: T } | { readonly fault: string }> {
    try {
      const session = await openPrinterSession(this.#options.open);
      try {
        return { result: await use(session) };
      } finally {
        session.close();
      }
    } catch (error) {
      return { fault: faultKeyOf(error) };
    }
  }
}

function isEmpty(status: PrinterCondition | null): boolean {
  return status !== null && status.fault === null && !status.hasWork;
}
