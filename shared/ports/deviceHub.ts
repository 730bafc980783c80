import type { Result } from '#shared/base/result.ts';
import type { DeviceSetup } from './deviceSetup.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import type { DeviceState, PrintJob, Scan, WeightReading } from '#shared/model/device/device.ts';

/** What to print: a template of resources/labels and its fields. The same `jobId` twice is one job. */
export type PrintOrder = {
  readonly jobId: string;
  readonly template: string;
  /** What the label is about, for people. */
  readonly subject: string;
  readonly parcelId: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly isReprint: boolean;
  /** The one printer that may print it; absent: any that fits. */
  readonly onlyPrinterId?: string | undefined;
};

/**
 * Why an order was not taken; message keys of renderer/text:
 * `print.unknownTemplate`, `print.badFields` (a field is missing or its code cannot be encoded), `print.queueFull`,
 * `print.unknownJob`, `print.noSuchPrinter`, `print.notUnknown` (only an unknown or failed job can be settled), `spool.diskFault`.
 */
export type PrintRefusal = {
  readonly code:
    | 'print.unknownTemplate'
    | 'print.noSuchPrinter'
    | 'print.badFields'
    | 'print.queueFull'
    | 'print.unknownJob'
    | 'print.notUnknown'
    | 'spool.diskFault';
  readonly detail: string;
};

export type PrintOutcome = 'printed' | 'notPrinted' | 'cancel';

/** All devices of the station. One per host; every stream ends when its signal aborts or the hub closes. */
export type DeviceHub = {
  /**
   * Every scan that has not been acknowledged, oldest first, then new ones as they come.
   * A scan is durable before it appears here; numbering goes on over restarts.
   * Readers are independent: each gets all; a reader that starts again gets again what nobody acknowledged.
   */
  scans(signal: StopSignal): AsyncIterable<Scan>;
  /** Everything up to and including `scanNo` has been taken durably. Answers how many still wait. */
  acknowledgeScans(scanNo: number): Promise<{ readonly waiting: number }>;
  /** Readings as they change (at most 10 a second), and an unchanged one every half second to show that it is fresh; starts with the newest. Old ones are dropped, never queued. */
  weights(signal: StopSignal): AsyncIterable<WeightReading>;
  zeroScale(deviceId: string): Promise<{ readonly isDone: boolean }>;
  /** Queues a label; durable when it resolves; never waits for a printer. */
  print(order: PrintOrder): Promise<Result<PrintJob, PrintRefusal>>;
  /** Every job that is not settled, then every change. */
  printJobs(signal: StopSignal): AsyncIterable<PrintJob>;
  /** The bytes of the job as the printer gets them, rendered; null where the job is not known (any more). */
  printPreview(jobId: string): Promise<{ readonly pngDataUrl: string | null }>;
  /** A person says what became of an unknown or failed job. `notPrinted` queues it again, marked as reprint. */
  settlePrintJob(jobId: string, outcome: PrintOutcome): Promise<Result<PrintJob, PrintRefusal>>;
  /** Asks the device something harmless; `message` is a message key. */
  testDevice(deviceId: string): Promise<{ readonly isDone: boolean; readonly message: string }>;
  /** A code caught from a keyboard-wedge scanner by the page. Refused (null) when the spool is full. */
  submitWedgeScan(text: string): Promise<{ readonly scanNo: number } | null>;
  /** Scans nobody has acknowledged yet. */
  scansWaiting(): number;
  /** Settings, training, calibration and the history of print jobs. */
  readonly setup: DeviceSetup;
  states(): DeviceState[];
  /** Calls `use` with a device's new state on every change; returns the unsubscribe. */
  onState(use: (state: DeviceState) => void): () => void;
  /** Gives every port and socket back. Waiting scans and jobs stay on disk. */
  close(): Promise<void>;
};
