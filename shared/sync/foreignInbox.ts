import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { HeardCommands } from '#shared/ports/stationGossip.ts';

/** Commands of one outbox held back until the ones before them are here; more are dropped and asked for again. */
export const maxHeldBack = 500;
/** Outboxes of other stations followed at once; those of more are not taken. */
export const maxForeignOutboxes = 500;

/** What has been heard of the other stations' outboxes: hands their commands on in the order of their numbers, each once. */
export type ForeignInbox = {
  /** The commands that can be decided now. `hasGap`: something before others is missing and should be asked for. */
  take(heard: HeardCommands, coveredThrough: number): { readonly commands: readonly Command[]; readonly hasGap: boolean };
  /** Through which number each outbox was taken, for a catch-up request. */
  known(covered: Readonly<Record<string, number>>): readonly { readonly outboxId: OutboxId; readonly throughSeq: number }[];
  hasGaps(): boolean;
  /** The platform has given everything through these numbers: what was held back for it is handed on. */
  advance(covered: Readonly<Record<string, number>>): readonly Command[];
  /**
   * The platform went back to a backup, and may lack what it has given before: everything is taken again from what it holds now.
   * `shown`: commands that are shown already and stay so; they are not handed on a second time.
   */
  restart(shown: Iterable<string>): void;
};

type Followed = { takenThrough: number; readonly heldBack: Map<number, Command> };

/** An inbox that has heard nothing. */
export function createForeignInbox(): ForeignInbox {
  const outboxes = new Map<OutboxId, Followed>();
  let shownIds: ReadonlySet<string> = new Set();
  const readyOf = (outbox: Followed): readonly Command[] => {
    const ready: Command[] = [];
    for (let next = outbox.heldBack.get(outbox.takenThrough + 1); next; next = outbox.heldBack.get(outbox.takenThrough + 1)) {
      if (!shownIds.has(next.id)) ready.push(next);
      outbox.takenThrough += 1;
    }
    for (const seq of outbox.heldBack.keys()) if (seq <= outbox.takenThrough) outbox.heldBack.delete(seq);
    return ready;
  };
  return {
    take({ outboxId, commands, firstKeptSeq }, coveredThrough) {
      const known = outboxes.get(outboxId);
      if (!known && outboxes.size >= maxForeignOutboxes) return { commands: [], hasGap: false };
      const outbox = known ?? { takenThrough: 0, heldBack: new Map() };
      outboxes.set(outboxId, outbox);
      // What the platform has given already, and what nobody keeps any more, is not waited for.
      outbox.takenThrough = Math.max(outbox.takenThrough, coveredThrough, (firstKeptSeq ?? 1) - 1);
      for (const command of commands) {
        if (outbox.heldBack.size < maxHeldBack || command.stationSeq === outbox.takenThrough + 1)
          outbox.heldBack.set(command.stationSeq, command);
      }
      return { commands: readyOf(outbox), hasGap: outbox.heldBack.size > 0 };
    },
    known(covered) {
      const through = new Map<string, number>(Object.entries(covered));
      for (const [outboxId, { takenThrough }] of outboxes) through.set(outboxId, Math.max(takenThrough, through.get(outboxId) ?? 0));
      return [...through].map(([outboxId, throughSeq]) => ({ outboxId: outboxId as OutboxId, throughSeq }));
    },
    hasGaps: () => [...outboxes.values()].some(({ heldBack }) => heldBack.size > 0),
    advance: (covered) =>
      [...outboxes].flatMap(([outboxId, outbox]) => {
        outbox.takenThrough = Math.max(outbox.takenThrough, covered[outboxId] ?? 0);
        return readyOf(outbox);
      }),
    restart(shown) {
      outboxes.clear();
      shownIds = new Set(shown);
    },
  };
}
