import type { OutboxId } from '#shared/base/ids.ts';
import { StorageFault, type OutboxEntry, type StoredTrigger } from '#shared/ports/recordStorage.ts';
import type { HeadRow, TriggerRow } from './stationDatabase.ts';
import { toStorageFault } from './toStorageFault.ts';

/**
 * The transaction behind the beep: strict durability, written to IndexedDB directly because every layer counts here.
 * Entries with higher numbers are left-overs of a commit that was given up and are taken away. When it does not come to
 * an end in time it is aborted, so that it is known not to have happened; if even that cannot be done it rejects all the same.
 */
export function commitStrictly(
  database: IDBDatabase,
  keyRange: typeof IDBKeyRange,
  outboxId: OutboxId,
  entries: readonly OutboxEntry[],
  trigger: StoredTrigger | null,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const lastSeq = entries.at(-1)!.stationSeq;
    const transaction = database.transaction(['outbox', 'outboxHead', 'triggers'], 'readwrite', { durability: 'strict' });
    const outbox = transaction.objectStore('outbox');
    const timers: ReturnType<typeof setTimeout>[] = [];
    const settle = (end: () => void) => {
      for (const timer of timers) clearTimeout(timer);
      end();
    };
    timers.push(
      setTimeout(() => {
        try {
          transaction.abort();
        } catch {
          // It is already ending, one way or the other: wait once more for which.
        }
        timers.push(setTimeout(() => reject(new StorageFault('timeout', 'the database did not finish a commit')), timeoutMs));
      }, timeoutMs),
    );
    transaction.oncomplete = () => settle(resolve);
    transaction.onabort = () =>
      settle(() =>
        reject(
          transaction.error ? toStorageFault(transaction.error) : new StorageFault('timeout', 'a commit took too long and was taken back'),
        ),
      );
    for (const entry of entries) outbox.put(entry);
    const newer = keyRange.lowerBound(lastSeq, true);
    outbox.delete(newer);
    transaction.objectStore('outboxHead').put({ name: 'head', outboxId, nextStationSeq: lastSeq + 1 } satisfies HeadRow);
    const triggers = transaction.objectStore('triggers');
    triggers.delete(newer);
    if (trigger) triggers.put({ ...trigger, lastSeq } satisfies TriggerRow);
    transaction.commit?.();
  });
}
