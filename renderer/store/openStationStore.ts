import { Dexie } from 'dexie';
import type { Clock } from '#shared/base/clock.ts';
import { createNewId, type SiteId, type StationId } from '#shared/base/ids.ts';
import type { Prng } from '#shared/base/prng.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createBridgeJournal, createBridgeLink, type BridgeLinkClient } from '#shared/sync/createBridgeLink.ts';
import { createBridgeGossip, type BridgeLanClient } from '#shared/sync/createBridgeGossip.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { createPageScheduler } from './createPageScheduler.ts';
import { openDexieStorage } from './openDexieStorage.ts';
import { createStationLeader, type LeaderPorts } from './stationLeader.ts';
import { watchStation, type WakePorts } from './watchStation.ts';

/** What this window can show of the station. */
export type SessionState =
  | { readonly kind: 'opening' }
  /** Another window is the station's; `takeOver` makes it this one. */
  | { readonly kind: 'following' }
  | { readonly kind: 'leading'; readonly store: StationStore }
  /** The disk cannot be used: a StorageFault kind. `retry` tries again. */
  | { readonly kind: 'failed'; readonly fault: StorageFault['kind'] };

export type StoreSession = {
  state(): SessionState;
  onState(use: (state: SessionState) => void): () => void;
  takeOver(): void;
  retry(): void;
  close(): Promise<void>;
};

export type StoreSessionOptions = {
  readonly siteId: SiteId;
  readonly stationId: StationId;
  /** `bridge.client.platformLink`. */
  readonly client: BridgeLinkClient;
  /** `bridge.client.lan`; without it the station does not hear the others. */
  readonly lanClient?: BridgeLanClient;
  /** Asks the host for the key that seals personal data; rejects while it is away. */
  readonly readKey: () => Promise<string>;
  /** Corrected to the platform's clock. */
  readonly clock: Clock;
  readonly onBug?: (error: unknown) => void;
};

/** Chance from the browser's cryptographic source: ids must not collide between stations. */
const cryptoPrng: Prng = { next: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 4294967296 };

/**
 * The station's store in this window: opened when the window is the one that writes (a Web Lock), waiting while another
 * is. Asks the browser to keep the data. A database that cannot be read is thrown away only while the host's journal
 * answers: what the platform does not have yet is then sent from there.
 */
export function openStationStore(options: StoreSessionOptions): StoreSession {
  const name = `halfhour.${options.siteId}.${options.stationId}`;
  const users = new Set<(state: SessionState) => void>();
  let state: SessionState = { kind: 'opening' };
  let stopping: Promise<void> = Promise.resolve();
  let retry: (() => void) | null = null;
  const set = (next: SessionState) => {
    state = next;
    for (const use of users) use(next);
  };
  const lead = async () => {
    for (;;) {
      set({ kind: 'opening' });
      try {
        const store = await openStore(name, options);
        const stopWatching = watchStation(store, wakePorts());
        set({ kind: 'leading', store });
        return () => {
          stopWatching();
          stopping = store.close();
          return stopping;
        };
      } catch (error) {
        const fault = error instanceof StorageFault ? error.kind : 'unknown';
        if (!(error instanceof StorageFault)) options.onBug?.(error);
        set({ kind: 'failed', fault });
        await new Promise<void>((resolve) => {
          retry = resolve;
        });
      }
    }
  };
  if (!canStore()) {
    set({ kind: 'failed', fault: 'notAllowed' });
    return {
      state: () => state,
      onState: () => () => undefined,
      takeOver() {},
      retry: () => window.location.reload(),
      close: async () => undefined,
    };
  }
  const leader = createStationLeader(name, browserPorts(), lead, () => set({ kind: 'following' }));
  void navigator.storage?.persist?.().catch(() => false);
  return {
    state: () => state,
    onState(use) {
      users.add(use);
      return () => users.delete(use);
    },
    takeOver: leader.takeOver,
    retry: () => retry?.(),
    async close() {
      leader.close();
      await stopping;
    },
  };
}

/** A page that is not from this machine or a secure address, or a browser told to keep nothing, has no database or no locks. */
function canStore(): boolean {
  return typeof indexedDB === 'object' && indexedDB !== null && navigator.locks !== undefined && crypto.subtle !== undefined;
}

async function openStore(name: string, options: StoreSessionOptions): Promise<StationStore> {
  const scheduler = createPageScheduler();
  const { clock, stationId } = options;
  const journal = createBridgeJournal(options.client);
  const open = async () => {
    const storage = await openDexieStorage(name, { keyText: await options.readKey() });
    try {
      return await createStationStore({
        stationId,
        storage,
        link: createBridgeLink(options.client, scheduler),
        journal,
        gossip: options.lanClient ? createBridgeGossip(options.lanClient, scheduler) : null,
        decide: decideCommand,
        clock,
        newId: createNewId(clock, cryptoPrng),
        scheduler,
        prng: cryptoPrng,
        ...(options.onBug ? { onBug: options.onBug } : {}),
      });
    } catch (error) {
      await storage.close();
      throw error;
    }
  };
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof StorageFault) || error.kind !== 'corrupt') throw error;
    await journal.read(null).catch(() => Promise.reject(error));
    await Dexie.delete(name);
    return open();
  }
}

function wakePorts(): WakePorts {
  return {
    scheduler: createPageScheduler(),
    nowMs: () => Date.now(),
    onOnline(use) {
      window.addEventListener('online', use);
      return () => window.removeEventListener('online', use);
    },
  };
}

function browserPorts(): LeaderPorts {
  return {
    locks: navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
    after(delayMs, run) {
      const handle = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(handle);
    },
  };
}
