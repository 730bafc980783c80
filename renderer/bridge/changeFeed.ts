import type { RecordKind } from '#shared/model/records.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** When a screen hears of a change: in the same moment, or with the next picture together with all others until then. */
export type ChangePace = 'now' | 'frame';

/** Counts the changes of each kind of record, for useSyncExternalStore. */
export type ChangeFeed = {
  /** Grows in the moment a record of one of the kinds changed: who was painted since then need not be painted again with the next picture. */
  versionOf(kinds: readonly RecordKind[]): number;
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
  const versions = new Map<RecordKind, number>();
  const paces = { now: createCircle(), frame: createCircle() };
  let waiting: Set<RecordKind> | null = null;
  store.onChange((change) => {
    for (const kind of change.keys()) versions.set(kind, (versions.get(kind) ?? 0) + 1);
    paces.now.tell([...change.keys()]);
    if (waiting) {
      for (const kind of change.keys()) waiting.add(kind);
      return;
    }
    waiting = new Set(change.keys());
    requestFrame(() => {
      const kinds = [...waiting!];
      waiting = null;
      paces.frame.tell(kinds);
    });
  });
  return {
    versionOf: (kinds) => kinds.reduce((sum, kind) => sum + (versions.get(kind) ?? 0), 0),
    subscribe: (kinds, pace, use) => paces[pace].subscribe({ kinds, use }),
  };
}

function createCircle() {
  const subscribers = new Set<Subscriber>();
  return {
    subscribe(subscriber: Subscriber) {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    tell(kinds: readonly RecordKind[]) {
      for (const { kinds: wanted, use } of subscribers) if (wanted.some((kind) => kinds.includes(kind))) use();
    },
  };
}
