import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type TcpProxy = {
  /** Port on 127.0.0.1 to use in place of the real one. */
  readonly port: number;
  /** Breaks every connection and refuses new ones until `heal`. */
  cut(): void;
  /** Lets connections through again, both ways and without delay. */
  heal(): void;
  /** Swallows bytes in one direction while connections stay open: a partition on one side. */
  block(direction: 'toServer' | 'toClient'): void;
  /** Holds every chunk back for `delayMs` in both directions, in order. */
  setDelayMs(delayMs: number): void;
  /** Connections open now. */
  connectionCount(): number;
  /** Bytes that went through since the start. */
  byteCounts(): { readonly toServer: number; readonly toClient: number };
  close(): Promise<void>;
};

/** A TCP relay with a hand on the wire: puts network faults between two real programs on 127.0.0.1. */
export async function startTcpProxy(target: { readonly port: number; readonly host?: string }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const blocked = { toServer: false, toClient: false };
  const counts = { toServer: 0, toClient: 0 };
  let isCut = false;
  let delayMs = 0;

  const relay = (from: Socket, to: Socket, direction: 'toServer' | 'toClient'): void => {
    let chain = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      if (blocked[direction]) return;
      counts[direction] += chunk.length;
      if (delayMs === 0) {
        chain = chain.then(() => void to.write(chunk));
        return;
      }
      const arrival = delay(delayMs);
      chain = chain.then(() => arrival).then(() => void to.write(chunk));
    });
    from.on('end', () => void chain.then(() => to.end()));
  };

  const server = createServer((client) => {
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: target.port, host: target.host ?? '127.0.0.1' });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const drop = (): void => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', drop);
      socket.on('close', drop);
    }
    relay(client, upstream, 'toServer');
    relay(upstream, client, 'toClient');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  const dropAll = (): void => {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    pairs.clear();
  };
  return {
    port: address.port,
    cut: () => {
      isCut = true;
      dropAll();
    },
    heal: () => {
      isCut = false;
      blocked.toServer = false;
      blocked.toClient = false;
      delayMs = 0;
    },
    block: (direction) => {
      blocked[direction] = true;
    },
    setDelayMs: (nextMs) => {
      delayMs = nextMs;
    },
    connectionCount: () => pairs.size,
    byteCounts: () => ({ ...counts }),
    close: async () => {
      dropAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
