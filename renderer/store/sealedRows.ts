import { personalKinds, type RecordWrite } from '#shared/model/records.ts';
import { StorageFault, type OutboxEntry } from '#shared/ports/recordStorage.ts';
import type { EntryRow, OverlayRow, PageRow } from './stationDatabase.ts';
import type { RowCipher } from './rowCipher.ts';

/** How rows lie in the database: those of kinds that speak of customers sealed, where there is a key. */
export type RowSeals = {
  page(page: PageRow): Promise<PageRow>;
  row(write: RecordWrite): Promise<OverlayRow>;
  entry(entry: OutboxEntry): Promise<EntryRow>;
  openPage(page: PageRow): Promise<string>;
  openRow(row: OverlayRow): Promise<RecordWrite>;
  openEntry(entry: EntryRow): Promise<OutboxEntry>;
};

/** Seals with `cipher`, or leaves everything as it is where there is none (then what is sealed cannot be opened: `corrupt`). */
export function createRowSeals(cipher: RowCipher | null): RowSeals {
  const open = (label: string, sealed: Uint8Array) => {
    if (!cipher) throw new StorageFault('corrupt', 'there are sealed rows and no key');
    return cipher.open(label, sealed);
  };
  return {
    async page(page) {
      if (!cipher || !personalKinds.has(page.kind) || page.rowsJson === null) return page;
      return { ...page, rowsJson: null, sealed: await cipher.seal(`page ${page.kind}`, page.rowsJson) };
    },
    async row(write) {
      if (!cipher || !personalKinds.has(write.kind) || write.row === null) return write;
      const { kind, id } = write;
      return { kind, id, sealed: await cipher.seal(`${kind} ${id}`, JSON.stringify(write.row)) };
    },
    async entry(entry) {
      if (!cipher || !entry.writes.some(({ kind }) => personalKinds.has(kind))) return entry;
      return { ...entry, writes: [], sealed: await cipher.seal(entryLabel(entry), JSON.stringify(entry.writes)) };
    },
    async openPage({ kind, rowsJson, sealed }) {
      return rowsJson ?? (sealed ? open(`page ${kind}`, sealed) : '[]');
    },
    async openRow(row) {
      if (!('sealed' in row)) return row;
      const { kind, id } = row;
      return { kind, id, row: JSON.parse(await open(`${kind} ${id}`, row.sealed)) } as RecordWrite;
    },
    async openEntry(row) {
      const { sealed, ...entry } = row;
      return sealed ? { ...entry, writes: JSON.parse(await open(entryLabel(row), sealed)) as RecordWrite[] } : entry;
    },
  };
}

function entryLabel(entry: Pick<OutboxEntry, 'stationSeq'>): string {
  return `outbox ${entry.stationSeq}`;
}
