import { Dexie, type Table } from 'dexie';
import type { OutboxId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import type { OutboxEntry, StoredPage, StoredTrigger, SyncPosition } from '#shared/ports/recordStorage.ts';

/** A page belongs to a generation: the snapshot in force, or the next one while it is being downloaded. */
export type PageRow = StoredPage & { readonly generation: number; readonly hash: string | null };
export type HeadRow = { readonly name: 'head'; readonly outboxId: OutboxId; readonly nextStationSeq: number };
/** Who opened the database last. Kept twice, so that a commit and a pull each find it without waiting for one another. */
export type WriterRow = { readonly name: 'writer'; readonly writerId: string };
export type PositionRow = SyncPosition & { readonly name: 'position'; readonly generation: number };
/** Under the number of the last command it made. */
export type TriggerRow = StoredTrigger & { readonly lastSeq: number };

/** The station's IndexedDB database. Its version is raised, with an upgrade, whenever the tables change. */
export type StationDatabase = Dexie & {
  readonly pages: Table<PageRow, [number, string, number]>;
  readonly overlay: Table<RecordWrite, [string, string]>;
  readonly work: Table<RecordWrite, [string, string]>;
  readonly outbox: Table<OutboxEntry, number>;
  readonly outboxHead: Table<HeadRow | WriterRow, string>;
  readonly triggers: Table<TriggerRow, number>;
  readonly notes: Table<{ readonly name: string; readonly note: unknown }, string>;
  readonly meta: Table<PositionRow | WriterRow, string>;
};

/** Where IndexedDB comes from; the page's own unless a test brings one. */
export type IndexedDbParts = { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange };

/**
 * Declares the database; nothing is opened yet. Writes are relaxed (the platform has them); the store's commit asks for
 * strict durability itself. Pages hold JSON text as it came: Chromium's LevelDB compresses its blocks already.
 */
export function createStationDatabase(name: string, parts?: IndexedDbParts): StationDatabase {
  const database = new Dexie(name, { ...parts, chromeTransactionDurability: 'relaxed', cache: 'disabled' }) as StationDatabase;
  database.version(1).stores({
    pages: '[generation+kind+pageNo], generation',
    overlay: '[kind+id]',
    work: '[kind+id]',
    outbox: 'stationSeq',
    outboxHead: 'name',
    triggers: 'lastSeq',
    notes: 'name',
    meta: 'name',
  });
  return database;
}
