import { z } from 'zod';
import { command, type Command } from '#shared/model/command/command.ts';
import { toJournalLine } from './journalLine.ts';
import type { JournalSeal } from './journalSeal.ts';

/**
 * A line of the journal: the commands of one commit, or what became of commands: acknowledged through a number, withdrawn from a
 * number on; or who writes from here on. `command` alone is how earlier versions wrote.
 */
const journalEntry = z.object({
  command: z.unknown().optional(),
  commands: z.array(z.unknown()).optional(),
  /** What people wrote in the commands. */
  sealed: z.string().optional(),
  prunedThrough: z.number().int().nonnegative().optional(),
  withdrawnFrom: z.number().int().positive().optional(),
  writerNo: z.number().int().nonnegative().optional(),
});

/** What a line of the journal can say. */
export type JournalEntry = {
  readonly commands?: readonly Command[];
  readonly prunedThrough?: number;
  readonly withdrawnFrom?: number;
  readonly writerNo?: number;
};

/** An entry as a line of the file. */
export function toEntryLine(entry: JournalEntry, seal: JournalSeal | null): Buffer {
  if (!seal || entry.commands === undefined) return toJournalLine(JSON.stringify(entry));
  const { commands, sealed } = seal.close(entry.commands);
  return toJournalLine(JSON.stringify({ ...entry, commands, ...(sealed === null ? {} : { sealed }) }));
}

/** Reads an entry; a commit with a command that is none is left out whole, and counted as damage. */
export function parseEntry(text: string, seal: JournalSeal | null): { readonly entry: JournalEntry; readonly isDamaged: boolean } {
  const parsed = journalEntry.safeParse(JSON.parse(text));
  if (!parsed.success) return { entry: {}, isDamaged: true };
  const { command: single, commands: several, sealed, ...rest } = parsed.data;
  const numbers = Object.fromEntries(Object.entries(rest).filter(([, number]) => number !== undefined)) as JournalEntry;
  const written = [...(single === undefined ? [] : [single]), ...(several ?? [])];
  const commands = written.map((each) => command.safeParse(each));
  if (commands.some((each) => !each.success)) return { entry: numbers, isDamaged: true };
  const read = commands.map((each) => each.data!);
  return { entry: { ...numbers, commands: seal && sealed !== undefined ? seal.open(read, sealed) : read }, isDamaged: false };
}

/** Neighbours that one trigger set off: they share a line, so that a torn write loses all of them or none. */
export function inCommits(commands: readonly Command[]): Command[][] {
  const commits: Command[][] = [];
  for (const each of commands) {
    const last = commits.at(-1);
    if (last && each.triggerId !== undefined && last[0]!.triggerId === each.triggerId) last.push(each);
    else commits.push([each]);
  }
  return commits;
}

/** What a journal holds after its entries in their order. A number holds one command: a later one takes its place and all behind it go. */
export class JournalContent<Kept> {
  prunedThrough = 0;
  writerNo = 0;
  readonly #bySeq = new Map<number, { readonly id: string; readonly kept: Kept }>();

  /** Whether the command would be new here. */
  lacks({ id, stationSeq }: Pick<Command, 'id' | 'stationSeq'>): boolean {
    return stationSeq > this.prunedThrough && this.#bySeq.get(stationSeq)?.id !== id;
  }

  take(entry: JournalEntry, toKept: (command: Command) => Kept): void {
    if (entry.writerNo !== undefined) this.writerNo = Math.max(this.writerNo, entry.writerNo);
    if (entry.withdrawnFrom !== undefined) this.#withdraw(entry.withdrawnFrom);
    for (const each of entry.commands ?? []) {
      if (!this.lacks(each)) continue;
      if (this.#bySeq.has(each.stationSeq)) this.#withdraw(each.stationSeq);
      this.#bySeq.set(each.stationSeq, { id: each.id, kept: toKept(each) });
    }
    if (entry.prunedThrough !== undefined && entry.prunedThrough > this.prunedThrough) this.#prune(entry.prunedThrough);
  }

  count(): number {
    return this.#bySeq.size;
  }

  /** By number. */
  inOrder(): readonly Kept[] {
    return [...this.#bySeq].sort(([a], [b]) => a - b).map(([, { kept }]) => kept);
  }

  #withdraw(fromSeq: number): void {
    for (const seq of [...this.#bySeq.keys()]) if (seq >= fromSeq) this.#bySeq.delete(seq);
  }

  #prune(throughSeq: number): void {
    this.prunedThrough = throughSeq;
    for (const seq of [...this.#bySeq.keys()]) if (seq <= throughSeq) this.#bySeq.delete(seq);
  }
}
