import type { Label } from '#shared/wire/label/label.ts';

/** What became of a label. `notSent` means that not one byte of it left: it may go to another printer. */
export type PrintOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'notSent'; readonly fault: string }
  | { readonly kind: 'unknown'; readonly fault: string };

/** One label on its way to one printer. */
export type PrintAttempt = {
  readonly jobId: string;
  readonly label: Label;
  /**
   * Makes the job durable as "sending", with the printer's label count before it (null where it has none); when it rejects nothing is sent.
   */
  beforeSend(countBefore: number | null): Promise<void>;
  onSent(): Promise<void>;
};

/** What a printer says about a label of which nobody knows whether it came out. `notYet`: ask again later. */
export type Reconciled = 'printed' | 'notPrinted' | 'notYet' | 'unclear';

export type PrintTimes = {
  /** Wait for the first status answer of a printer that is known to be quick, connecting included. */
  readonly preflightMs: number;
  /** Wait for the proof that the label was printed. */
  readonly confirmMs: number;
  readonly pollMs: number;
};
export const defaultPrintTimes: PrintTimes = { preflightMs: 700, confirmMs: 6_000, pollMs: 120 };
/** A printer that takes longer to say how it is, is at fault. */
export const longestAnswerMs = 3_000;

/** A slow printer gets this many times what it took lately, but no more than `longestPreflightMs`: another one may be free. */
const patience = 2.5;
const longestPreflightMs = 2_000;

/** How long to wait for a printer that lately took `answerMs` to say how it is. */
export function preflightPatienceMs(answerMs: number, times: PrintTimes = defaultPrintTimes): number {
  return Math.min(longestPreflightMs, Math.max(times.preflightMs, answerMs * patience));
}

/** A printer, whatever it is reached by and whatever it speaks. No call rejects but by a bug. */
export type PrinterDriver = {
  /** Asks how it is; null when it can print, else a message key. Takes at most `longestAnswerMs`. */
  probe(): Promise<string | null>;
  /** Prints one label, once: never sends twice. */
  print(attempt: PrintAttempt): Promise<PrintOutcome>;
  /** Asks about a label that was sent when the printer had counted `countBefore` labels. */
  reconcile(jobId: string, countBefore: number | null): Promise<Reconciled>;
  /** Throws away what waits inside the printer; false where it cannot be told. */
  clear(): Promise<boolean>;
  /** How long it took to answer lately, milliseconds. */
  answerMs(): number;
  /** Whether it counts its labels; null while that is not known. */
  hasCounter(): boolean | null;
};
