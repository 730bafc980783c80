import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import type { OutboxId } from '#shared/base/ids.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';

/** A command on its way to the platform, with the records it wrote here (its patch). */
export type OutboxEntry = {
  readonly stationSeq: number;
  readonly command: Command;
  readonly writes: readonly RecordWrite[];
  /** Set once the platform has answered; the entry goes when the pulled cursor has passed `siteSeq`. */
  readonly result: CommandResult | null;
};

/** What one trigger (a scan, a key press) was recorded as: a trigger delivered twice, also after a restart, is one commit. */
export type StoredTrigger = { readonly triggerId: string; readonly commands: readonly Command[] };
/** Triggers a storage keeps at least; it may keep a few more and forgets the oldest. */
export const minStoredTriggers = 1_000;

/** Where the copy stands against the platform. `covered`: through which number the rows hold each outbox's commands, as far as known. */
export type SyncPosition = {
  readonly epoch: string | null;
  readonly cursor: number;
  readonly covered?: Readonly<Record<string, number>> | undefined;
};

/** A packed page of rows: JSON text of an array, parsed when opened. */
export type StoredPage = { readonly kind: RecordKind; readonly pageNo: number; readonly rowsJson: string };

/** Everything kept, as read at start. Pages and rows are the platform's, without pending patches. */
export type StoredState = {
  readonly outboxId: OutboxId | null;
  readonly nextStationSeq: number;
  readonly position: SyncPosition;
  readonly pages: readonly StoredPage[];
  /** Platform rows newer than the pages; `row` null hides the one in a page. */
  readonly rows: readonly RecordWrite[];
  readonly outbox: readonly OutboxEntry[];
  /** Oldest first. */
  readonly triggers: readonly StoredTrigger[];
};

/** Durable form of a station's store. One contract suite holds for Dexie and for memory. Every call rejects with StorageFault when it did not happen. */
export type RecordStorage = {
  load(): Promise<StoredState>;
  /** Keeps a downloaded page of a snapshot that is not complete yet, by its hash, so that a broken download goes on where it stopped. */
  stagePage(hash: string, page: StoredPage): Promise<void>;
  stagedPages(): Promise<ReadonlyArray<{ readonly hash: string; readonly page: StoredPage }>>;
  /** Forgets all rows, pages and staged pages and starts with a snapshot (pages, and rows newer than they are), in one transaction; outbox, triggers and notes are kept. */
  replaceSnapshot(position: SyncPosition, pages: readonly StoredPage[], rows: readonly RecordWrite[]): Promise<void>;
  /**
   * Durable (strict) when it resolves: this is the moment of the beep. Several entries are one transaction. Entries with
   * higher numbers than the last one given are left over from a commit that was given up, and are forgotten.
   */
  commit(outboxId: OutboxId, entries: readonly OutboxEntry[], trigger: StoredTrigger | null): Promise<void>;
  /** One transaction: platform rows, new position, answered or removed outbox entries. */
  applyPulled(change: {
    readonly position: SyncPosition;
    readonly rows: readonly RecordWrite[];
    readonly updatedEntries: readonly OutboxEntry[];
    readonly removedSeqs: readonly number[];
  }): Promise<void>;
  /** Replaces pages by folded ones and drops the overlay rows they contain. */
  fold(pages: readonly StoredPage[], foldedRowIds: ReadonlyArray<{ readonly kind: RecordKind; readonly id: string }>): Promise<void>;
  /** Small values by name (settings, signed-in operator, resume points). */
  readNote(name: string): Promise<unknown>;
  writeNote(name: string, note: unknown): Promise<void>;
  close(): Promise<void>;
};

/** The disk did not take or give something. */
export class StorageFault extends Error {
  override readonly name = 'StorageFault';
  constructor(
    readonly kind: 'quota' | 'closed' | 'timeout' | 'corrupt' | 'versionTooOld' | 'notAllowed' | 'unknown',
    message: string,
  ) {
    super(message);
  }
}
