import type { OutboxId } from '#shared/base/ids.ts';
import { packedKinds, type RecordWrite } from '#shared/model/records.ts';
import {
  minStoredTriggers,
  StorageFault,
  type OutboxEntry,
  type RecordStorage,
  type StoredPage,
  type StoredState,
  type StoredTrigger,
} from '#shared/ports/recordStorage.ts';
import { anotherWriter, commitStrictly } from './commitStrictly.ts';
import {
  createStationDatabase,
  type HeadRow,
  type IndexedDbParts,
  type PageRow,
  type PositionRow,
  type StationDatabase,
  type WriterRow,
} from './stationDatabase.ts';
import { toStorageFault } from './toStorageFault.ts';

/** Longest a call may take before it counts as not done, milliseconds: a full disk can make IndexedDB hang. */
export const storageTimeoutMs = { commit: 5_000, other: 20_000, whole: 120_000 };
/** Rows written by one request of a big write. */
const rowsPerBulkPut = 2_000;
/** Commits between two removals of old triggers. */
const commitsPerTriggerTrim = 500;
const nowhere: PositionRow = { name: 'position', epoch: null, cursor: 0, generation: 0 };

/** RecordStorage on IndexedDB through Dexie. Opens again by itself after the browser has closed the connection. Rejects with StorageFault. */
export async function openDexieStorage(name: string, parts?: IndexedDbParts): Promise<RecordStorage> {
  const database = createStationDatabase(name, parts);
  const writerId = crypto.randomUUID();
  const keyRange = parts?.IDBKeyRange ?? IDBKeyRange;
  const state = { isClosed: false, commits: 0, staged: new Map<string, string>() };
  const call = async <T>(run: () => PromiseLike<T>, timeoutMs: number = storageTimeoutMs.other): Promise<T> => {
    if (state.isClosed) throw new StorageFault('closed', 'the storage is closed');
    try {
      if (!database.isOpen()) await withTimeout(database.open(), storageTimeoutMs.other);
      return await withTimeout(run(), timeoutMs);
    } catch (error) {
      throw toStorageFault(error);
    }
  };
  await call(() => sign(database, writerId));
  return {
    load: () => call(() => load(database), storageTimeoutMs.whole),
    stagePage: (hash, page) => call(() => stagePage(database, writerId, state.staged, hash, page)),
    stagedPages: () => call(() => stagedPages(database, state.staged)),
    replaceSnapshot: (position, pages, work) =>
      call(async () => {
        await replaceSnapshot(database, writerId, state.staged, { ...position, name: 'position', generation: 0 }, pages, work);
        state.staged.clear();
      }, storageTimeoutMs.whole),
    async commit(outboxId: OutboxId, entries: readonly OutboxEntry[], trigger: StoredTrigger | null) {
      const commit = { writerId, outboxId, entries, trigger };
      await call(() => commitStrictly(database.backendDB(), keyRange, commit, storageTimeoutMs.commit), 3 * storageTimeoutMs.commit);
      state.commits += 1;
      if (state.commits % commitsPerTriggerTrim === 0) void trimTriggers(database).catch(() => undefined);
    },
    applyPulled: (change) => call(() => applyPulled(database, writerId, change)),
    fold: (pages, folded) =>
      call(() =>
        database.transaction('rw', [database.pages, database.overlay, database.meta], async () => {
          const { generation } = await positionAsWriter(database, writerId);
          await database.pages.bulkPut(pages.map((page) => ({ ...page, generation, hash: null })));
          await database.overlay.bulkDelete(folded.map(({ kind, id }) => [kind, id]));
        }),
      ),
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

async function load(database: StationDatabase): Promise<StoredState> {
  await trimTriggers(database);
  return database.transaction('r', database.tables, async () => {
    const position = await positionOf(database);
    const [pages, overlay, work, outbox, head, triggers] = await Promise.all([
      database.pages.where('generation').equals(position.generation).toArray(),
      database.overlay.toArray(),
      database.work.toArray(),
      database.outbox.orderBy('stationSeq').toArray(),
      database.outboxHead.get('head') as PromiseLike<HeadRow | undefined>,
      database.triggers.orderBy('lastSeq').toArray(),
    ]);
    return {
      outboxId: head?.outboxId ?? null,
      nextStationSeq: head?.nextStationSeq ?? 1,
      position: { epoch: position.epoch, cursor: position.cursor, ...(position.covered ? { covered: position.covered } : {}) },
      pages: pages.map(({ kind, pageNo, rowsJson }) => ({ kind, pageNo, rowsJson })),
      rows: [...overlay, ...work],
      outbox,
      triggers: triggers.map(({ triggerId, commands }) => ({ triggerId, commands })),
    };
  });
}

/** Makes this the one storage that may write: what an older window still tries is turned away. */
async function sign(database: StationDatabase, writerId: string): Promise<void> {
  await database.transaction('rw', [database.meta, database.outboxHead], async () => {
    await Promise.all([database.meta.put({ name: 'writer', writerId }), database.outboxHead.put({ name: 'writer', writerId })]);
  });
}

async function positionOf(database: StationDatabase): Promise<PositionRow> {
  return ((await database.meta.get('position')) as PositionRow | undefined) ?? nowhere;
}

/** The position, for a transaction that writes; it is aborted when another window writes now. */
async function positionAsWriter(database: StationDatabase, writerId: string): Promise<PositionRow> {
  const [position, writer] = await Promise.all([positionOf(database), database.meta.get('writer')]);
  if ((writer as WriterRow | undefined)?.writerId !== writerId) throw anotherWriter();
  return position;
}

async function stagePage(
  database: StationDatabase,
  writerId: string,
  staged: Map<string, string>,
  hash: string,
  page: StoredPage,
): Promise<void> {
  await database.transaction('rw', [database.pages, database.meta], async () => {
    const generation = (await positionAsWriter(database, writerId)).generation + 1;
    await database.pages.put({ ...page, generation, hash });
  });
  staged.set(pageName(page), page.rowsJson);
}

async function stagedPages(database: StationDatabase, staged: Map<string, string>): Promise<{ hash: string; page: StoredPage }[]> {
  const { generation } = await positionOf(database);
  const pages = await database.pages
    .where('generation')
    .equals(generation + 1)
    .toArray();
  for (const page of pages) staged.set(pageName(page), page.rowsJson);
  return pages.map(({ kind, pageNo, rowsJson, hash }) => ({ hash: hash ?? '', page: { kind, pageNo, rowsJson } }));
}

/** Pages that were staged are not written again: they are already under the next generation's number. */
async function replaceSnapshot(
  database: StationDatabase,
  writerId: string,
  staged: ReadonlyMap<string, string>,
  position: PositionRow,
  pages: readonly StoredPage[],
  work: readonly RecordWrite[],
): Promise<void> {
  await database.transaction('rw', [database.pages, database.overlay, database.work, database.meta], async () => {
    const previous = await positionAsWriter(database, writerId);
    const generation = previous.generation + 1;
    const wanted = new Set(pages.map(pageName));
    const missing = pages.filter((page) => staged.get(pageName(page)) !== page.rowsJson);
    const keys = (await database.pages.toCollection().primaryKeys()) as [number, string, number][];
    const stale = keys.filter(([of, kind, pageNo]) => of !== generation || !wanted.has(`${kind} ${pageNo}`));
    await database.pages.bulkDelete(stale);
    await database.pages.bulkPut(missing.map((page): PageRow => ({ ...page, generation, hash: null })));
    await database.overlay.clear();
    await database.work.clear();
    for (let from = 0; from < work.length; from += rowsPerBulkPut) await database.work.bulkPut(work.slice(from, from + rowsPerBulkPut));
    await database.meta.put({ ...position, generation });
  });
}

async function applyPulled(
  database: StationDatabase,
  writerId: string,
  change: Parameters<RecordStorage['applyPulled']>[0],
): Promise<void> {
  const { position, rows, updatedEntries, removedSeqs } = change;
  const packed = rows.filter((write) => packedKinds.has(write.kind));
  const work = rows.filter((write) => !packedKinds.has(write.kind));
  const touchesOutbox = updatedEntries.length > 0 || removedSeqs.length > 0;
  // Without the outbox in its scope the transaction does not hold up a commit.
  const scope = [database.meta, database.overlay, database.work, ...(touchesOutbox ? [database.outbox] : [])];
  await database.transaction('rw', scope, async () => {
    const { generation } = await positionAsWriter(database, writerId);
    await Promise.all([
      packed.length > 0 && database.overlay.bulkPut(packed),
      work.length > 0 && database.work.bulkPut(work.filter((write) => write.row !== null)),
      work.length > 0 && database.work.bulkDelete(work.filter((write) => write.row === null).map(({ kind, id }) => [kind, id])),
      touchesOutbox && database.outbox.bulkPut([...updatedEntries]),
      touchesOutbox && database.outbox.bulkDelete([...removedSeqs]),
      database.meta.put({ ...position, name: 'position', generation }),
    ]);
  });
}

async function trimTriggers(database: StationDatabase): Promise<void> {
  const [oldestKept] = await database.triggers
    .orderBy('lastSeq')
    .reverse()
    .offset(minStoredTriggers - 1)
    .limit(1)
    .primaryKeys();
  if (oldestKept !== undefined) await database.triggers.where('lastSeq').below(oldestKept).delete();
}

function pageName(page: { readonly kind: string; readonly pageNo: number }): string {
  return `${page.kind} ${page.pageNo}`;
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
