import { type Socket, createServer } from 'node:net';

/** A device on a TCP port of 127.0.0.1, as a serial device server offers it. */
export type TcpLine = {
  readonly port: number;
  /** Sends bytes to whoever is connected; kept for the next one who connects while nobody is. */
  write(bytes: Uint8Array): void;
  close(): Promise<void>;
};

/** Bytes kept while nobody is connected; the oldest go first. */
export const maxKeptBytes = 4096;

/** Opens the port. `onBytes` hears what the station sends; answers go back through `write`. */
export async function startTcpLine(onBytes: (bytes: Uint8Array) => void = () => {}): Promise<TcpLine> {
  const sockets = new Set<Socket>();
  let kept = Buffer.alloc(0);
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('data', onBytes);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    if (kept.length > 0) socket.write(kept);
    kept = Buffer.alloc(0);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    write(bytes) {
      if (sockets.size === 0) kept = Buffer.concat([kept, bytes]).subarray(-maxKeptBytes);
      for (const socket of sockets) socket.write(bytes);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The bytes of one read: the code and the suffix CR. */
export function scanBytes(code: string): Uint8Array {
  return Buffer.from(`${code}\r`, 'latin1');
}
