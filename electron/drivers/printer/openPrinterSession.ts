import { connect, type Socket } from 'node:net';
import { parseHostStatus, parseOdometer, type HostStatus } from '#shared/wire/label/parseHostStatus.ts';
import { LineFault, toLineFault } from '#electron/drivers/line/byteLine.ts';

/** Longest wait for a printer to take a connection. */
export const connectTimeoutMs = 1_000;
const sendTimeoutMs = 5_000;
/** Most bytes of answers kept; printers answer some hundred. */
const maxReceived = 8_192;

/** One connection to a printer's raw port. Rejections are LineFaults. */
export type PrinterSession = {
  /** Answer to ~HS, or null when none came in time: many printers say nothing with the head open or the paper out. */
  askStatus(timeoutMs: number): Promise<HostStatus | null>;
  /** Total label count (Link-OS printers), or null. */
  askOdometer(timeoutMs: number): Promise<number | null>;
  /** Resolves when the operating system has taken the bytes, which says nothing about paper. */
  send(text: string): Promise<void>;
  close(): void;
};

/** Connects to `host:port`. Nothing is sent. */
export function openPrinterSession(target: { readonly host: string; readonly port: number }): Promise<PrinterSession> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.host, port: target.port, noDelay: true });
    const timer = setTimeout(() => fail(new LineFault('device.refused', 'no answer to connect')), connectTimeoutMs);
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(toLineFault(error));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(createSession(socket));
    });
  });
}

function createSession(socket: Socket): PrinterSession {
  let received = '';
  let fault: LineFault | null = null;
  let wake: (() => void) | null = null;
  const end = (reason: LineFault): void => {
    fault ??= reason;
    wake?.();
  };
  socket.on('data', (bytes) => {
    received = (received + bytes.toString('latin1')).slice(-maxReceived);
    wake?.();
  });
  socket.on('error', (error) => end(toLineFault(error)));
  socket.on('close', () => end(new LineFault('device.disconnected', 'the printer closed the connection')));

  /** Asks and waits until `read` finds its answer; null in time-out. */
  const ask = async <T>(question: string, read: (text: string) => T | null, timeoutMs: number): Promise<T | null> => {
    received = '';
    await write(socket, question, () => fault, timeoutMs);
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const answer = read(received);
      if (answer !== null) return answer;
      if (fault !== null) throw fault;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    }
  };
  return {
    askStatus: (timeoutMs) => ask('~HS\n', parseHostStatus, timeoutMs),
    askOdometer: (timeoutMs) =>
      ask('! U1 getvar "odometer.total_label_count"\r\n', parseOdometerAnswer, timeoutMs).then((answer) => answer?.count ?? null),
    send: (text) => write(socket, text, () => fault, sendTimeoutMs),
    close: () => {
      socket.end();
      // A printer that never reads would keep the socket for ever.
      setTimeout(() => socket.destroy(), 200).unref();
    },
  };
}

/** A quoted answer ends the wait even where it holds no number ("?": the printer has no odometer). */
function parseOdometerAnswer(received: string): { readonly count: number | null } | null {
  return /"[^"]*"/.test(received) ? { count: parseOdometer(received) } : null;
}

function write(socket: Socket, text: string, fault: () => LineFault | null, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const known = fault();
    if (known !== null) return reject(known);
    const timer = setTimeout(() => reject(new LineFault('device.ioFault', 'the printer takes no bytes')), timeoutMs);
    socket.write(text, (error) => {
      clearTimeout(timer);
      if (error) reject(toLineFault(error));
      else resolve();
    });
  });
}
