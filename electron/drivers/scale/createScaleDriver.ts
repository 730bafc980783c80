import type { Clock } from '#shared/base/clock.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import { createScaleDecoder } from '#shared/wire/scale/createScaleDecoder.ts';
import type { ScaleFrame } from '#shared/wire/scale/scaleFrame.ts';
import type { ScaleProtocolRow } from '#shared/wire/scale/scaleProtocols.ts';
import type { OpenLine } from '#electron/drivers/line/byteLine.ts';
import { keepLineOpen } from '#electron/drivers/line/keepLineOpen.ts';
import type { DriverReport } from '#electron/drivers/scanner/createScannerDriver.ts';

/** A scale that has not said anything for this long is at fault. */
export const scaleSilenceMs = 1_000;
/** An unchanged weight is told again this often, so that a reader can see that it is fresh. */
const repeatMs = 500;
const minIntervalMs = 100;
const zeroTimeoutMs = 2_000;

export type ScaleDriver = {
  /** Sets the scale to zero; false when it refuses, cannot be told or does not answer within 2 s. */
  zero(): Promise<boolean>;
  /** Whether the scale has spoken within the last second. */
  isAnswering(): boolean;
  close(): Promise<void>;
};

/** Reads one scale for as long as the station runs. */
export function createScaleDriver(options: {
  readonly deviceId: string;
  readonly protocol: ScaleProtocolRow;
  readonly setting: { readonly maxGrams: number; readonly zeroBandGrams: number; readonly pollMs: number };
  readonly open: OpenLine;
  readonly clock: Clock;
  readonly report: DriverReport;
  onReading(reading: WeightReading): void;
}): ScaleDriver {
  const { protocol, setting, clock, report } = options;
  const decoder = createScaleDecoder(protocol);
  const offer = createReadingFilter(options.onReading);
  let lastFrameAt = Number.NEGATIVE_INFINITY;
  let isSilent = true;
  let zeroWaiter: ((isDone: boolean) => void) | null = null;

  const endZero = (isDone: boolean): void => {
    zeroWaiter?.(isDone);
    zeroWaiter = null;
  };
  const take = (frame: ScaleFrame): void => {
    lastFrameAt = performance.now();
    if (isSilent) report.onReady();
    isSilent = false;
    if (frame.kind === 'reply') return endZero(frame.isDone);
    offer((lastGrams) => toReading(frame, options.deviceId, setting, clock.nowMs(), lastGrams));
  };
  const kept = keepLineOpen({
    open: options.open,
    onOpen: () => undefined,
    onBytes: (bytes) => {
      const before = decoder.malformedFrames();
      decoder.push(Buffer.from(bytes).toString('latin1')).forEach(take);
      if (decoder.malformedFrames() !== before) report.onMalformed(decoder.malformedFrames());
    },
    onFault: (fault) => {
      decoder.reset();
      isSilent = true;
      endZero(false);
      report.onFault(fault.key, fault.message);
    },
  });
  const timer = setInterval(() => {
    const line = kept.line();
    if (line === null) return;
    if (!isSilent && performance.now() - lastFrameAt > scaleSilenceMs) {
      isSilent = true;
      report.onFault('device.silent', 'no frame for a second');
    }
    if (protocol.askWeight !== null && zeroWaiter === null) line.write(Buffer.from(protocol.askWeight, 'latin1')).catch(() => undefined);
  }, setting.pollMs);

  return {
    zero: async () => {
      const line = kept.line();
      if (line === null || protocol.askZero === null || zeroWaiter !== null) return false;
      const answer = new Promise<boolean>((resolve) => {
        zeroWaiter = resolve;
      });
      const timeout = setTimeout(() => endZero(false), zeroTimeoutMs);
      await line.write(Buffer.from(protocol.askZero, 'latin1')).catch(() => endZero(false));
      return await answer.finally(() => clearTimeout(timeout));
    },
    isAnswering: () => !isSilent,
    close: async () => {
      clearInterval(timer);
      endZero(false);
      await kept.close();
    },
  };
}

/** Passes readings on when the status changes, at most every 100 ms when only the weight does, and an unchanged one every 500 ms. */
function createReadingFilter(use: (reading: WeightReading) => void): (make: (lastGrams: number) => WeightReading) => void {
  let last: WeightReading | null = null;
  return (make) => {
    const reading = make(last?.grams ?? 0);
    if (last !== null && last.status === reading.status) {
      const waitMs = last.grams === reading.grams ? repeatMs : minIntervalMs;
      if (Math.abs(reading.atMs - last.atMs) < waitMs) return;
    }
    last = reading;
    use(reading);
  };
}

function toReading(
  frame: Exclude<ScaleFrame, { kind: 'reply' }>,
  deviceId: string,
  setting: { readonly maxGrams: number; readonly zeroBandGrams: number },
  atMs: number,
  lastGrams: number,
): WeightReading {
  if (frame.kind === 'overload') return { deviceId, grams: 0, status: 'overload', atMs };
  if (frame.kind === 'underload') return { deviceId, grams: 0, status: 'negative', atMs };
  if (frame.kind === 'noWeight') return { deviceId, grams: lastGrams, status: 'unstable', atMs };
  const { grams } = frame;
  if (!frame.isStable) return { deviceId, grams, status: 'unstable', atMs };
  if (grams > setting.maxGrams) return { deviceId, grams, status: 'overload', atMs };
  if (grams < -setting.zeroBandGrams) return { deviceId, grams, status: 'negative', atMs };
  return { deviceId, grams, status: grams <= setting.zeroBandGrams ? 'zero' : 'stable', atMs };
}
