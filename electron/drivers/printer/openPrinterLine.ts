import { connect } from 'node:net';
import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import { LineFault, toLineFault, type ByteLine, type OpenLine } from '#electron/drivers/line/byteLine.ts';
import { openSerialLine } from '#electron/drivers/line/openSerialLine.ts';

/** Longest wait for a printer to take a connection. */
export const connectTimeoutMs = 700;
/** A printer that never reads would keep the socket for ever. */
const lingerMs = 300;

/** The raw way to a printer: port 9100 of a network printer, or a serial port. A new one for every job. */
export function openPrinterLine(setting: Extract<PrinterSetting, { via: 'tcp' | 'serial' }>): OpenLine {
  return setting.via === 'serial' ? openSerialLine(setting) : openRawPort(setting);
}

/** Like a TCP line, but given back with a half-close: a reset would make many printers drop what they have not printed yet. */
function openRawPort(target: { readonly host: string; readonly port: number }): OpenLine {
  return (events) =>
    new Promise<ByteLine>((resolve, reject) => {
      const socket = connect({ host: target.host, port: target.port, noDelay: true });
      let stage: 'connecting' | 'open' | 'over' = 'connecting';
      const end = (fault: LineFault): void => {
        const before = stage;
        stage = 'over';
        clearTimeout(timer);
        if (before === 'connecting') {
          socket.destroy();
          reject(fault);
        } else if (before === 'open') events.onClosed(fault);
      };
      const timer = setTimeout(() => end(new LineFault('device.refused', 'no answer to connect')), connectTimeoutMs);
      socket.on('error', (error) => end(toLineFault(error)));
      socket.on('end', () => end(new LineFault('device.disconnected', 'the printer closed the connection')));
      socket.on('close', () => end(new LineFault('device.disconnected', 'the connection is closed')));
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
              if (stage !== 'open') return fail(new LineFault('device.disconnected', 'the connection is closed'));
              socket.write(bytes, (error) => (error ? fail(toLineFault(error)) : done()));
            }),
          close: async () => {
            stage = 'over';
            socket.end();
            setTimeout(() => socket.destroy(), lingerMs).unref();
          },
        });
      });
    });
}
