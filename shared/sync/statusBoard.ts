import type { StoreChange, StoreStatus } from './stationStore.ts';

/** The store's state for people, and everybody who wants to know of changes. */
export type StatusBoard = {
  get(): StoreStatus;
  set(part: Partial<StoreStatus>): void;
  onStatus(use: (status: StoreStatus) => void): () => void;
};

/** A board that shows `first` until something is set; listeners hear only of real changes. */
export function createStatusBoard(first: StoreStatus): StatusBoard {
  let status = first;
  const users = new Set<(status: StoreStatus) => void>();
  return {
    get: () => status,
    set(part) {
      const isNew = (Object.keys(part) as (keyof StoreStatus)[]).some((key) => part[key] !== status[key]);
      if (!isNew) return;
      status = { ...status, ...part };
      for (const use of users) use(status);
    },
    onStatus(use) {
      users.add(use);
      return () => users.delete(use);
    },
  };
}

/** Tells listeners which records changed, at once and in the order of the changes. */
export type ChangeBus = { tell(change: StoreChange): void; onChange(use: (change: StoreChange) => void): () => void };

/** A bus without listeners. */
export function createChangeBus(): ChangeBus {
  const users = new Set<(change: StoreChange) => void>();
  return {
    tell(change) {
      if (change.size === 0) return;
      for (const use of users) use(change);
    },
    onChange(use) {
      users.add(use);
      return () => users.delete(use);
    },
  };
}
