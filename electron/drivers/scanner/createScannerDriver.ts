import type { Clock } from '#shared/base/clock.ts';
import type { OpenLine } from '#electron/drivers/line/byteLine.ts';
import { keepLineOpen } from '#electron/drivers/line/keepLineOpen.ts';
import { createBounceFilter } from './createBounceFilter.ts';
import { createScanFramer, type ScanFrame, type ScanFramer } from './createScanFramer.ts';

/** A code read by one scanner, before it is numbered and kept. */
export type ScannerRead = { readonly text: string; readonly aim: string | null; readonly atMs: number; readonly isBounce: boolean };

/** What a driver tells about its device. */
export type DriverReport = { onReady(): void; onFault(faultKey: string, detail: string): void; onMalformed(total: number): void };

const brokenGapFactor = 10;

export type ScannerDriver = { close(): Promise<void> };

/** Reads one scanner for as long as the station runs; reads come in the order of the bytes. */
export function createScannerDriver(options: {
  readonly setting: { readonly prefix: string; readonly suffix: string; readonly idleGapMs: number; readonly bounceMs: number };
  readonly open: OpenLine;
  /** How bytes become codes; by prefix, suffix and silence unless given. */
  readonly framer?: ScanFramer;
  readonly clock: Clock;
  readonly report: DriverReport;
  onRead(read: ScannerRead): void;
}): ScannerDriver {
  const { setting, clock, report } = options;
  const framer = options.framer ?? createScanFramer(setting);
  const isBounce = createBounceFilter(setting.bounceMs);
  let idleTimer: NodeJS.Timeout | null = null;
  let reportedMalformed = 0;
  // With a suffix silence only means that the rest is lost, so a slow line gets much longer.
  const silenceMs = setting.suffix === '' ? setting.idleGapMs : setting.idleGapMs * brokenGapFactor;

  const deliver = (frames: readonly ScanFrame[]): void => {
    for (const frame of frames) {
      const atMs = clock.nowMs();
      options.onRead({ ...frame, atMs, isBounce: isBounce(frame.text, atMs) });
    }
    const malformed = framer.malformedFrames();
    if (malformed !== reportedMalformed) {
      reportedMalformed = malformed;
      report.onMalformed(malformed);
    }
  };
  const stopIdleTimer = (): void => {
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = null;
  };
  const kept = keepLineOpen({
    open: options.open,
    onOpen: () => report.onReady(),
    onBytes: (bytes) => {
      stopIdleTimer();
      deliver(framer.push(bytes));
      if (framer.hasPart()) idleTimer = setTimeout(() => kept.attempt(() => deliver(framer.idle())), silenceMs);
    },
    onFault: (fault) => {
      stopIdleTimer();
      framer.reset();
      deliver([]);
      report.onFault(fault.key, fault.message);
    },
  });
  return {
    close: async () => {
      stopIdleTimer();
      await kept.close();
    },
  };
}
