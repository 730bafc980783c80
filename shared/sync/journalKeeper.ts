import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { JournalFault, maxCommandsPerJournalAppend, type CommandJournal } from '#shared/ports/commandJournal.ts';
import type { Scheduler } from '#shared/ports/scheduler.ts';
import type { StatusBoard } from './statusBoard.ts';
import type { StoreLimits } from './storeLimits.ts';

/** Most commands waiting for the host's journal; they are in the outbox as well, so the oldest may go. */
const maxBacklog = 20_000;
/** Confirmed commands before the journal is asked to forget them. */
const pruneStep = 100;

/** Feeds the host's journal, in order. A host that is away is a light and gets the commands later; nothing here ever rejects. */
export type JournalKeeper = {
  /**
   * Gives commands to the journal. Resolves when it has them on its disk, or when it is known to be away, or after
   * `journalBeepMs`: then they follow by themselves.
   */
  append(commands: readonly Command[]): Promise<void>;
  /** The disk did not take these numbers: what the journal may have of them never happened. */
  withdraw(outboxId: OutboxId, fromSeq: number): void;
  /** Tries again what was not taken. */
  retry(): void;
  /** Becomes the writer of an outbox; answers what is kept of it, or null when there is no journal or it does not answer in time. */
  open(outboxId: OutboxId): Promise<readonly Command[] | null>;
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
  return journal === null ? noKeeper : new Keeper(journal, board, scheduler, limits);
}

const noKeeper: JournalKeeper = {
  append: () => Promise.resolve(),
  withdraw: () => undefined,
  retry: () => undefined,
  open: () => Promise.resolve(null),
  read: () => Promise.resolve(null),
  confirmBelow: () => undefined,
  forget: () => undefined,
};

class Keeper implements JournalKeeper {
  readonly #journal: CommandJournal;
  readonly #board: StatusBoard;
  readonly #scheduler: Scheduler;
  readonly #limits: StoreLimits;
  #backlog: Command[] = [];
  #withdrawal: { readonly outboxId: OutboxId; readonly fromSeq: number } | null = null;
  #isWorking = false;
  #prunedThrough = 0;
  /** Who waits, by the last command of what was given. */
  readonly #waiting = new Map<string, () => void>();

  constructor(journal: CommandJournal, board: StatusBoard, scheduler: Scheduler, limits: StoreLimits) {
    this.#journal = journal;
    this.#board = board;
    this.#scheduler = scheduler;
    this.#limits = limits;
  }

  async append(commands: readonly Command[]): Promise<void> {
    const last = commands.at(-1);
    if (last === undefined) return;
    const isAway = this.#board.get().journalFault !== null;
    this.#backlog.push(...commands);
    if (this.#backlog.length > maxBacklog) this.#backlog = this.#backlog.slice(-maxBacklog);
    const taken = new Promise<void>((resolve) => this.#waiting.set(last.id, resolve));
    void this.#work();
    if (isAway) return this.#letGo(last.id);
    const cancel = this.#scheduler.after(this.#limits.journalBeepMs, () => {
      this.#board.set({ journalFault: 'timeout' });
      this.#letGo(last.id);
    });
    await taken;
    cancel();
  }

  withdraw(outboxId: OutboxId, fromSeq: number): void {
    this.#backlog = this.#backlog.filter((command) => command.outboxId !== outboxId || command.stationSeq < fromSeq);
    this.#withdrawal = { outboxId, fromSeq };
    void this.#work();
  }

  retry(): void {
    void this.#work();
  }

  open = (outboxId: OutboxId) => this.#ask(() => this.#journal.open(outboxId));
  read = (outboxId: OutboxId | null) => this.#ask(() => this.#journal.read(outboxId));

  confirmBelow(outboxId: OutboxId, stationSeq: number): void {
    const throughSeq = stationSeq - 1 - this.#limits.journalKept;
    if (throughSeq < this.#prunedThrough + pruneStep) return;
    this.#prunedThrough = throughSeq;
    this.forget(outboxId, throughSeq);
  }

  forget(outboxId: OutboxId, throughSeq: number): void {
    this.#journal.prune(outboxId, throughSeq).catch((error: unknown) => this.#board.set({ journalFault: kindOf(error) }));
  }

  /** Gives everything that waits, one call after the other. */
  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      while (this.#withdrawal !== null || this.#backlog.length > 0) await this.#giveSome();
      this.#board.set({ journalFault: null });
    } catch (error) {
      this.#board.set({ journalFault: kindOf(error) });
      for (const id of this.#waiting.keys()) this.#letGo(id);
    } finally {
      this.#isWorking = false;
    }
  }

  async #giveSome(): Promise<void> {
    const withdrawal = this.#withdrawal;
    if (withdrawal !== null) {
      await this.#inTime(this.#journal.withdraw(withdrawal.outboxId, withdrawal.fromSeq), this.#limits.journalCallMs);
      if (this.#withdrawal === withdrawal) this.#withdrawal = null;
      return;
    }
    const batch = this.#backlog.slice(0, maxCommandsPerJournalAppend);
    await this.#inTime(this.#journal.append(batch), this.#limits.journalCallMs);
    const taken = new Set(batch.map((command) => command.id));
    this.#backlog = this.#backlog.filter((command) => !taken.has(command.id));
    for (const id of taken) this.#letGo(id);
  }

  #letGo(commandId: string): void {
    this.#waiting.get(commandId)?.();
    this.#waiting.delete(commandId);
  }

  async #ask(run: () => Promise<readonly Command[]>): Promise<readonly Command[] | null> {
    try {
      return await this.#inTime(run(), this.#limits.journalWaitMs);
    } catch (error) {
      this.#board.set({ journalFault: kindOf(error) });
      return null;
    }
  }

  #inTime<T>(outcome: Promise<T>, timeoutMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#scheduler.after(timeoutMs, () => reject(new JournalFault('timeout', 'the journal did not answer in time')));
      outcome.then(resolve, reject).finally(cancel);
    });
  }
}

function kindOf(error: unknown): JournalFault['kind'] {
  return error instanceof JournalFault ? error.kind : 'away';
}
