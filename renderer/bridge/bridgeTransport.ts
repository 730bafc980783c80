import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

/** One connection to the host: `link` while it lives, `closed` when it has ended. */
export type BridgeConnection = {
  readonly link: ClientLink<ClientContext>;
  readonly closed: Promise<void>;
  close(): void;
};

/** Opens one connection; rejects when the host cannot be reached. */
export type OpenConnection = () => Promise<BridgeConnection>;

/** Message in which Electron's preload hands the host's port to the page. */
export const portMessageType = 'halfhour-port';

/** How long one attempt may take, milliseconds. */
const openTimeoutMs = 5_000;

/** Browser: WebSocket to the page's own origin, paired by token. */
export function openSocketConnection(origin: string, token: string): OpenConnection {
  const address = `${origin.replace(/^http/, 'ws')}/bridge`;
  return () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(address, ['halfhour', token]);
      const giveUp = setTimeout(() => socket.close(), openTimeoutMs);
      const closed = new Promise<void>((settle) => socket.addEventListener('close', () => settle()));
      socket.addEventListener('open', () => {
        clearTimeout(giveUp);
        resolve({ link: new SocketLink({ websocket: socket }), closed, close: () => socket.close() });
      });
      socket.addEventListener('close', (event) => {
        clearTimeout(giveUp);
        reject(new Error(`bridge closed (${event.code})`));
      });
    });
}

/**
 * Electron: the host's message port. The main process posts a new port whenever the host is started again;
 * the connection over the old one counts as closed then.
 */
export function openPortConnection(page: Window): OpenConnection {
  let waiting: MessagePort | null = null;
  let onPort: (() => void) | null = null;
  let endCurrent: () => void = () => undefined;
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== page || !isPortMessage(event.data)) return;
    waiting = event.ports[0] ?? null;
    endCurrent();
    onPort?.();
  });
  return async () => {
    if (waiting === null) await new Promise<void>((resolve) => (onPort = resolve));
    const port = waiting;
    waiting = null;
    onPort = null;
    if (port === null) throw new Error('no port came with the message');
    const closed = new Promise<void>((resolve) => (endCurrent = resolve));
    port.addEventListener('close', () => endCurrent());
    const link = new PortLink({ port });
    port.start();
    return { link, closed, close: () => port.close() };
  };
}

function isPortMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === portMessageType;
}
