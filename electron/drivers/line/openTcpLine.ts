import { connect } from 'node:net';
import { LineFault, toLineFault, type ByteLine, type OpenLine } from './byteLine.ts';

const connectTimeoutMs = 1_000;

/** Opens a raw TCP connection to a device (a scanner or scale behind a serial server). */
export function openTcpLine(setting: { readonly host: string; readonly port: number }): OpenLine {
  return (events) =>
    new Promise<ByteLine>((resolve, reject) => {
      const socket = connect({ host: setting.host, port: setting.port, noDelay: true });
      let stage: 'connecting' | 'open' | 'over' = 'connecting';
      const end = (fault: LineFault): void => {
        const wasConnecting = stage === 'connecting';
        const wasOpen = stage === 'open';
        stage = 'over';
        clearTimeout(timer);
        socket.destroy();
        if (wasConnecting) reject(fault);
        if (wasOpen) events.onClosed(fault);
      };
      const timer = setTimeout(() => end(new LineFault('device.refused', 'no answer to connect')), connectTimeoutMs);
      socket.on('error', (error) => end(toLineFault(error)));
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
            socket.destroy();
          },
        });
      });
    });
}
