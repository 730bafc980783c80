import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { maxCommandsPerJournalAppend, type CommandJournal } from '#shared/ports/commandJournal.ts';
import { pause, type Scheduler } from '#shared/ports/scheduler.ts';
import type { StatusBoard } from './statusBoard.ts';
import type { StoreLimits } from './storeLimits.ts';

/** Most commands waiting for the host's journal; they are in the outbox as well, so the oldest may go. */
const maxBacklog = 20_000;
/** Confirmed commands before the journal is asked to forget them. */
const pruneStep = 100;

/** Feeds the host's journal in the background. Nothing waits for it; a host that is away gets the commands later. */
export type JournalKeeper = {
  /** Commands that are durable here and should be there too. */
  add(commands: readonly Command[]): void;
  /** Tries again what was not taken. */
  retry(): void;
  /** Everything of one outbox or of all, or null when there is no journal or it does not answer in time. */
  read(outboxId: OutboxId | null): Promise<readonly Command[] | null>;
  /** The platform has confirmed everything below this number; all but the newest of it may be forgotten. */
  confirmBelow(outboxId: OutboxId, stationSeq: number): void;
  /** Forgets an outbox of an earlier store that the platform has taken whole. */
  forget(outboxId: OutboxId, throughSeq: number): void;
};

/** A keeper over a journal, or one that does nothing where there is none. */
export function createJournalKeeper(
  journal: CommandJournal | null,
  board: StatusBoard,
  scheduler: Scheduler,
  limits: StoreLimits,
): JournalKeeper {
  let backlog: Command[] = [];
  let isAppending = false;
  let prunedThrough = 0;

  const appendAll = async (to: CommandJournal) => {
    if (isAppending) return;
    isAppending = true;
    try {
      while (backlog.length > 0) {
        const batch = backlog.slice(0, maxCommandsPerJournalAppend);
        await to.append(batch);
        const taken = new Set(batch.map((command) => command.id));
        backlog = backlog.filter((command) => !taken.has(command.id));
      }
      board.set({ journalFault: null });
    } catch {
      board.set({ journalFault: 'away' });
    } finally {
      isAppending = false;
    }
  };
  const prune = (outboxId: OutboxId, throughSeq: number) => {
    journal?.prune(outboxId, throughSeq).catch(() => board.set({ journalFault: 'away' }));
  };

  return {
    add(commands) {
      if (!journal || commands.length === 0) return;
      backlog.push(...commands);
      if (backlog.length > maxBacklog) backlog = backlog.slice(-maxBacklog);
      void appendAll(journal);
    },
    retry() {
      if (journal) void appendAll(journal);
    },
    async read(outboxId) {
      if (!journal) return null;
      try {
        const commands = await Promise.race([journal.read(outboxId), pause(scheduler, limits.journalWaitMs).then(() => null)]);
        if (commands === null) board.set({ journalFault: 'timeout' });
        return commands;
      } catch {
        board.set({ journalFault: 'away' });
        return null;
      }
    },
    confirmBelow(outboxId, stationSeq) {
      const throughSeq = stationSeq - 1 - limits.journalKept;
      if (throughSeq < prunedThrough + pruneStep) return;
      prunedThrough = throughSeq;
      prune(outboxId, throughSeq);
    },
    forget: prune,
  };
}
