import { read as readFile } from 'node:fs';
import { promisify } from 'node:util';
import { SerialPort } from 'serialport';

const readAsync = promisify(readFile);

/** What the Linux and macOS ports of the binding are made of. */
type PollingPort = {
  fd: number | null;
  readonly poller: { once(event: 'readable', use: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number; buffer: Buffer }>;
};

type OpenPort = (options: { readonly path: string; readonly baudRate: number }) => ReturnType<typeof SerialPort.binding.open>;
const binding: { readonly open: OpenPort } & Omit<typeof SerialPort.binding, 'open'> = SerialPort.binding as never;

/**
 * The serial binding of this system, but a line that has hung up ends. The binding's own read takes "no bytes" for "not yet" and asks again
 * without a pause (serialport/bindings-cpp#162): a cable pulled out while bytes arrive would never be noticed, and a core would be busy
 * until the memory is full. A port that waits for bytes (VMIN 1) reads none only at its end.
 */
export const endingSerialBinding = {
  ...binding,
  open: async (options: Parameters<OpenPort>[0]) => {
    const port = await binding.open(options);
    if (isPolling(port)) port.read = (buffer, offset, length) => readOrEnd(port, buffer, offset, length);
    return port;
  },
};

function isPolling(port: object): port is PollingPort {
  return 'poller' in port && 'fd' in port;
}

async function readOrEnd(port: PollingPort, buffer: Buffer, offset: number, length: number): ReturnType<PollingPort['read']> {
  for (;;) {
    if (port.fd === null) throw closedError();
    try {
      const { bytesRead } = await readAsync(port.fd, buffer, offset, length, null);
      if (bytesRead > 0) return { bytesRead, buffer };
    } catch (error) {
      if (!isNotYet(error)) throw error;
      // Closed meanwhile: its poller must not be asked any more.
      if (port.fd === null) throw closedError();
      await new Promise<void>((resolve, reject) => port.poller.once('readable', (fault) => (fault === null ? resolve() : reject(fault))));
      continue;
    }
    if (port.fd !== null) throw Object.assign(new Error('the line has hung up'), { disconnect: true });
  }
}

function closedError(): Error {
  return Object.assign(new Error('the port is closed'), { canceled: true });
}

function isNotYet(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes(String(error.code));
}
