import type { Result } from '#shared/base/result.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrintOrder, PrintRefusal } from './deviceHub.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';

/** What is wrong with a setting: the field, a message key of renderer/text, and what to put into the sentence. */
export type SetupProblem = { readonly field: string; readonly key: string; readonly params: Readonly<Record<string, string | number>> };
export type PrintAct = 'reprint' | 'printed' | 'notPrinted' | 'cancel';
/** Who decided about a label, and why: a key of `devices.reason` in renderer/text. */
export type PrintDecision = { readonly operator: string; readonly reason: PrintReason };
export type PrintReason = 'damaged' | 'lost' | 'jammed' | 'looked' | 'notNeeded' | 'other';
export type PrintDecisionEntry = PrintDecision & {
  readonly atMs: number;
  readonly jobId: string;
  readonly subject: string;
  readonly act: PrintAct;
};
export type TrainingStep =
  | { readonly kind: 'scan'; readonly code: string }
  | { readonly kind: 'weigh'; readonly grams: number }
  | { readonly kind: 'printer'; readonly fault: 'paperOut' | 'headOpen' | null };

/** Setting up the devices of a station while it works; what is saved is on disk and in force when the call resolves. */
export type DeviceSetup = {
  state(): { readonly devices: DeviceSetting[]; readonly isTraining: boolean };
  /** Adds a device or changes the one with its id; nothing is saved while there are problems. */
  save(given: unknown): Promise<readonly SetupProblem[]>;
  remove(deviceId: string): Promise<readonly SetupProblem[]>;
  /** Two devices of one kind exchange what they are reached by. */
  swap(deviceId: string, otherId: string): Promise<readonly SetupProblem[]>;
  replaceAll(given: readonly unknown[]): Promise<readonly SetupProblem[]>;
  /** Real devices are closed and simulated ones take their place, or the other way round. */
  setTraining(isTraining: boolean): Promise<void>;
  /** Does something with the simulated devices; false while there are none. */
  train(step: TrainingStep): boolean;
  tareScale(deviceId: string): Promise<boolean>;
  /** What the scale sends within the next moments, latin1 characters; empty where it is none. */
  recordScale(deviceId: string): Promise<string>;
  /** Queues a label with the printer's own name and code, for this printer alone. `captions` are the template's words in the operator's language. */
  printTest(deviceId: string, jobId: string, captions: Readonly<Record<string, string>>): Promise<Result<PrintJob, PrintRefusal>>;
  settledJobs(): PrintJob[];
  /** Prints a settled label again, marked and noted down. */
  reprint(jobId: string, newJobId: string, decision: PrintDecision): Promise<Result<PrintJob, { readonly code: string }>>;
  /** Prints a label again that this station may never have printed, numbered and noted down; the same `jobId` twice is one job and one note. */
  printAgain(order: PrintOrder, decision: PrintDecision): Promise<Result<PrintJob, PrintRefusal>>;
  /** Notes down who decided what about a job. */
  noteDecision(jobId: string, act: PrintAct, decision: PrintDecision): Promise<void>;
  /** Decisions, newest first. */
  decisions(): PrintDecisionEntry[];
};
