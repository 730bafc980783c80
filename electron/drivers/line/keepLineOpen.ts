import { LineFault, toLineFault, type ByteLine, type OpenLine } from './byteLine.ts';

/** Longest wait between two tries to open a line. */
export const maxReopenDelayMs = 1_000;
const firstReopenDelayMs = 200;

export type KeptLine = {
  /** The open line, or null while it is gone. Nothing is kept for later. */
  line(): ByteLine | null;
  /** Does work of the driver outside the line's events; when it throws the device is at fault and its line is opened anew. Nothing while the line is gone. */
  attempt(work: () => void): void;
  close(): Promise<void>;
};

/**
 * Opens a line and opens it anew whenever it is gone, at the latest a second later, for as long as it is kept. Plugging in is found by
 * trying, not by events. A driver that throws ends its own line with `device.driverFault`, never the station.
 */
export function keepLineOpen(options: {
  readonly open: OpenLine;
  onOpen(line: ByteLine): void;
  onBytes(bytes: Uint8Array): void;
  onFault(fault: LineFault): void;
}): KeptLine {
  let current: Opened | null = null;
  let opening: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let isDriverBroken = false;
  let delayMs = firstReopenDelayMs;

  const reopenLater = (fault: LineFault): void => {
    current = null;
    if (isClosed) return;
    timer = setTimeout(start, delayMs);
    delayMs = Math.min(delayMs * 2, maxReopenDelayMs);
    // A driver that cannot even take the fault is opened again like any other.
    faultOf(() => options.onFault(fault));
  };
  const end = (opened: Opened, fault: LineFault): void => {
    if (opened.isOver) return;
    opened.isOver = true;
    opened.line?.close().catch(() => undefined);
    reopenLater(fault);
  };
  const attemptOn = (opened: Opened, work: () => void): void => {
    const fault = faultOf(work);
    if (fault === null) return;
    isDriverBroken = true;
    end(opened, fault);
  };
  const take = (opened: Opened, bytes: Uint8Array): void => {
    if (opened.isOver) return;
    attemptOn(opened, () => {
      options.onBytes(bytes);
      isDriverBroken = false;
    });
  };
  const tryOpen = async (): Promise<void> => {
    const opened: Opened = { line: null, isOver: false };
    try {
      const line = await options.open({ onBytes: (bytes) => take(opened, bytes), onClosed: (fault) => end(opened, fault) });
      if (isClosed || opened.isOver) return await line.close();
      opened.line = line;
      current = opened;
      // One that throws at every byte must not be opened five times a second.
      if (!isDriverBroken) delayMs = firstReopenDelayMs;
      attemptOn(opened, () => options.onOpen(line));
    } catch (error) {
      end(opened, toLineFault(error));
    }
  };
  const start = (): void => void (opening = tryOpen());
  start();

  return {
    line: () => current?.line ?? null,
    attempt: (work) => {
      if (current !== null) attemptOn(current, work);
    },
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await opening;
      const opened = current;
      current = null;
      if (opened !== null) opened.isOver = true;
      await opened?.line?.close();
    },
  };
}

/** One opening of the line. */
type Opened = { line: ByteLine | null; isOver: boolean };

/** What a driver throws, as the fault of its device. */
function faultOf(work: () => void): LineFault | null {
  try {
    work();
    return null;
  } catch (error) {
    return new LineFault('device.driverFault', String(error));
  }
}
