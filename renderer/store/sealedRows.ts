import { personalKinds, type RecordWrite } from '#shared/model/records.ts';
import { takeOutWords, withWords, type Words } from '#shared/model/command/freeText.ts';
import { StorageFault, type OutboxEntry, type StoredTrigger } from '#shared/ports/recordStorage.ts';
import type { EntryRow, OverlayRow, PageRow } from './stationDatabase.ts';
import type { RowCipher } from './rowCipher.ts';

/** What of an outbox entry lies sealed: its effects, and what people wrote in its command. */
type SealedEntry = { readonly writes: readonly RecordWrite[]; readonly words: Words };

/** How rows lie in the database: those of kinds that speak of customers, and what people wrote in commands, sealed where there is a key. */
export type RowSeals = {
  page(page: PageRow): Promise<PageRow>;
  row(write: RecordWrite): Promise<OverlayRow>;
  entry(entry: OutboxEntry): Promise<EntryRow>;
  /** A receipt needs no words of people. */
  trigger(trigger: StoredTrigger): StoredTrigger;
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
      if (!cipher) return entry;
      const { command, words } = takeOutWords(entry.command);
      const isPersonal = Object.keys(words).length > 0 || entry.writes.some(({ kind }) => personalKinds.has(kind));
      if (!isPersonal) return entry;
      const sealed = await cipher.seal(entryLabel(entry), JSON.stringify({ writes: entry.writes, words } satisfies SealedEntry));
      return { ...entry, command, writes: [], sealed };
    },
    trigger: (trigger) => (cipher ? { ...trigger, commands: trigger.commands.map((command) => takeOutWords(command).command) } : trigger),
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
      if (!sealed) return entry;
      const opened = JSON.parse(await open(entryLabel(row), sealed)) as SealedEntry | RecordWrite[];
      // An earlier version sealed the writes alone.
      if (Array.isArray(opened)) return { ...entry, writes: opened };
      return { ...entry, writes: opened.writes, command: withWords(entry.command, opened.words) };
    },
  };
}

function entryLabel(entry: Pick<OutboxEntry, 'stationSeq'>): string {
  return `outbox ${entry.stationSeq}`;
}
