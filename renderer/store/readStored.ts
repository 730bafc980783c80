import { migrateRecord, recordVersionAfter, type RecordMigration } from '#shared/model/recordMigrations.ts';
import type { AnyRecord, RecordWrite } from '#shared/model/records.ts';
import { minStoredTriggers, StorageFault, type OutboxEntry, type StoredPage, type StoredState } from '#shared/ports/recordStorage.ts';
import { positionOf } from './databasePosition.ts';
import type { RowSeals } from './sealedRows.ts';
import type { HeadRow, PositionRow, StationDatabase } from './stationDatabase.ts';

/** Everything kept, opened and with records as this program has them. Records of an older one are rewritten; those of a newer one are a fault `versionTooOld`. */
export async function readStored(database: StationDatabase, seals: RowSeals, migrations: readonly RecordMigration[]): Promise<StoredState> {
  await trimTriggers(database);
  const { position, head, triggers, ...raw } = await readTables(database);
  const recordVersion = position.recordVersion ?? 1;
  const current = recordVersionAfter(migrations);
  if (recordVersion > current)
    throw new StorageFault('versionTooOld', `records of version ${recordVersion}, this program reads ${current}`);
  const opened = {
    pages: await Promise.all(
      raw.pages.map(async (page): Promise<StoredPage> => ({ kind: page.kind, pageNo: page.pageNo, rowsJson: await seals.openPage(page) })),
    ),
    rows: await Promise.all(raw.rows.map((row) => seals.openRow(row))),
    outbox: await Promise.all(raw.outbox.map((entry) => seals.openEntry(entry))),
  };
  const isOld = recordVersion < current;
  const { pages, rows, outbox } = isOld ? migrateAll(opened, migrations, recordVersion) : opened;
  if (isOld) await writeMigrated(database, seals, { pages, rows, outbox }, { ...position, recordVersion: current });
  return {
    outboxId: head?.outboxId ?? null,
    nextStationSeq: head?.nextStationSeq ?? 1,
    position: { epoch: position.epoch, cursor: position.cursor, ...(position.covered ? { covered: position.covered } : {}) },
    pages,
    rows,
    outbox,
    triggers: triggers.map(({ triggerId, commands }) => ({ triggerId, commands })),
  };
}

/** Forgets the oldest triggers beyond those that must be remembered. */
export async function trimTriggers(database: StationDatabase): Promise<void> {
  const [oldestKept] = await database.triggers
    .orderBy('lastSeq')
    .reverse()
    .offset(minStoredTriggers - 1)
    .limit(1)
    .primaryKeys();
  if (oldestKept !== undefined) await database.triggers.where('lastSeq').below(oldestKept).delete();
}

function readTables(database: StationDatabase) {
  return database.transaction('r', database.tables, async () => {
    const position = await positionOf(database);
    const [pages, rows, outbox, head, triggers] = await Promise.all([
      database.pages.where('generation').equals(position.generation).toArray(),
      database.overlay.toArray(),
      database.outbox.orderBy('stationSeq').toArray(),
      database.outboxHead.get('head') as PromiseLike<HeadRow | undefined>,
      database.triggers.orderBy('lastSeq').toArray(),
    ]);
    return { position, pages, rows, outbox, head, triggers };
  });
}

type Records = { readonly pages: readonly StoredPage[]; readonly rows: readonly RecordWrite[]; readonly outbox: readonly OutboxEntry[] };

function migrateAll(stored: Records, migrations: readonly RecordMigration[], fromVersion: number): Records {
  const write = (old: RecordWrite): RecordWrite =>
    old.row === null ? old : ({ ...old, row: migrateRecord(migrations, fromVersion, old.kind, old.row) } as RecordWrite);
  return {
    pages: stored.pages.map((page) => {
      const rows = JSON.parse(page.rowsJson) as AnyRecord[];
      return { ...page, rowsJson: JSON.stringify(rows.map((row) => migrateRecord(migrations, fromVersion, page.kind, row))) };
    }),
    rows: stored.rows.map(write),
    outbox: stored.outbox.map((entry) => ({ ...entry, writes: entry.writes.map(write) })),
  };
}

/** One transaction: after a kill in the middle everything is still of the old version. Pages of a download under way go: they are old too. */
async function writeMigrated(database: StationDatabase, seals: RowSeals, records: Records, position: PositionRow): Promise<void> {
  const { generation } = position;
  const pages = await Promise.all(records.pages.map((page) => seals.page({ ...page, generation, hash: null })));
  const rows = await Promise.all(records.rows.map((write) => seals.row(write)));
  const entries = await Promise.all(records.outbox.map((entry) => seals.entry(entry)));
  await database.transaction('rw', [database.pages, database.overlay, database.outbox, database.meta], async () => {
    await database.pages.clear();
    await database.pages.bulkPut(pages);
    await database.overlay.bulkPut(rows);
    await database.outbox.bulkPut(entries);
    await database.meta.put(position);
  });
}
