import type { WebSocket } from 'ws';
import type { BridgeChannel } from './bridgeChannel.ts';

/** Largest message a client may send, bytes: a push of 500 commands fits several times. */
export const maxMessageBytes = 8 * 1024 * 1024;
/** A text not taken by the client within this time cuts the line. */
export const sendTimeoutMs = 20_000;
/** Most bytes waiting for a slow client before the line is cut. */
export const maxBufferedBytes = 64 * 1024 * 1024;
/** Time between pings; a client that has not answered the last one by the next is cut off. */
export const pingEveryMs = 15_000;

/** A bridge channel over a server-side WebSocket, with backpressure and a watchdog for dead clients. */
export function webSocketChannel(socket: WebSocket, limits = { sendTimeoutMs, maxBufferedBytes, pingEveryMs }): BridgeChannel {
  watchForDeadClient(socket, limits.pingEveryMs);
  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return Promise.resolve();
      if (socket.bufferedAmount > limits.maxBufferedBytes) {
        socket.terminate();
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const tooSlow = setTimeout(() => socket.terminate(), limits.sendTimeoutMs);
        socket.send(text, () => {
          clearTimeout(tooSlow);
          resolve();
        });
      });
    },
    onMessage(use) {
      socket.on('message', (bytes, isBinary) => use(isBinary ? null : textOf(bytes)));
    },
    onClose(use) {
      socket.once('close', use);
      // An oversize or broken frame is an error first and a close after it.
      socket.on('error', () => socket.terminate());
    },
    close(reason) {
      socket.close(1008, reason);
      setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}

function textOf(bytes: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(bytes)) return Buffer.concat(bytes).toString('utf8');
  return (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString('utf8');
}

function watchForDeadClient(socket: WebSocket, everyMs: number): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}
