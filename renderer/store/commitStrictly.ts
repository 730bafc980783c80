import type { OutboxId } from '#shared/base/ids.ts';
import { StorageFault, type StoredTrigger } from '#shared/ports/recordStorage.ts';
import { anotherWriter } from './databasePosition.ts';
import type { EntryRow, HeadRow, TriggerRow, WriterRow } from './stationDatabase.ts';
import { toStorageFault } from './toStorageFault.ts';

/** What one commit writes. */
export type StrictCommit = {
  readonly writerId: string;
  readonly outboxId: OutboxId;
  readonly entries: readonly EntryRow[];
  readonly trigger: StoredTrigger | null;
};

/**
 * The transaction behind the beep: strict durability, written to IndexedDB directly because every layer counts here.
 * Entries with higher numbers are left-overs of a commit that was given up and are taken away. When it does not come to
 * an end in time it is aborted, so that it is known not to have happened; if even that cannot be done it rejects all the
 * same. When another window has opened the database since, nothing is written.
 */
export function commitStrictly(
  database: IDBDatabase,
  keyRange: typeof IDBKeyRange,
  commit: StrictCommit,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { writerId, outboxId, entries, trigger } = commit;
    const lastSeq = entries.at(-1)!.stationSeq;
    const transaction = database.transaction(['outbox', 'outboxHead', 'triggers'], 'readwrite', { durability: 'strict' });
    const head = transaction.objectStore('outboxHead');
    let fault = new StorageFault('timeout', 'a commit took too long and was taken back');
    const stopWatch = watchTime(transaction, timeoutMs, reject);
    transaction.oncomplete = () => {
      stopWatch();
      resolve();
    };
    transaction.onabort = () => {
      stopWatch();
      reject(transaction.error ? toStorageFault(transaction.error) : fault);
    };
    const newer = keyRange.lowerBound(lastSeq, true);
    const outbox = transaction.objectStore('outbox');
    for (const entry of entries) outbox.put(entry);
    outbox.delete(newer);
    const triggers = transaction.objectStore('triggers');
    if (trigger) triggers.put({ ...trigger, lastSeq } satisfies TriggerRow);
    triggers.delete(newer);
    head.put({ name: 'head', outboxId, nextStationSeq: lastSeq + 1 } satisfies HeadRow);
    const writer = head.get('writer');
    writer.onsuccess = () => {
      const isOurs = (writer.result as WriterRow | undefined)?.writerId === writerId;
      if (isOurs) return transaction.commit?.();
      fault = anotherWriter();
      transaction.abort();
    };
  });
}

/** Aborts after the time, and gives up when even that does not end it; returns the way to stop watching. */
function watchTime(transaction: IDBTransaction, timeoutMs: number, giveUp: (fault: StorageFault) => void): () => void {
  let timer = setTimeout(() => {
    timer = setTimeout(() => giveUp(new StorageFault('timeout', 'the database did not finish a commit')), timeoutMs);
    try {
      transaction.abort();
    } catch {
      // It is already ending, one way or the other: the second wait is for which.
    }
  }, timeoutMs);
  return () => clearTimeout(timer);
}
