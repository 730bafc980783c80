import type { Duplex } from 'node:stream';
import { LineFault, toLineFault, type OpenLine } from './byteLine.ts';

/** Uses a byte stream handed over in process; undefined means nobody has handed one over. */
export function openPortLine(port: Duplex | undefined): OpenLine {
  return async (events) => {
    if (port === undefined || port.destroyed) throw new LineFault('device.notFound', 'no port was handed over');
    let isOver = false;
    const onData = (bytes: Uint8Array): void => events.onBytes(bytes);
    const end = (fault: LineFault): void => {
      if (isOver) return;
      isOver = true;
      port.off('data', onData);
      events.onClosed(fault);
    };
    const onClose = (): void => end(new LineFault('device.disconnected', 'port closed'));
    const onError = (error: Error): void => end(toLineFault(error));
    port.on('data', onData).on('close', onClose).on('error', onError);
    return {
      write: (bytes) =>
        new Promise((resolve, reject) => {
          if (isOver) return reject(new LineFault('device.disconnected', 'port closed'));
          port.write(bytes, (error) => (error ? reject(toLineFault(error)) : resolve()));
        }),
      close: async () => {
        isOver = true;
        port.off('data', onData).off('close', onClose).off('error', onError);
      },
    };
  };
}
