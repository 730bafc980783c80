import { z } from 'zod';
import { epochMs } from '#shared/model/common.ts';

export const deviceKind = z.enum(['scanner', 'printer', 'scale', 'camera', 'robot', 'sorter']);
export type DeviceKind = z.infer<typeof deviceKind>;

/** A device as the host sees it now. */
export const deviceState = z.object({
  deviceId: z.string().max(80),
  kind: deviceKind,
  name: z.string().max(80),
  /** How it is reached, for people: "serial /dev/ttyACM0 9600", "tcp 127.0.0.1:9100". */
  address: z.string().max(200),
  status: z.enum(['connecting', 'ready', 'fault', 'off']),
  /** Message key of the fault, or null. */
  fault: z.string().max(80).nullable(),
  sinceMs: epochMs,
  lastEventAtMs: epochMs.nullable(),
  isSimulated: z.boolean(),
  malformedFrames: z.number().int().nonnegative(),
});
export type DeviceState = z.infer<typeof deviceState>;

/** One read of a scanner, waiting in the host's spool until a screen acknowledges it. */
export const scan = z.object({
  /** Increases by one for every scan of the host; survives restarts. */
  scanNo: z.number().int().positive(),
  deviceId: z.string().max(80),
  /** Text as read, byte for byte (latin1 control characters kept), without AIM identifier, prefix and suffix. */
  text: z.string().max(4096),
  /** AIM identifier such as "]C1" (ISO/IEC 15424), or null where the scanner sends none. */
  aim: z.string().max(3).nullable(),
  atMs: epochMs,
  /** The same code came again within the bounce window: a soft tick, nothing more. */
  isBounce: z.boolean(),
});
export type Scan = z.infer<typeof scan>;

/** A stable, positive, in-range reading of a scale. */
export const weightReading = z.object({
  deviceId: z.string().max(80),
  grams: z.number().int(),
  status: z.enum(['stable', 'unstable', 'zero', 'negative', 'overload']),
  atMs: epochMs,
});
export type WeightReading = z.infer<typeof weightReading>;

export const printStatus = z.enum(['queued', 'sending', 'sent', 'confirmed', 'unknown', 'failed']);
/** A label on its way to paper. */
export const printJob = z.object({
  jobId: z.string().max(80),
  template: z.string().max(40),
  /** What the label is about, for people: an order number, a bin. */
  subject: z.string().max(120),
  parcelId: z.string().max(80).nullable(),
  printerId: z.string().max(80).nullable(),
  status: printStatus,
  fault: z.string().max(80).nullable(),
  isReprint: z.boolean(),
  /** The one printer that may print it (a test label); absent: any that fits. */
  onlyPrinterId: z.string().max(80).optional(),
  createdAtMs: epochMs,
  updatedAtMs: epochMs,
});
export type PrintJob = z.infer<typeof printJob>;
