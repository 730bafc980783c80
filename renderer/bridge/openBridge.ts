import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import { bridgeVersion } from '#shared/features/station/stationContract.ts';
import type { BridgeClient } from './bridgeClient.ts';
import type { BridgeConnection, OpenConnection } from './bridgeTransport.ts';

export type Handshake = Awaited<ReturnType<BridgeClient['station']['handshake']>>;

/** Where the line to the host stands. `sinceMs` is the browser's own clock, epoch milliseconds. */
export type BridgeState =
  | { readonly status: 'connecting'; readonly sinceMs: number; readonly attempts: number }
  | { readonly status: 'up'; readonly sinceMs: number; readonly handshake: Handshake }
  | { readonly status: 'versionMismatch'; readonly sinceMs: number };

/** The line to the host: one client that stays the same over all reconnects. */
export type Bridge = {
  readonly client: BridgeClient;
  state(): BridgeState;
  onState(use: (state: BridgeState) => void): () => void;
  /** Asks for the handshake again (after enrolment). */
  refresh(): Promise<void>;
  close(): void;
};

/** Thrown by calls while the host cannot be reached. */
export class BridgeFault extends Error {
  override readonly name = 'BridgeFault';
}

const firstRetryMs = 250;
const longestRetryMs = 1_000;

/** Opens the line and keeps it open: bounded backoff between attempts, a new handshake after each. */
export function openBridge(open: OpenConnection, kind: 'electron' | 'browser', nowMs: () => number): Bridge {
  const listeners = new Set<(state: BridgeState) => void>();
  let current: BridgeConnection | null = null;
  let state: BridgeState = { status: 'connecting', sinceMs: nowMs(), attempts: 0 };
  let isClosed = false;
  const set = (next: BridgeState) => {
    state = next;
    for (const use of listeners) use(next);
  };
  const link: ClientLink<ClientContext> = {
    call(path, input, options) {
      if (current === null) return Promise.reject(new BridgeFault('the host cannot be reached'));
      return current.link.call(path, input, options);
    },
  };
  const client = createORPCClient<BridgeClient>(link);
  const shake = async () => {
    const handshake = await client.station.handshake({ bridgeVersion, client: kind });
    set(
      handshake.bridgeVersion === bridgeVersion
        ? { status: 'up', sinceMs: nowMs(), handshake }
        : { status: 'versionMismatch', sinceMs: nowMs() },
    );
  };
  const run = async () => {
    for (let attempts = 0; !isClosed; attempts += 1) {
      try {
        const connection = await open();
        current = connection;
        await shake();
        attempts = 0;
        await connection.closed;
      } catch {
        current?.close();
      }
      current = null;
      if (isClosed) return;
      set({ status: 'connecting', sinceMs: state.status === 'connecting' ? state.sinceMs : nowMs(), attempts: attempts + 1 });
      await pause(Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts, 10)));
    }
  };
  void run();
  return {
    client,
    state: () => state,
    onState(use) {
      listeners.add(use);
      return () => listeners.delete(use);
    },
    refresh: shake,
    close() {
      isClosed = true;
      current?.close();
    },
  };
}

function pause(lastsMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lastsMs));
}
