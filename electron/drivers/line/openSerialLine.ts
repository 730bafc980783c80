import { SerialPort } from 'serialport';
import { LineFault, toLineFault, type ByteLine, type OpenLine } from './byteLine.ts';
import { endingSerialBinding } from './endingSerialBinding.ts';

export type SerialLineSetting = {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
};

/**
 * Opens a serial port. A new SerialPort for every opening: one reopened after a failed write says it is open and sends nothing. A data
 * listener is always attached: a port nobody reads does not notice that its cable is gone.
 */
export function openSerialLine(setting: SerialLineSetting): OpenLine {
  return (events) =>
    new Promise<ByteLine>((resolve, reject) => {
      const options = { ...setting, autoOpen: false, lock: true, binding: endingSerialBinding };
      const port = new SerialPort(options);
      let isOver = false;
      const end = (fault: LineFault): void => {
        if (isOver) return;
        isOver = true;
        events.onClosed(fault);
        if (port.isOpen) port.close(() => undefined);
      };
      port.on('data', (bytes: Uint8Array) => {
        if (!isOver) events.onBytes(bytes);
      });
      port.on('error', (error: Error) => end(toLineFault(error)));
      port.on('close', () => end(new LineFault('device.disconnected', `${setting.path} was unplugged`)));
      port.open((error) => {
        if (error === null || error === undefined)
          resolve(
            lineOf(
              port,
              () => isOver,
              () => (isOver = true),
            ),
          );
        else {
          isOver = true;
          reject(toLineFault(error));
        }
      });
    });
}

function lineOf(port: SerialPort, isOver: () => boolean, markOver: () => void): ByteLine {
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        // A write to a closed port would be kept and sent after the next opening.
        if (isOver() || !port.isOpen) return reject(new LineFault('device.disconnected', `${port.path} is closed`));
        port.write(Buffer.from(bytes), (error) => (error ? reject(toLineFault(error)) : resolve()));
      }),
    close: () =>
      new Promise((resolve) => {
        markOver();
        if (port.isOpen) port.close(() => resolve());
        else resolve();
      }),
  };
}
