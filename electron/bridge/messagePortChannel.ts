import type { BridgeChannel } from './bridgeChannel.ts';

/** What Node's MessagePort and Electron's MessagePortMain have in common. */
export type AnyMessagePort = {
  postMessage(message: unknown): void;
  on(kind: 'message', use: (message: unknown) => void): unknown;
  on(kind: 'close', use: () => void): unknown;
  start?(): void;
  close(): void;
};

/** Longest text taken from a port, characters. */
export const maxPortTextLength = 8 * 1024 * 1024;

/**
 * A bridge channel over a message port: Node's hands over the message itself, Electron's an event with `data`.
 * Ports have no backpressure of their own; the streams behind are bounded, and a port ends with its page.
 */
export function messagePortChannel(port: AnyMessagePort): BridgeChannel {
  let isClosed = false;
  port.on('close', () => {
    isClosed = true;
  });
  return {
    send(text) {
      if (!isClosed) port.postMessage(text);
      return Promise.resolve();
    },
    onMessage(use) {
      port.on('message', (message) => {
        const text = typeof message === 'object' && message !== null && 'data' in message ? message.data : message;
        use(typeof text === 'string' && text.length <= maxPortTextLength ? text : null);
      });
      port.start?.();
    },
    onClose(use) {
      port.on('close', use);
    },
    close() {
      port.close();
    },
  };
}
