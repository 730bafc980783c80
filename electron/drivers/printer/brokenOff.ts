import { toLineFault } from '#electron/drivers/line/byteLine.ts';
import type { PrintOutcome } from './printerDriver.ts';

/** The message key of what stopped a printer's driver: the spool that refused, or the wire. */
export function faultKeyOf(error: unknown): string {
  return error instanceof Error && error.name === 'SpoolFault' ? 'spool.diskFault' : toLineFault(error).key;
}

/** What is known of a label whose printing broke off: once a byte of it may have left, nobody knows. */
export function brokenOff(isSent: boolean, fault: string): PrintOutcome {
  return { kind: isSent ? 'unknown' : 'notSent', fault };
}

/** A stopwatch for a printer's answers: how long it took to say how it is, lately. */
export function createAnswerClock(): { answerMs(): number; timed<T>(ask: () => Promise<T>): Promise<T> } {
  let answerMs = 0;
  return {
    answerMs: () => answerMs,
    timed: async (ask) => {
      const startedAt = performance.now();
      const answer = await ask();
      // Silence is no answer.
      if (answer !== null) answerMs = performance.now() - startedAt;
      return answer;
    },
  };
}
