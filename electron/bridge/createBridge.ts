import { ORPCError, type Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { Log } from '#shared/base/log.ts';
import type { BridgeChannel } from './bridgeChannel.ts';
import { checkBridgeMessage } from './checkBridgeMessage.ts';

/** Most clients at a time; windows, wallboards and tablets of one station. */
export const maxBridgeConnections = 32;
/** Most calls, streams included, one client may have open. */
export const maxOpenCallsPerConnection = 256;
/** Malformed messages after which a client is cut off. */
export const maxMalformedPerConnection = 100;

/** What a handler knows of its caller. */
export type BridgeConnection = {
  readonly connectionNo: number;
  readonly transport: 'webSocket' | 'messagePort' | 'inProcess';
  /** Set by the handshake; false after a handshake with another version: only the handshake is answered then. */
  isCompatible: boolean;
  client: 'electron' | 'browser' | 'world' | null;
};

export type BridgeContext = { readonly connection: BridgeConnection };

export type BridgeCounters = {
  connections: number;
  connectionsRefused: number;
  messagesIn: number;
  messagesOut: number;
  malformed: number;
  callsRefused: number;
  connectionsCut: number;
};

/** Carries the contract's calls over any number of channels. */
export type Bridge = {
  /** Serves a client until its channel closes. False when there are too many: the channel was closed. */
  attach(channel: BridgeChannel, transport: BridgeConnection['transport']): boolean;
  /** A caller inside this process. */
  newConnection(): BridgeConnection;
  counters(): Readonly<BridgeCounters> & { readonly open: number };
  close(): void;
};

/** Makes a bridge for a router that implements the bridge contract. */
export function createBridge(router: object, log: Log): Bridge {
  return new RpcBridge(router, log);
}

class RpcBridge implements Bridge {
  readonly #handler: RPCHandler<BridgeContext>;
  readonly #log: Log;
  readonly #channels = new Set<BridgeChannel>();
  readonly #openCalls = new WeakMap<BridgeConnection, number>();
  readonly #counters: BridgeCounters = {
    connections: 0,
    connectionsRefused: 0,
    messagesIn: 0,
    messagesOut: 0,
    malformed: 0,
    callsRefused: 0,
    connectionsCut: 0,
  };
  #connectionNo = 0;

  constructor(router: object, log: Log) {
    this.#log = log;
    this.#handler = new RPCHandler(router as Router<never, BridgeContext>, {
      clientInterceptors: [
        async (options) => {
          const { connection } = options.context;
          if (!connection.isCompatible && options.path.join('.') !== 'station.handshake') {
            throw new ORPCError('PRECONDITION_FAILED', { message: 'The page is of another version than the host: load it again.' });
          }
          this.#openCall(connection);
          try {
            const answer = await options.next();
            if (isIterator(answer)) return whenIteratorEnds(answer, () => this.#closeCall(connection));
            this.#closeCall(connection);
            return answer;
          } catch (error) {
            this.#closeCall(connection);
            if (!(error instanceof ORPCError))
              log.error('bridge.callFailed', { path: options.path.join('.'), error: String(error), stack: stackOf(error) });
            throw error;
          }
        },
      ],
    });
  }

  newConnection(transport: BridgeConnection['transport'] = 'inProcess'): BridgeConnection {
    return { connectionNo: ++this.#connectionNo, transport, isCompatible: true, client: null };
  }

  attach(channel: BridgeChannel, transport: BridgeConnection['transport']): boolean {
    if (this.#channels.size >= maxBridgeConnections) {
      this.#counters.connectionsRefused += 1;
      this.#log.warn('bridge.tooManyConnections', { open: this.#channels.size });
      channel.close('too many connections');
      return false;
    }
    this.#channels.add(channel);
    this.#counters.connections += 1;
    const connection = this.newConnection(transport);
    const peer = this.#asSocket(channel, connection);
    void this.#handler.upgrade(peer as never, { context: { connection } });
    return true;
  }

  counters() {
    return { ...this.#counters, open: this.#channels.size };
  }

  close(): void {
    for (const channel of this.#channels) channel.close('host stops');
    this.#channels.clear();
  }

  /** The two methods of a socket that the RPC handler uses, over a channel; malformed messages stop here. */
  #asSocket(channel: BridgeChannel, connection: BridgeConnection) {
    let malformed = 0;
    return {
      send: (text: string | Uint8Array): Promise<void> => {
        this.#counters.messagesOut += 1;
        return channel.send(typeof text === 'string' ? text : Buffer.from(text).toString());
      },
      addEventListener: (kind: 'message' | 'close', use: (event: { data: string }) => void) => {
        if (kind === 'close') {
          channel.onClose(() => {
            this.#channels.delete(channel);
            use({ data: '' });
          });
          return;
        }
        channel.onMessage((text) => {
          this.#counters.messagesIn += 1;
          if (text !== null && checkBridgeMessage(text) !== 'malformed') {
            use({ data: text });
            return;
          }
          this.#counters.malformed += 1;
          malformed += 1;
          this.#log.warn('bridge.malformedMessage', { connectionNo: connection.connectionNo, malformed });
          if (malformed >= maxMalformedPerConnection) {
            this.#counters.connectionsCut += 1;
            channel.close('too many malformed messages');
          }
        });
      },
    };
  }

  #openCall(connection: BridgeConnection): void {
    const open = this.#openCalls.get(connection) ?? 0;
    if (open >= maxOpenCallsPerConnection) {
      this.#counters.callsRefused += 1;
      throw new ORPCError('TOO_MANY_REQUESTS', { message: `More than ${maxOpenCallsPerConnection} open calls.` });
    }
    this.#openCalls.set(connection, open + 1);
  }

  #closeCall(connection: BridgeConnection): void {
    this.#openCalls.set(connection, Math.max(0, (this.#openCalls.get(connection) ?? 0) - 1));
  }
}

type Iterator = AsyncIterator<unknown, unknown> & AsyncIterable<unknown>;

function isIterator(thing: unknown): thing is Iterator {
  return typeof thing === 'object' && thing !== null && Symbol.asyncIterator in thing && 'next' in thing;
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}

/** The same iterator, calling `use` once when it has ended, failed or been given back. */
function whenIteratorEnds(iterator: Iterator, use: () => void): Iterator {
  let isOver = false;
  const over = () => {
    if (!isOver) use();
    isOver = true;
  };
  return {
    async next() {
      try {
        const step = await iterator.next();
        if (step.done) over();
        return step;
      } catch (error) {
        over();
        throw error;
      }
    },
    async return(last?: unknown) {
      over();
      return (await iterator.return?.(last)) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
