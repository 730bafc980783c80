import type { SyncPosition } from '#shared/ports/recordStorage.ts';
import { anotherWriter, nowhere } from './databasePosition.ts';
import type { EntryRow, OverlayRow, PositionRow, WriterRow } from './stationDatabase.ts';
import { toStorageFault } from './toStorageFault.ts';

/** What one pull writes, sealed already. */
export type PulledRows = {
  readonly writerId: string;
  readonly position: SyncPosition;
  readonly recordVersion: number;
  readonly rows: readonly OverlayRow[];
  readonly entries: readonly EntryRow[];
  readonly removedSeqs: readonly number[];
};

/** Writes what was pulled in one transaction, to IndexedDB directly: it runs beside the screen, which must not miss a frame for it. */
export function applyPulled(database: IDBDatabase, pulled: PulledRows): Promise<void> {
  return new Promise((resolve, reject) => {
    const { writerId, recordVersion, rows, entries, removedSeqs } = pulled;
    const touchesOutbox = entries.length > 0 || removedSeqs.length > 0;
    // Without the outbox in its scope the transaction does not hold up a commit.
    const scope = ['meta', 'overlay', ...(touchesOutbox ? ['outbox'] : [])];
    const transaction = database.transaction(scope, 'readwrite', { durability: 'relaxed' });
    let isOurs = true;
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(isOurs ? toStorageFault(transaction.error) : anotherWriter());
    const meta = transaction.objectStore('meta');
    meta.get('writer').onsuccess = (event) => {
      isOurs = (event.target as IDBRequest<WriterRow | undefined>).result?.writerId === writerId;
      if (!isOurs) transaction.abort();
    };
    meta.get('position').onsuccess = (event) => {
      const { generation } = (event.target as IDBRequest<PositionRow | undefined>).result ?? nowhere;
      meta.put({ ...pulled.position, name: 'position', generation, recordVersion } satisfies PositionRow);
    };
    const overlay = transaction.objectStore('overlay');
    for (const row of rows) overlay.put(row);
    if (!touchesOutbox) return;
    const outbox = transaction.objectStore('outbox');
    for (const entry of entries) outbox.put(entry);
    for (const stationSeq of removedSeqs) outbox.delete(stationSeq);
  });
}
