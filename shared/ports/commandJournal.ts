import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';

/** Most commands in one append. */
export const maxCommandsPerJournalAppend = 100;

/**
 * A second durable copy of the commands, outside the browser: what a wiped or corrupt store is fed from.
 * Every call may reject when the host is away; nothing waits for it.
 */
export type CommandJournal = {
  /** Durable when it resolves. Commands the journal has already are ignored. */
  append(commands: readonly Command[]): Promise<void>;
  /** What is kept of one outbox, or of all (null), each outbox in the order of its numbers. */
  read(outboxId: OutboxId | null): Promise<readonly Command[]>;
  /** Forgets the commands of an outbox up to and including `throughSeq`. */
  prune(outboxId: OutboxId, throughSeq: number): Promise<void>;
};
