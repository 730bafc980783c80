import type { OutboxId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import {
  minStoredTriggers,
  StorageFault,
  type OutboxEntry,
  type RecordStorage,
  type StoredPage,
  type StoredTrigger,
  type SyncPosition,
} from '#shared/ports/recordStorage.ts';
import { recordKey } from './overlayView.ts';

/** Told before (nothing has happened) and after each call (it is durable, the caller does not know yet); may throw a StorageFault. */
export type MemoryStorageHooks = {
  before?(call: keyof RecordStorage): Promise<void> | void;
  after?(call: keyof RecordStorage): Promise<void> | void;
};

/** What survives a restart: give the same one to a new storage. */
export type MemoryDisk = {
  outboxId: OutboxId | null;
  nextStationSeq: number;
  position: SyncPosition;
  pages: Map<string, StoredPage>;
  staged: Map<string, StoredPage>;
  rows: Map<string, RecordWrite>;
  outbox: Map<number, OutboxEntry>;
  triggers: Map<string, StoredTrigger>;
  notes: Map<string, unknown>;
};

/** An empty disk. */
export function createMemoryDisk(): MemoryDisk {
  return {
    outboxId: null,
    nextStationSeq: 1,
    position: { epoch: null, cursor: 0 },
    pages: new Map(),
    staged: new Map(),
    rows: new Map(),
    outbox: new Map(),
    triggers: new Map(),
    notes: new Map(),
  };
}

/** RecordStorage in memory: headless programs, tests and the simulated world. Each call is one transaction. */
export function createMemoryStorage(disk: MemoryDisk = createMemoryDisk(), hooks: MemoryStorageHooks = {}): RecordStorage {
  let isOpen = true;
  const call = async <T>(name: keyof RecordStorage, run: () => T): Promise<T> => {
    await hooks.before?.(name);
    if (!isOpen) throw new StorageFault('closed', 'the storage is closed');
    const outcome = run();
    await hooks.after?.(name);
    return outcome;
  };
  return {
    load: () =>
      call('load', () => ({
        outboxId: disk.outboxId,
        nextStationSeq: disk.nextStationSeq,
        position: disk.position,
        pages: [...disk.pages.values()],
        rows: [...disk.rows.values()],
        outbox: [...disk.outbox.values()].sort((a, b) => a.stationSeq - b.stationSeq),
        triggers: [...disk.triggers.values()],
      })),
    stagePage: (hash, page) => call('stagePage', () => void disk.staged.set(hash, page)),
    stagedPages: () => call('stagedPages', () => [...disk.staged].map(([hash, page]) => ({ hash, page }))),
    replaceSnapshot: (position, pages, rows) =>
      call('replaceSnapshot', () => {
        disk.position = position;
        disk.staged.clear();
        disk.pages = new Map(pages.map((page) => [pageKey(page), page]));
        disk.rows = new Map(rows.map((write) => [recordKey(write.kind, write.id), write]));
      }),
    commit: (outboxId, entries, trigger) =>
      call('commit', () => {
        disk.outboxId = outboxId;
        for (const entry of entries) {
          disk.outbox.set(entry.stationSeq, entry);
          disk.nextStationSeq = entry.stationSeq + 1;
        }
        for (const seq of [...disk.outbox.keys()]) if (seq >= disk.nextStationSeq) disk.outbox.delete(seq);
        if (!trigger) return;
        disk.triggers.set(trigger.triggerId, trigger);
        for (const oldest of disk.triggers.keys()) {
          if (disk.triggers.size <= minStoredTriggers) break;
          disk.triggers.delete(oldest);
        }
      }),
    applyPulled: ({ position, rows, updatedEntries, removedSeqs }) =>
      call('applyPulled', () => {
        disk.position = position;
        for (const write of rows) disk.rows.set(recordKey(write.kind, write.id), write);
        for (const entry of updatedEntries) disk.outbox.set(entry.stationSeq, entry);
        for (const seq of removedSeqs) disk.outbox.delete(seq);
      }),
    fold: (pages, foldedRowIds) =>
      call('fold', () => {
        for (const page of pages) disk.pages.set(pageKey(page), page);
        for (const { kind, id } of foldedRowIds) disk.rows.delete(recordKey(kind, id));
      }),
    readNote: (name) => call('readNote', () => disk.notes.get(name)),
    writeNote: (name, note) => call('writeNote', () => void disk.notes.set(name, note)),
    async close() {
      isOpen = false;
    },
  };
}

function pageKey(page: StoredPage): string {
  return `${page.kind} ${page.pageNo}`;
}
