import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import type { Command } from '#shared/model/command/command.ts';
import { createJournalSeal, type JournalSeal } from './journalSeal.ts';
import { JournalTakenFault, openOutboxJournal, type OutboxJournal } from './openOutboxJournal.ts';

/** Most commands kept for all outboxes: about ten days of a busy station without WAN. */
export const maxJournalCommands = 200_000;
/** Most outboxes kept; a wiped store starts a new one. */
export const maxJournalOutboxes = 100;

/** The journal is full: the commands are not kept here. The store has them; a light says so. */
export class JournalFullFault extends Error {
  override readonly name = 'JournalFullFault';
}

/** The disk did not take the commands (full, read-only, gone). */
export class JournalDiskFault extends Error {
  override readonly name = 'JournalDiskFault';
}

/** The host's durable copy of every command the platform has not acknowledged, one journal per outbox. */
export type CommandJournal = {
  /** Makes the caller the writer of an outbox: lower numbers are refused from now on. Answers what is kept of it. */
  open(outboxId: string): Promise<{ readonly writerNo: number; readonly commands: readonly Command[] }>;
  /** Durable when it resolves, with the number of commands given. Rejects with JournalFullFault, JournalDiskFault or JournalTakenFault. */
  append(commands: readonly Command[], writerNo?: number): Promise<number>;
  /** Commands of an outbox, or of all when null; by outbox, then in order. Rejects with JournalDiskFault when some cannot be read. */
  read(outboxId: string | null): Promise<readonly Command[]>;
  /** The commands of an outbox from this number on never happened; resolves with how many are left. */
  withdraw(outboxId: string, fromSeq: number, writerNo?: number): Promise<number>;
  prune(outboxId: string, throughSeq: number): Promise<number>;
  /** Commands kept for all outboxes. */
  left(): number;
  close(): Promise<void>;
};

/**
 * Opens the journal in `dataFolder/journal`. Outboxes that are fully acknowledged are cleared away. A disk that does not let it be
 * read or written is told by each call until it does: the station works on without.
 */
export async function openCommandJournal(options: {
  readonly dataFolder: string;
  readonly log: Log;
  readonly maxCommands?: number;
  /** The key that what people wrote in commands is sealed with (32 bytes, base64url); without it that lies open. */
  readonly storeKey?: string;
}): Promise<CommandJournal> {
  const { dataFolder, log, maxCommands = maxJournalCommands, storeKey } = options;
  const journal = new FolderJournal(join(dataFolder, 'journal'), log, maxCommands, storeKey ? createJournalSeal(storeKey) : null);
  await journal.load().catch(() => undefined);
  return journal;
}

class FolderJournal implements CommandJournal {
  readonly #folder: string;
  readonly #log: Log;
  readonly #maxCommands: number;
  readonly #seal: JournalSeal | null;
  /** By folder name; the opening itself is shared by callers that come together. */
  readonly #outboxes = new Map<string, Promise<OutboxJournal>>();
  readonly #opened = new Map<string, OutboxJournal>();
  #loading: Promise<void> | null = null;

  constructor(folder: string, log: Log, maxCommands: number, seal: JournalSeal | null) {
    this.#folder = folder;
    this.#log = log;
    this.#maxCommands = maxCommands;
    this.#seal = seal;
  }

  /** Opens every outbox there is, once; what failed is tried again by the next call. */
  load(): Promise<void> {
    this.#loading ??= this.#onDisk('journal.notOpened', () => this.#loadAll()).catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async open(outboxId: string): Promise<{ readonly writerNo: number; readonly commands: readonly Command[] }> {
    await this.load();
    return this.#onDisk('journal.notOpened', async () => (await this.#open(folderNameOf(outboxId))).open());
  }

  async append(commands: readonly Command[], writerNo?: number): Promise<number> {
    if (this.left() + commands.length > this.#maxCommands)
      throw new JournalFullFault(`more than ${this.#maxCommands} commands wait for the platform`);
    const byOutbox = new Map<string, Command[]>();
    for (const each of commands) {
      const name = folderNameOf(each.outboxId);
      byOutbox.set(name, [...(byOutbox.get(name) ?? []), each]);
    }
    await this.#onDisk('journal.notWritten', () =>
      Promise.all([...byOutbox].map(async ([name, group]) => (await this.#open(name)).append(group, writerNo))),
    );
    return commands.length;
  }

  async read(outboxId: string | null): Promise<readonly Command[]> {
    await this.load();
    return this.#onDisk('journal.notRead', async () => {
      if (outboxId !== null) return (await this.#opened.get(folderNameOf(outboxId))?.read()) ?? [];
      const lists = await Promise.all([...this.#opened.values()].map((outbox) => outbox.read()));
      return lists.flat();
    });
  }

  async withdraw(outboxId: string, fromSeq: number, writerNo?: number): Promise<number> {
    return this.#onDisk('journal.notWritten', async () => (await this.#open(folderNameOf(outboxId))).withdraw(fromSeq, writerNo));
  }

  async prune(outboxId: string, throughSeq: number): Promise<number> {
    return this.#onDisk('journal.notWritten', async () => (await this.#opened.get(folderNameOf(outboxId))?.prune(throughSeq)) ?? 0);
  }

  left(): number {
    let left = 0;
    for (const outbox of this.#opened.values()) left += outbox.left();
    return left;
  }

  async close(): Promise<void> {
    const opening = [...this.#outboxes.values()];
    this.#outboxes.clear();
    this.#opened.clear();
    for (const outbox of await Promise.allSettled(opening)) if (outbox.status === 'fulfilled') await outbox.value.close();
  }

  async #loadAll(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const failures: unknown[] = [];
    for (const entry of await readdir(this.#folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      await this.#open(entry.name).catch((error: unknown) => failures.push(error));
    }
    await this.#clearAway();
    if (failures.length > 0) throw failures[0];
  }

  /** Removes outboxes that hold nothing any more. */
  async #clearAway(): Promise<void> {
    for (const [name, outbox] of this.#opened) {
      if (outbox.left() > 0) continue;
      this.#outboxes.delete(name);
      this.#opened.delete(name);
      await outbox.close();
      await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }

  async #open(name: string): Promise<OutboxJournal> {
    const known = this.#outboxes.get(name);
    if (known) return known;
    if (this.#outboxes.size >= maxJournalOutboxes) await this.#clearAway();
    if (this.#outboxes.size >= maxJournalOutboxes) throw new JournalFullFault(`more than ${maxJournalOutboxes} outboxes`);
    const opening = this.#outboxes.get(name) ?? openOutboxJournal(join(this.#folder, name), this.#log, this.#seal);
    this.#outboxes.set(name, opening);
    opening.then(
      (outbox) => this.#outboxes.get(name) === opening && this.#opened.set(name, outbox),
      () => this.#outboxes.delete(name),
    );
    return opening;
  }

  /** What the disk does not do is a fault of one kind, and in the log. */
  async #onDisk<T>(event: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof JournalFullFault || error instanceof JournalTakenFault || error instanceof JournalDiskFault) throw error;
      this.#log.error(event, { error: String(error) });
      throw new JournalDiskFault(String(error));
    }
  }
}

/** A folder name for an outbox id: the id where it is harmless, else its digest. */
function folderNameOf(outboxId: string): string {
  return /^[A-Za-z0-9-]{1,80}$/.test(outboxId) ? outboxId : `digest-${createHash('sha256').update(outboxId).digest('hex')}`;
}
