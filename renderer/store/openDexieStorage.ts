import { recordMigrations, recordVersionAfter, type RecordMigration } from '#shared/model/recordMigrations.ts';
import { StorageFault, type RecordStorage } from '#shared/ports/recordStorage.ts';
import { applyPulled } from './applyPulled.ts';
import { commitStrictly } from './commitStrictly.ts';
import { positionAsWriter, signAsWriter } from './databasePosition.ts';
import { keepSealed } from './keepSealed.ts';
import { readStored, trimTriggers } from './readStored.ts';
import { createRowCipher } from './rowCipher.ts';
import { createRowSeals } from './sealedRows.ts';
import { replaceSnapshot, stagePage, stagedPages, type WriterOf } from './snapshotPages.ts';
import { createStationDatabase, isFromNewerProgram, type IndexedDbParts, type StationDatabase } from './stationDatabase.ts';
import { toStorageFault } from './toStorageFault.ts';

/** Longest a call may take before it counts as not done, milliseconds: a full disk can make IndexedDB hang. */
export const storageTimeoutMs = { commit: 5_000, other: 20_000, whole: 120_000 };
/** Commits between two removals of old triggers. */
const commitsPerTriggerTrim = 500;

export type DexieStorageOptions = {
  readonly parts?: IndexedDbParts;
  /** Seals what speaks of customers: 32 bytes, base64url. Without it everything lies open (a bench, a test). */
  readonly keyText?: string | undefined;
  readonly migrations?: readonly RecordMigration[];
};

/**
 * RecordStorage on IndexedDB through Dexie. Opens again by itself after the browser has closed the connection. A database
 * that a newer program has changed is left alone: StorageFault `versionTooOld`. Rejects with StorageFault.
 */
export async function openDexieStorage(name: string, options: DexieStorageOptions = {}): Promise<RecordStorage> {
  const { parts, migrations = recordMigrations } = options;
  const keyRange = parts?.IDBKeyRange ?? IDBKeyRange;
  const state = { isClosed: false, commits: 0 };
  const cipher = options.keyText === undefined ? null : await createRowCipher(options.keyText);
  const seals = createRowSeals(cipher);
  const database = createStationDatabase(name, parts);
  const recordVersion = recordVersionAfter(migrations);
  const writer: WriterOf = { database, writerId: crypto.randomUUID(), seals, recordVersion, staged: new Map() };
  const call = async <T>(run: () => PromiseLike<T>, timeoutMs: number = storageTimeoutMs.other): Promise<T> => {
    if (state.isClosed) throw new StorageFault('closed', 'the storage is closed');
    try {
      if (!database.isOpen()) await openDatabase(database);
      return await withTimeout(run(), timeoutMs);
    } catch (error) {
      throw toStorageFault(error);
    }
  };
  const begin = async () => {
    await signAsWriter(database, writer.writerId);
    await keepSealed(database, cipher, seals);
  };
  await call(begin, storageTimeoutMs.whole).catch((error: unknown) => {
    database.close();
    throw error;
  });
  return {
    load: () => call(() => readStored(database, seals, migrations), storageTimeoutMs.whole),
    stagePage: (hash, page) => call(() => stagePage(writer, hash, page)),
    stagedPages: () => call(() => stagedPages(writer)),
    replaceSnapshot: (position, pages, rows) => call(() => replaceSnapshot(writer, position, pages, rows), storageTimeoutMs.whole),
    async commit(outboxId, entries, trigger) {
      const commit = async () => {
        const sealed = await Promise.all(entries.map((entry) => seals.entry(entry)));
        const { writerId } = writer;
        const written = { writerId, outboxId, entries: sealed, trigger: trigger && seals.trigger(trigger) };
        await commitStrictly(database.backendDB(), keyRange, written, storageTimeoutMs.commit);
      };
      await call(commit, 3 * storageTimeoutMs.commit);
      state.commits += 1;
      if (state.commits % commitsPerTriggerTrim === 0) void trimTriggers(database).catch(() => undefined);
    },
    applyPulled: (change) =>
      call(async () => {
        const { position, removedSeqs } = change;
        const rows = await Promise.all(change.rows.map((write) => seals.row(write)));
        const entries = await Promise.all(change.updatedEntries.map((entry) => seals.entry(entry)));
        await applyPulled(database.backendDB(), { writerId: writer.writerId, recordVersion, position, rows, entries, removedSeqs });
      }),
    fold: (pages, folded) => call(() => fold(writer, pages, folded)),
    readNote: (noteName) => call(async () => (await database.notes.get(noteName))?.note),
    writeNote: (noteName, note) =>
      call(async () => {
        if (note === undefined || note === null) await database.notes.delete(noteName);
        else await database.notes.put({ name: noteName, note });
      }),
    async close() {
      state.isClosed = true;
      database.close();
    },
  };
}

async function openDatabase(database: StationDatabase): Promise<void> {
  await withTimeout(database.open(), storageTimeoutMs.other);
  if (!isFromNewerProgram(database)) return;
  database.close({ disableAutoOpen: false });
  throw new StorageFault('versionTooOld', 'a newer program has changed the database');
}

async function fold({ database, writerId, seals }: WriterOf, ...[pages, folded]: Parameters<RecordStorage['fold']>): Promise<void> {
  const sealed = await Promise.all(pages.map((page) => seals.page({ ...page, generation: 0, hash: null })));
  await database.transaction('rw', [database.pages, database.overlay, database.meta], async () => {
    const { generation } = await positionAsWriter(database, writerId);
    await database.pages.bulkPut(sealed.map((page) => ({ ...page, generation })));
    await database.overlay.bulkDelete(folded.map(({ kind, id }) => [kind, id]));
  });
}

async function withTimeout<T>(outcome: PromiseLike<T>, timeoutMs: number): Promise<T> {
  let handle: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    handle = setTimeout(() => reject(new StorageFault('timeout', `the database did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(handle);
  }
}
