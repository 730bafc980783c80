/** A value that screens follow: for useSyncExternalStore. */
export type Observable<T> = { get(): T; subscribe(use: () => void): () => void };

/** An observable with its setter. */
export function createObservable<T>(first: T): Observable<T> & { set(next: T): void } {
  const listeners = new Set<() => void>();
  let current = first;
  return {
    get: () => current,
    set(next) {
      current = next;
      for (const use of listeners) use();
    },
    subscribe(use) {
      listeners.add(use);
      return () => listeners.delete(use);
    },
  };
}
