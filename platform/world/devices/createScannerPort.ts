import type { Duplex } from 'node:stream';
import { createDuplexPair } from './createDuplexPair.ts';

/** A scanner in process. `port` goes to the station's device hub (`via: 'port'`). */
export type ScannerPort = {
  readonly port: Duplex;
  /** Reads a code: AIM identifier where given, the text, CR. */
  send(code: string, aim?: string): void;
  /** Bytes as they are, for malformed frames. */
  sendBytes(bytes: Uint8Array): void;
  close(): void;
};

/** Makes a simulated scanner. */
export function createScannerPort(): ScannerPort {
  const { near, far } = createDuplexPair();
  far.resume();
  return {
    port: near,
    send: (code, aim = '') => void far.write(Buffer.from(`${aim}${code}\r`, 'latin1')),
    sendBytes: (bytes) => void far.write(bytes),
    close: () => void far.destroy(),
  };
}
