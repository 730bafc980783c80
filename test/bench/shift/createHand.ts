import type { Seat } from '#platform/world/pickers/openSeat.ts';
import type { Clock } from '#shared/base/clock.ts';
import { createNewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import { createTestSite } from '#test/support/testSite.ts';
import type { DrivenPlace } from '#test/support/driveWorkflow.ts';

/** A person at a station: what they commit is what has beeped. */
export type Hand = DrivenPlace & {
  readonly seat: Seat;
  /** Null when a rule refused it, with the code kept in `refusals`. */
  tryCommit(...drafts: CommandDraft[]): Promise<readonly Command[] | null>;
  readonly committed: string[];
  readonly refusals: string[];
};

/** The person with this badge at this seat; `no` tells the hands apart. */
export function createHand(seat: Seat, badge: string, clock: Clock, no: number): Hand {
  const newId = createNewId(clock, createPrng(1_000 + no));
  const { site } = createTestSite('shift-site');
  const committed: string[] = [];
  const refusals: string[] = [];
  const tryCommit = async (...drafts: CommandDraft[]): Promise<readonly Command[] | null> => {
    const operatorId = seat.store.find.operatorByBadge(badge) ?? null;
    const outcome = await seat.store.commit(drafts, { operatorId, triggerId: `hand:${newId()}` });
    if (!outcome.ok) {
      refusals.push(outcome.error.code);
      return null;
    }
    for (const command of outcome.value) committed.push(command.id);
    return outcome.value;
  };
  return {
    ...{ seat, clock, committed, refusals, tryCommit },
    tools: () => ({ view: seat.store.view, find: seat.store.find, newId, nowMs: clock.nowMs(), site }),
    commit: async (...drafts) => {
      const commands = await tryCommit(...drafts);
      if (commands === null) throw new Error(`${drafts.map((draft) => draft.kind).join()} was refused: ${refusals.at(-1)}`);
      return commands;
    },
  };
}
