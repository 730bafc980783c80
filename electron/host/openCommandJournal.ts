import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import type { Command } from '#shared/model/command/command.ts';
import { openOutboxJournal, type OutboxJournal } from './openOutboxJournal.ts';

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
  /** Durable when it resolves, with the number of commands given. Rejects with JournalFullFault or JournalDiskFault. */
  append(commands: readonly Command[]): Promise<number>;
  /** Commands of an outbox, or of all when null; by outbox, then in order. */
  read(outboxId: string | null): Promise<readonly Command[]>;
  prune(outboxId: string, throughSeq: number): Promise<number>;
  /** Commands kept for all outboxes. */
  left(): number;
  close(): Promise<void>;
};

/** Opens the journal in `dataFolder/journal`. Outboxes that are fully acknowledged are cleared away. */
export async function openCommandJournal(options: {
  readonly dataFolder: string;
  readonly log: Log;
  readonly maxCommands?: number;
}): Promise<CommandJournal> {
  const folder = join(options.dataFolder, 'journal');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const journal = new FolderJournal(folder, options.log, options.maxCommands ?? maxJournalCommands);
  await journal.load();
  return journal;
}

class FolderJournal implements CommandJournal {
  readonly #folder: string;
  readonly #log: Log;
  readonly #maxCommands: number;
  /** By folder name; the opening itself is shared by callers that come together. */
  readonly #outboxes = new Map<string, Promise<OutboxJournal>>();
  readonly #opened = new Map<string, OutboxJournal>();

  constructor(folder: string, log: Log, maxCommands: number) {
    this.#folder = folder;
    this.#log = log;
    this.#maxCommands = maxCommands;
  }

  async load(): Promise<void> {
    for (const entry of await readdir(this.#folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const outbox = await this.#open(entry.name);
      if (outbox.left() > 0) continue;
      await outbox.close();
      this.#outboxes.delete(entry.name);
      this.#opened.delete(entry.name);
      await rm(join(this.#folder, entry.name), { recursive: true, force: true });
    }
  }

  async append(commands: readonly Command[]): Promise<number> {
    if (this.left() + commands.length > this.#maxCommands)
      throw new JournalFullFault(`more than ${this.#maxCommands} commands wait for the platform`);
    const byOutbox = new Map<string, Command[]>();
    for (const each of commands) {
      const name = folderNameOf(each.outboxId);
      byOutbox.set(name, [...(byOutbox.get(name) ?? []), each]);
    }
    try {
      await Promise.all([...byOutbox].map(async ([name, group]) => (await this.#open(name)).append(group)));
    } catch (error) {
      if (error instanceof JournalFullFault) throw error;
      this.#log.error('journal.notWritten', { error: String(error) });
      throw new JournalDiskFault(String(error));
    }
    return commands.length;
  }

  async read(outboxId: string | null): Promise<readonly Command[]> {
    if (outboxId !== null) return (await this.#opened.get(folderNameOf(outboxId))?.read()) ?? [];
    const lists = await Promise.all([...this.#opened.values()].map((outbox) => outbox.read()));
    return lists.flat();
  }

  async prune(outboxId: string, throughSeq: number): Promise<number> {
    return (await this.#opened.get(folderNameOf(outboxId))?.prune(throughSeq)) ?? 0;
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

  #open(name: string): Promise<OutboxJournal> {
    const known = this.#outboxes.get(name);
    if (known) return known;
    if (this.#outboxes.size >= maxJournalOutboxes) return Promise.reject(new JournalFullFault(`more than ${maxJournalOutboxes} outboxes`));
    const opening = openOutboxJournal(join(this.#folder, name), this.#log);
    this.#outboxes.set(name, opening);
    opening.then(
      (outbox) => this.#opened.set(name, outbox),
      () => this.#outboxes.delete(name),
    );
    return opening;
  }
}

/** A folder name for an outbox id: the id where it is harmless, else its digest. */
function folderNameOf(outboxId: string): string {
  return /^[A-Za-z0-9-]{1,80}$/.test(outboxId) ? outboxId : `digest-${createHash('sha256').update(outboxId).digest('hex')}`;
}
