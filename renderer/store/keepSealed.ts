import { personalKinds } from '#shared/model/records.ts';
import { positionOf } from './databasePosition.ts';
import type { RowCipher } from './rowCipher.ts';
import type { RowSeals } from './sealedRows.ts';
import type { EntryRow, OverlayRow, PageRow, SealRow, StationDatabase } from './stationDatabase.ts';

const label = 'station';
const knownText = 'halfhour';

/**
 * Makes sure that everything of personal kinds lies sealed with this key: what an earlier program left open is sealed;
 * what was sealed with a key that is gone is forgotten, and comes again with the next snapshot. Commands are kept in
 * either case, only their effects are decided anew.
 */
export async function keepSealed(database: StationDatabase, cipher: RowCipher | null, seals: RowSeals): Promise<void> {
  const seal = (await database.meta.get('seal')) as SealRow | undefined;
  if (seal === undefined) {
    if (cipher) await sealEverything(database, cipher, seals);
    return;
  }
  const isOurs = cipher !== null && (await cipher.open(label, seal.sealed).catch(() => null)) === knownText;
  if (!isOurs) await forgetSealed(database, cipher);
}

async function sealEverything(database: StationDatabase, cipher: RowCipher, seals: RowSeals): Promise<void> {
  // Nothing else writes yet: the storage is still being opened, and an older window is turned away.
  const pages = await database.pages.filter((page) => personalKinds.has(page.kind)).toArray();
  const rows = await database.overlay.filter((row) => personalKinds.has(row.kind)).toArray();
  const entries = await database.outbox.toArray();
  const sealedPages = await Promise.all(pages.map((page) => seals.page(page)));
  const sealedRows = await Promise.all(rows.map(async (row) => ('sealed' in row ? row : seals.row(row))));
  const sealedEntries = await Promise.all(entries.map(async (entry) => (entry.sealed ? entry : seals.entry(entry))));
  const seal = await sealOf(cipher);
  await database.transaction('rw', [database.pages, database.overlay, database.outbox, database.meta], async () => {
    await database.pages.bulkPut(sealedPages satisfies PageRow[]);
    await database.overlay.bulkPut(sealedRows satisfies OverlayRow[]);
    await database.outbox.bulkPut(sealedEntries satisfies EntryRow[]);
    await database.meta.put(seal);
  });
}

async function forgetSealed(database: StationDatabase, cipher: RowCipher | null): Promise<void> {
  const seal = cipher ? await sealOf(cipher) : null;
  await database.transaction('rw', [database.pages, database.overlay, database.outbox, database.meta], async () => {
    const { generation } = await positionOf(database);
    await database.pages.clear();
    await database.overlay.clear();
    await database.outbox.toCollection().modify((entry: { sealed?: unknown }) => {
      delete entry.sealed;
    });
    await database.meta.put({ name: 'position', epoch: null, cursor: 0, generation });
    if (seal) await database.meta.put(seal);
    else await database.meta.delete('seal');
  });
}

async function sealOf(cipher: RowCipher): Promise<SealRow> {
  return { name: 'seal', sealed: await cipher.seal(label, knownText) };
}
