import { LineFault, type ByteLine, type OpenLine } from '#electron/drivers/line/byteLine.ts';

const sendTimeoutMs = 5_000;
/** Most characters of answers kept; printers answer some hundred. */
const maxReceived = 8_192;

/** One connection to a printer, for one job or one question. Rejections are LineFaults. */
export type PrinterSession = {
  /**
   * Sends a question and waits until `read` finds its answer in what came since; null in time-out: many printers say nothing with the head
   * open. An empty question only goes on listening since the last one.
   */
  ask<T>(question: string, read: (received: string) => T | null, timeoutMs: number): Promise<T | null>;
  /** Resolves when the operating system has taken the bytes, which says nothing about paper. */
  send(bytes: Uint8Array): Promise<void>;
  close(): void;
};

/** Opens a line of its own. Nothing is sent. */
export async function openPrinterSession(open: OpenLine): Promise<PrinterSession> {
  let received = '';
  let fault: LineFault | null = null;
  let wake: (() => void) | null = null;
  const line = await open({
    onBytes: (bytes) => {
      received = (received + Buffer.from(bytes).toString('latin1')).slice(-maxReceived);
      wake?.();
    },
    onClosed: (reason) => {
      fault ??= reason;
      wake?.();
    },
  });
  const waitForMore = (timeoutMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    ask: async (question, read, timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      if (question !== '') received = '';
      if (question !== '') await writeWithin(line, Buffer.from(question, 'latin1'), timeoutMs);
      for (;;) {
        const answer = read(received);
        if (answer !== null) return answer;
        if (fault !== null) throw fault;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) return null;
        await waitForMore(leftMs);
        wake = null;
      }
    },
    send: (bytes) => {
      received = '';
      return writeWithin(line, bytes, sendTimeoutMs);
    },
    close: () => void line.close(),
  };
}

function writeWithin(line: ByteLine, bytes: Uint8Array, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LineFault('device.ioFault', 'the printer takes no bytes')), timeoutMs);
    line
      .write(bytes)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
