import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react';
import { assert } from '#shared/base/assert.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { StationStore, StoreStatus } from '#shared/sync/stationStore.ts';
import { changeFeedOf, type ChangePace } from './changeFeed.ts';

/** The station's store for the screens below. */
export const StoreContext = createContext<StationStore | null>(null);

/** The store; a bug when there is none above. */
export function useStore(): StationStore {
  const store = useContext(StoreContext);
  assert(store, 'there is no store above this screen');
  return store;
}

/** The store's state, again at every change. */
export function useStoreStatus(): StoreStatus {
  const store = useStore();
  return useSyncExternalStore(store.onStatus, store.status);
}

/** One part of the store's state, again only when that part is another. */
export function useStoreStatusPart<K extends keyof StoreStatus>(name: K): StoreStatus[K] {
  const store = useStore();
  return useSyncExternalStore(store.onStatus, () => store.status()[name]);
}

/**
 * What `selector` reads from the store, again whenever a record of `kinds` changed or the selector is another one (wrap
 * it in useCallback when it reads props). The same outcome, or a list of the same rows, is not a change.
 */
export function useView<T>(selector: (store: StationStore) => T, kinds: readonly RecordKind[], pace: ChangePace = 'now'): T {
  const store = useStore();
  const feed = changeFeedOf(store);
  const kindsText = kinds.join(' ');
  const cache = useRef<{ store: StationStore; selector: unknown; version: number; outcome: T } | null>(null);
  const subscribe = useCallback(
    (use: () => void) => feed.subscribe(kindsText.split(' ') as RecordKind[], pace, use),
    [feed, kindsText, pace],
  );
  const read = () => {
    const version = feed.versionOf(kinds);
    const last = cache.current;
    if (last && last.store === store && last.selector === selector && last.version === version) return last.outcome;
    const fresh = selector(store);
    const outcome = last && isSame(last.outcome, fresh) ? last.outcome : fresh;
    cache.current = { store, selector, version, outcome };
    return outcome;
  };
  return useSyncExternalStore(subscribe, read);
}

/** All records of a kind, with the next picture after a change. For long lists prefer useView with a lookup. */
export function useRecords<K extends RecordKind>(kind: K): readonly RecordOf<K>[] {
  const selector = useCallback((store: StationStore) => [...store.all(kind)], [kind]);
  return useView(selector, [kind], 'frame');
}

/** One record, or undefined, in the moment it changes. */
export function useRecord<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined {
  const selector = useCallback((store: StationStore) => store.view.get(kind, id), [kind, id]);
  return useView(selector, [kind]);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}
