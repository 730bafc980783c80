import type { OutboxId, StationId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { LanAsk } from '#shared/wire/lan/lanMessages.ts';

/** Newest commands of one outbox kept in memory; older ones are read from the journal. */
export const maxRecentPerOutbox = 5_000;
/** Most commands of one outbox in the answer to one request; who needs more asks again. */
export const maxCommandsPerAnswer = 5_000;

/** What one outbox has that somebody lacks. */
export type MissingCommands = { readonly outboxId: OutboxId; readonly commands: readonly Command[]; readonly firstKeptSeq: number };

/** This station's commands as the others may ask for them: the newest in memory, the rest from the journal. */
export type RecentCommands = {
  remember(commands: readonly Command[]): void;
  /** What this station has beyond what is known, outbox by outbox. */
  missing(stationId: StationId, known: LanAsk['known']): Promise<readonly MissingCommands[]>;
};

/** Starts with what the journal has, read when first asked for. */
export function createRecentCommands(journal: { read(outboxId: string | null): Promise<readonly Command[]> }): RecentCommands {
  const outboxes = new Map<OutboxId, Command[]>();
  let priming: Promise<void> | null = null;
  const remember = (commands: readonly Command[]) => {
    for (const command of commands) {
      const kept = outboxes.get(command.outboxId) ?? [];
      outboxes.set(command.outboxId, kept);
      const place = placeAfter(kept, command.stationSeq - 1);
      kept.splice(place, kept[place]?.stationSeq === command.stationSeq ? 1 : 0, command);
      if (kept.length > maxRecentPerOutbox) kept.shift();
    }
  };
  return {
    remember,
    async missing(stationId, known) {
      priming ??= journal.read(null).then(remember);
      await priming.catch(() => (priming = null));
      const through = new Map(known.map((head) => [head.outboxId, head.throughSeq]));
      const answers: MissingCommands[] = [];
      for (const [outboxId, kept] of outboxes) {
        const afterSeq = through.get(outboxId) ?? 0;
        let list: readonly Command[] = kept;
        if ((kept.at(-1)?.stationSeq ?? 0) <= afterSeq) continue;
        // Older than what memory holds, or recorded while this host was away: those the journal got later.
        if (!isWhole(kept, afterSeq)) list = inOrder([...(await journal.read(outboxId).catch(() => [])), ...kept]);
        const isOwn = (command: Command) => command.stationId === stationId;
        const commands = list.slice(placeAfter(list, afterSeq)).filter(isOwn);
        if (commands.length > 0)
          answers.push({ outboxId, commands: commands.slice(0, maxCommandsPerAnswer), firstKeptSeq: list[0]!.stationSeq });
      }
      return answers;
    },
  };
}

/** Whether a list in order has every number after one that it should follow. */
function isWhole(list: readonly Command[], afterSeq: number): boolean {
  const first = placeAfter(list, afterSeq);
  return list[first]!.stationSeq === afterSeq + 1 && list.at(-1)!.stationSeq - afterSeq === list.length - first;
}

/** Where in a list in order the commands after a number begin. */
function placeAfter(list: readonly Command[], afterSeq: number): number {
  if ((list.at(-1)?.stationSeq ?? 0) <= afterSeq) return list.length;
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.stationSeq <= afterSeq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By number, each once. */
function inOrder(commands: Iterable<Command>): readonly Command[] {
  return [...new Map([...commands].map((command) => [command.stationSeq, command])).values()].sort((a, b) => a.stationSeq - b.stationSeq);
}
