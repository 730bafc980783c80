import { toLineFault, type ByteLine, type LineFault, type OpenLine } from './byteLine.ts';

/** Longest wait between two tries to open a line. */
export const maxReopenDelayMs = 1_000;
const firstReopenDelayMs = 200;

export type KeptLine = {
  /** The open line, or null while it is gone. Nothing is kept for later. */
  line(): ByteLine | null;
  close(): Promise<void>;
};

/**
 * Opens a line and opens it anew whenever it is gone, at the latest a second later, for as long as it is kept. Plugging in is found by
 * trying, not by events.
 */
export function keepLineOpen(options: {
  readonly open: OpenLine;
  onOpen(line: ByteLine): void;
  onBytes(bytes: Uint8Array): void;
  onFault(fault: LineFault): void;
}): KeptLine {
  let current: ByteLine | null = null;
  let opening: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let delayMs = firstReopenDelayMs;

  const reopenLater = (fault: LineFault): void => {
    current = null;
    if (isClosed) return;
    options.onFault(fault);
    timer = setTimeout(start, delayMs);
    delayMs = Math.min(delayMs * 2, maxReopenDelayMs);
  };
  const tryOpen = async (): Promise<void> => {
    try {
      const line = await options.open({ onBytes: (bytes) => options.onBytes(bytes), onClosed: reopenLater });
      if (isClosed) return await line.close();
      current = line;
      delayMs = firstReopenDelayMs;
      options.onOpen(line);
    } catch (error) {
      reopenLater(toLineFault(error));
    }
  };
  const start = (): void => {
    timer = null;
    opening = tryOpen();
  };
  start();

  return {
    line: () => current,
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await opening;
      const line = current;
      current = null;
      await line?.close();
    },
  };
}
