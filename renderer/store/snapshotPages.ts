import type { RecordWrite } from '#shared/model/records.ts';
import type { StoredPage, SyncPosition } from '#shared/ports/recordStorage.ts';
import { positionAsWriter, positionOf } from './databasePosition.ts';
import type { RowSeals } from './sealedRows.ts';
import type { PageRow, StationDatabase } from './stationDatabase.ts';

/** A database as a storage writes it. */
export type WriterOf = {
  readonly database: StationDatabase;
  readonly writerId: string;
  readonly seals: RowSeals;
  /** Version of the records it writes. */
  readonly recordVersion: number;
  /** Text of each staged page by name, so that it is not written twice. */
  readonly staged: Map<string, string>;
};

/** Rows written by one request of a big write. */
const rowsPerBulkPut = 2_000;

/** Keeps a page for the next snapshot. */
export async function stagePage({ database, writerId, seals, staged }: WriterOf, hash: string, page: StoredPage): Promise<void> {
  const sealed = await seals.page({ ...page, generation: 0, hash });
  await database.transaction('rw', [database.pages, database.meta], async () => {
    const generation = (await positionAsWriter(database, writerId)).generation + 1;
    await database.pages.put({ ...sealed, generation });
  });
  staged.set(pageName(page), page.rowsJson);
}

/** The pages kept for the next snapshot. */
export async function stagedPages({ database, seals, staged }: WriterOf): Promise<{ hash: string; page: StoredPage }[]> {
  const { generation } = await positionOf(database);
  const pages = await database.pages
    .where('generation')
    .equals(generation + 1)
    .toArray();
  const opened = await Promise.all(
    pages.map(async (page) => ({
      hash: page.hash ?? '',
      page: { kind: page.kind, pageNo: page.pageNo, rowsJson: await seals.openPage(page) },
    })),
  );
  for (const { page } of opened) staged.set(pageName(page), page.rowsJson);
  return opened;
}

/** Pages that were staged are not written again: they are already under the next generation's number. */
export async function replaceSnapshot(
  { database, writerId, seals, staged, recordVersion }: WriterOf,
  position: SyncPosition,
  pages: readonly StoredPage[],
  rows: readonly RecordWrite[],
): Promise<void> {
  const wanted = new Set(pages.map(pageName));
  const fresh = pages.filter((page) => staged.get(pageName(page)) !== page.rowsJson);
  const missing = await Promise.all(fresh.map((page) => seals.page({ ...page, generation: 0, hash: null })));
  const newer = await Promise.all(rows.map((write) => seals.row(write)));
  await database.transaction('rw', [database.pages, database.overlay, database.meta], async () => {
    const generation = (await positionAsWriter(database, writerId)).generation + 1;
    const keys = (await database.pages.toCollection().primaryKeys()) as [number, string, number][];
    const stale = keys.filter(([of, kind, pageNo]) => of !== generation || !wanted.has(`${kind} ${pageNo}`));
    await database.pages.bulkDelete(stale);
    await database.pages.bulkPut(missing.map((page): PageRow => ({ ...page, generation })));
    await database.overlay.clear();
    for (let from = 0; from < newer.length; from += rowsPerBulkPut)
      await database.overlay.bulkPut(newer.slice(from, from + rowsPerBulkPut));
    await database.meta.put({ ...position, name: 'position', generation, recordVersion });
  });
  staged.clear();
}

function pageName(page: { readonly kind: string; readonly pageNo: number }): string {
  return `${page.kind} ${page.pageNo}`;
}
