import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';

/** Most commands in one append. */
export const maxCommandsPerJournalAppend = 100;

/** Why the journal did not take something. `taken`: another window or browser writes this outbox now. */
export type JournalFaultKind = 'away' | 'timeout' | 'full' | 'disk' | 'taken';

/** The journal did not do what it was asked; the commands are safe in the store. */
export class JournalFault extends Error {
  override readonly name = 'JournalFault';
  constructor(
    readonly kind: JournalFaultKind,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A second durable copy of the commands, outside the browser: what a wiped or corrupt store is fed from.
 * Every call may reject, with JournalFault where the reason is known: then the store goes on alone.
 */
export type CommandJournal = {
  /** Makes the caller the one that writes this outbox: who wrote it before is refused from now on. Answers what is kept of it. */
  open(outboxId: OutboxId): Promise<readonly Command[]>;
  /**
   * Durable when it resolves. Commands the journal has already are ignored. A number holds one command: another one under the
   * same number takes its place, and what had higher numbers goes too (a commit that was given up).
   */
  append(commands: readonly Command[]): Promise<void>;
  /** What is kept of one outbox, or of all (null), each outbox in the order of its numbers. */
  read(outboxId: OutboxId | null): Promise<readonly Command[]>;
  /** The commands of an outbox from this number on never happened. Durable when it resolves. */
  withdraw(outboxId: OutboxId, fromSeq: number): Promise<void>;
  /** Forgets the commands of an outbox up to and including `throughSeq`. */
  prune(outboxId: OutboxId, throughSeq: number): Promise<void>;
};
