import type { PrinterLanguage } from '#shared/model/device/deviceSetting.ts';
import { parseHostStatus, parseOdometer, printerFaultOf } from '#shared/wire/label/parseHostStatus.ts';
import { hasEscposReceipt, parseEscposStatus } from '#shared/wire/printer/parseEscposStatus.ts';
import { parseTsplStatus } from '#shared/wire/printer/parseTsplStatus.ts';
import type { PrinterCondition } from '#shared/wire/printer/printerCondition.ts';

/** How one asks a printer of a language. Questions and answers are latin1 characters. */
export type PrinterDialect = {
  /** Asks how the printer is, answered at once even while it prints. */
  readonly askStatus: string;
  parseStatus(received: string): PrinterCondition | null;
  /** Asks how many labels the printer has ever printed; null where the language has no such question. */
  readonly askCount: string | null;
  /** The count; `count: null` where the printer says that it has none; null while there is no answer. */
  parseCount(received: string): { readonly count: number | null } | null;
  /** Sent behind a label and answered only when everything before it is done; null where the language has no such question. */
  readonly askReceipt: string | null;
  hasReceipt(received: string): boolean;
  /** How many times in a row a printer without a counter must say that nothing waits before that counts as proof. */
  readonly emptyAnswersNeeded: number;
  /** Throws away everything that waits in the printer. */
  readonly clear: string;
};

const none = { askCount: null, parseCount: () => null, askReceipt: null, hasReceipt: () => false, emptyAnswersNeeded: 2 } as const;

/** ZPL II: `~HS` and the odometer of Link-OS printers; TSPL2: `<ESC>!?`; ESC/POS: `DLE EOT n`, and `GS r` in the order of the data. */
export const printerDialects: Readonly<Record<PrinterLanguage, PrinterDialect>> = {
  zpl: {
    ...none,
    askStatus: '~HS\n',
    parseStatus: (received) => {
      const status = parseHostStatus(received);
      return status && { fault: printerFaultOf(status), hasWork: status.formatsInBuffer > 0 || status.labelsRemaining > 0 };
    },
    askCount: '! U1 getvar "odometer.total_label_count"\r\n',
    // A quoted answer ends the wait even where it holds no number ("?": the printer has no odometer).
    parseCount: (received) => (/"[^"]*"/.test(received) ? { count: parseOdometer(received) } : null),
    clear: '~JA\n',
  },
  // A TSPL printer says "ready" while it still reads a label.
  tspl: { ...none, askStatus: '\u001b!?', parseStatus: parseTsplStatus, emptyAnswersNeeded: 4, clear: '\u001b!.' },
  escpos: {
    ...none,
    askStatus: '\u0010\u0004\u0001\u0010\u0004\u0002\u0010\u0004\u0003\u0010\u0004\u0004',
    parseStatus: parseEscposStatus,
    askReceipt: '\u001dr\u0001',
    hasReceipt: hasEscposReceipt,
    clear: '\u0010\u0014\u0008\u0001\u0003\u0014\u0001\u0006\u0002\u0008',
  },
};
