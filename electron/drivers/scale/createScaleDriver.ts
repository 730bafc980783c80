import type { Clock } from '#shared/base/clock.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import { createScaleDecoder } from '#shared/wire/scale/createScaleDecoder.ts';
import type { ScaleFrame } from '#shared/wire/scale/scaleFrame.ts';
import type { ScaleProtocolRow } from '#shared/wire/scale/scaleProtocols.ts';
import type { ByteLine, OpenLine } from '#electron/drivers/line/byteLine.ts';
import { keepLineOpen } from '#electron/drivers/line/keepLineOpen.ts';
import type { DriverReport } from '#electron/drivers/scanner/createScannerDriver.ts';

/** A scale that has not said anything for this long is at fault. */
export const scaleSilenceMs = 1_000;
/** An unchanged weight is told again this often, so that a reader can see that it is fresh. */
const repeatMs = 500;
const minIntervalMs = 100;
const zeroTimeoutMs = 2_000;
/** How long one recording takes: some frames of the slowest scale. */
export const recordMs = 1_500;
/** Most characters of one recording. */
const maxRecorded = 2_000;

export type ScaleDriver = {
  /** Sets the scale to zero; false when it refuses, cannot be told or does not answer within 2 s. */
  zero(): Promise<boolean>;
  /** Takes away the weight of the container on it; false as for zero. */
  tare(): Promise<boolean>;
  /** What it sends within `recordMs` from now, latin1 characters: for learning how an unknown scale speaks. */
  record(): Promise<string>;
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
  /** When it spoke last, or was opened. */
  let lastFrameAt = Number.POSITIVE_INFINITY;
  let isSilent = true;
  let isSilenceTold = false;
  const recorder = createRecorder();
  const commands = createCommands();
  const take = (frame: ScaleFrame): void => {
    lastFrameAt = performance.now();
    if (isSilent) report.onReady();
    isSilent = false;
    isSilenceTold = false;
    if (frame.kind === 'reply') return commands.end(frame.isDone);
    // A scale that answers nothing to a command shows by its weight that it has obeyed.
    if (!protocol.repliesToCommands && frame.kind === 'weight' && Math.abs(frame.grams) <= setting.zeroBandGrams) commands.end(true);
    offer((lastGrams) => toReading(frame, options.deviceId, setting, clock.nowMs(), lastGrams));
  };
  const kept = keepLineOpen({
    open: options.open,
    onOpen: () => {
      lastFrameAt = performance.now();
      isSilenceTold = false;
    },
    onBytes: (bytes) => {
      const before = decoder.malformedFrames();
      const characters = Buffer.from(bytes).toString('latin1');
      recorder.hear(characters);
      decoder.push(characters).forEach(take);
      if (decoder.malformedFrames() !== before) report.onMalformed(decoder.malformedFrames());
    },
    onFault: (fault) => {
      decoder.reset();
      isSilent = true;
      commands.end(false);
      report.onFault(fault.key, fault.message);
    },
  });
  const ask = (): void => {
    const line = kept.line();
    if (line === null) return;
    if (!isSilenceTold && performance.now() - lastFrameAt > scaleSilenceMs) {
      isSilent = true;
      isSilenceTold = true;
      report.onFault('device.silent', 'no frame for a second');
    }
    const mayAsk = !commands.isWaiting() || !protocol.repliesToCommands;
    if (protocol.askWeight !== null && mayAsk) line.write(Buffer.from(protocol.askWeight, 'latin1')).catch(() => undefined);
  };
  const timer = setInterval(() => kept.attempt(ask), setting.pollMs);

  return {
    zero: () => commands.run(kept.line(), protocol.askZero),
    tare: () => commands.run(kept.line(), protocol.askTare),
    record: recorder.record,
    isAnswering: () => !isSilent,
    close: async () => {
      clearInterval(timer);
      commands.end(false);
      await kept.close();
    },
  };
}

/** Keeps what comes in while it records. */
function createRecorder() {
  let recorded = '';
  return {
    hear: (characters: string): void => void (recorded = (recorded + characters).slice(-maxRecorded)),
    record: async (): Promise<string> => {
      recorded = '';
      await new Promise((resolve) => setTimeout(resolve, recordMs));
      return recorded;
    },
  };
}

/** One command to a scale at a time, until it has obeyed, refused or kept silent for 2 s. */
function createCommands() {
  let waiter: ((isDone: boolean) => void) | null = null;
  const end = (isDone: boolean): void => {
    waiter?.(isDone);
    waiter = null;
  };
  return {
    end,
    isWaiting: () => waiter !== null,
    run: async (line: ByteLine | null, question: string | null): Promise<boolean> => {
      if (line === null || question === null || waiter !== null) return false;
      const answer = new Promise<boolean>((resolve) => {
        waiter = resolve;
      });
      const timeout = setTimeout(() => end(false), zeroTimeoutMs);
      await line.write(Buffer.from(question, 'latin1')).catch(() => end(false));
      return await answer.finally(() => clearTimeout(timeout));
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
