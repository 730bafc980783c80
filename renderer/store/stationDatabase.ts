import { Dexie, type Table } from 'dexie';
import type { OutboxId } from '#shared/base/ids.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import type { OutboxEntry, StoredTrigger, SyncPosition } from '#shared/ports/recordStorage.ts';

/** A page belongs to a generation: the snapshot in force, or the next one while it is being downloaded. Its text lies open or sealed. */
export type PageRow = {
  readonly generation: number;
  readonly kind: RecordKind;
  readonly pageNo: number;
  readonly hash: string | null;
  readonly rowsJson: string | null;
  readonly sealed?: Uint8Array;
};
export type OverlayRow = RecordWrite | { readonly kind: RecordKind; readonly id: string; readonly sealed: Uint8Array };
/** With `sealed` the writes, and what people wrote in the command, are in there. */
export type EntryRow = OutboxEntry & { readonly sealed?: Uint8Array };
export type HeadRow = { readonly name: 'head'; readonly outboxId: OutboxId; readonly nextStationSeq: number };
/** Who opened the database last. Kept twice, so that a commit and a pull each find it without waiting for one another. */
export type WriterRow = { readonly name: 'writer'; readonly writerId: string };
/** `recordVersion`: what the records look like (shared/model/recordMigrations.ts); not there in the first version. */
export type PositionRow = SyncPosition & { readonly name: 'position'; readonly generation: number; readonly recordVersion?: number };
/** A known text, sealed: opens only with the key that everything else is sealed with. */
export type SealRow = { readonly name: 'seal'; readonly sealed: Uint8Array };
/** Under the number of the last command it made. */
export type TriggerRow = StoredTrigger & { readonly lastSeq: number };

/** The station's IndexedDB database. Its version is raised, with an upgrade, whenever the tables change. */
export type StationDatabase = Dexie & {
  readonly pages: Table<PageRow, [number, string, number]>;
  readonly overlay: Table<OverlayRow, [string, string]>;
  readonly outbox: Table<EntryRow, number>;
  readonly outboxHead: Table<HeadRow | WriterRow, string>;
  readonly triggers: Table<TriggerRow, number>;
  readonly notes: Table<{ readonly name: string; readonly note: unknown }, string>;
  readonly meta: Table<PositionRow | WriterRow | SealRow, string>;
};

/** Where IndexedDB comes from; the page's own unless a test brings one. */
export type IndexedDbParts = { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange };

/** The newest version declared below. */
export const databaseVersion = 2;
/** Dexie multiplies its versions, so that there is room between them. */
const nativePerVersion = 10;

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
  // Rows of all kinds lie in pages, and what is newer beside them: one table for that.
  database
    .version(2)
    .stores({ work: null })
    .upgrade(async (upgrade) => {
      const rows: OverlayRow[] = await upgrade.table('work').toArray();
      await upgrade.table('overlay').bulkPut(rows);
    });
  return database;
}

/** Whether a newer program has raised the version: this one must not touch it. Dexie opens it all the same. */
export function isFromNewerProgram(database: StationDatabase): boolean {
  return database.backendDB().version >= (databaseVersion + 1) * nativePerVersion;
}
