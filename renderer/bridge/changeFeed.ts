import type { RecordKind } from '#shared/model/records.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** When a screen hears of a change: in the same moment, or with the next picture together with all others until then. */
export type ChangePace = 'now' | 'frame';

/** Counts the changes of each kind of record, for useSyncExternalStore. */
export type ChangeFeed = {
  /** Grows whenever a record of one of the kinds changed. */
  versionOf(kinds: readonly RecordKind[], pace: ChangePace): number;
  subscribe(kinds: readonly RecordKind[], pace: ChangePace, use: () => void): () => void;
};

type Subscriber = { readonly kinds: readonly RecordKind[]; readonly use: () => void };

const feeds = new WeakMap<StationStore, ChangeFeed>();

/** The feed of a store: one for all screens. */
export function changeFeedOf(store: StationStore): ChangeFeed {
  const known = feeds.get(store);
  if (known) return known;
  const feed = createChangeFeed(store, (draw) => requestAnimationFrame(draw));
  feeds.set(store, feed);
  return feed;
}

/** A feed over a store's changes; `requestFrame` runs its argument before the next picture. */
export function createChangeFeed(store: Pick<StationStore, 'onChange'>, requestFrame: (draw: () => void) => void): ChangeFeed {
  const paces = { now: createCounter(), frame: createCounter() };
  let waiting: Set<RecordKind> | null = null;
  store.onChange((change) => {
    paces.now.count([...change.keys()]);
    if (waiting) {
      for (const kind of change.keys()) waiting.add(kind);
      return;
    }
    waiting = new Set(change.keys());
    requestFrame(() => {
      const kinds = [...waiting!];
      waiting = null;
      paces.frame.count(kinds);
    });
  });
  return {
    versionOf: (kinds, pace) => paces[pace].versionOf(kinds),
    subscribe: (kinds, pace, use) => paces[pace].subscribe({ kinds, use }),
  };
}

function createCounter() {
  const versions = new Map<RecordKind, number>();
  const subscribers = new Set<Subscriber>();
  return {
    versionOf: (kinds: readonly RecordKind[]) => kinds.reduce((sum, kind) => sum + (versions.get(kind) ?? 0), 0),
    subscribe(subscriber: Subscriber) {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    count(kinds: readonly RecordKind[]) {
      for (const kind of kinds) versions.set(kind, (versions.get(kind) ?? 0) + 1);
      for (const { kinds: wanted, use } of subscribers) if (wanted.some((kind) => kinds.includes(kind))) use();
    },
  };
}
