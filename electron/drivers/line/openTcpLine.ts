import { connect } from 'node:net';
import { LineFault, toLineFault, type ByteLine, type LineEvents, type OpenLine } from './byteLine.ts';
import type { AddressBook } from './addressBook.ts';

/** How a raw TCP line is opened and given back. */
export type TcpManner = {
  readonly connectTimeoutMs: number;
  /**
   * Above 0 it is given back with a half-close and the socket lives so much longer: after a reset many printers drop what they have not
   * printed yet. One that never reads would keep it for ever.
   */
  readonly lingerMs: number;
};
type TcpTarget = { readonly host: string; readonly port: number };
const plainManner: TcpManner = { connectTimeoutMs: 1_000, lingerMs: 0 };

/** Opens a raw TCP connection to a device (a printer's port 9100, a scanner or scale behind a serial server). */
export function openTcpLine(setting: TcpTarget, addresses: AddressBook, manner: TcpManner = plainManner): OpenLine {
  return async (events) => await openAt({ host: await addresses.addressOf(setting.host), port: setting.port }, manner, events);
}

function openAt(target: TcpTarget, { connectTimeoutMs, lingerMs }: TcpManner, events: LineEvents): Promise<ByteLine> {
  return new Promise<ByteLine>((resolve, reject) => {
    const socket = connect({ ...target, noDelay: true });
    let stage: 'connecting' | 'open' | 'over' = 'connecting';
    const end = (fault: LineFault): void => {
      const before = stage;
      stage = 'over';
      clearTimeout(timer);
      if (before === 'connecting' || lingerMs === 0) socket.destroy();
      if (before === 'connecting') reject(fault);
      if (before === 'open') events.onClosed(fault);
    };
    const timer = setTimeout(() => end(new LineFault('device.refused', 'no answer to connect')), connectTimeoutMs);
    socket.on('error', (error) => end(toLineFault(error)));
    socket.on('end', () => end(new LineFault('device.disconnected', 'the other end closed the connection')));
    socket.on('close', () => end(new LineFault('device.disconnected', 'connection closed')));
    socket.on('data', (bytes) => {
      if (stage === 'open') events.onBytes(bytes);
    });
    socket.on('connect', () => {
      if (stage !== 'connecting') return;
      stage = 'open';
      clearTimeout(timer);
      resolve({
        write: (bytes) =>
          new Promise((done, fail) => {
            if (stage !== 'open') return fail(new LineFault('device.disconnected', 'connection closed'));
            socket.write(bytes, (error) => (error ? fail(toLineFault(error)) : done()));
          }),
        close: async () => {
          stage = 'over';
          if (lingerMs === 0) return void socket.destroy();
          socket.end();
          setTimeout(() => socket.destroy(), lingerMs).unref();
        },
      });
    });
  });
}
