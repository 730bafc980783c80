/** An open way to a device. It tells about bytes and its end until `close`. */
export type ByteLine = {
  /** Resolves when the operating system has taken the bytes. Rejects with LineFault when the line is closed. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
};

/** Called by an open line. After `onClosed` nothing more comes. */
export type LineEvents = { onBytes(bytes: Uint8Array): void; onClosed(fault: LineFault): void };

/** Opens a fresh line; every call makes a new port object. Rejects with LineFault. */
export type OpenLine = (events: LineEvents) => Promise<ByteLine>;

type LineFaultKey =
  | 'device.notFound'
  | 'device.busy'
  | 'device.noPermission'
  | 'device.disconnected'
  | 'device.refused'
  | 'device.nameUnknown'
  | 'device.ioFault'
  | 'device.driverFault';

/** The wire is not there. `key` is the message key of the device's state. */
export class LineFault extends Error {
  override readonly name = 'LineFault';
  constructor(
    readonly key: LineFaultKey,
    message: string,
  ) {
    super(message);
  }
}

/** Names an operating system error in the words of a device state. */
export function toLineFault(error: unknown): LineFault {
  if (error instanceof LineFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const says = (pattern: RegExp): boolean => pattern.test(code) || pattern.test(message);
  if (says(/ENOENT|no such file|File not found|ENXIO/i)) return new LineFault('device.notFound', message);
  if (says(/EACCES|EPERM|permission|access denied/i)) return new LineFault('device.noPermission', message);
  if (says(/EBUSY|cannot lock|temporarily unavailable/i)) return new LineFault('device.busy', message);
  if (says(/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT/)) return new LineFault('device.refused', message);
  if (says(/disconnected|ECONNRESET|EPIPE|EIO|bad file descriptor/i)) return new LineFault('device.disconnected', message);
  return new LineFault('device.ioFault', message);
}
