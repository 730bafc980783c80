import { assert } from '#shared/base/assert.ts';
import type { Id } from '#shared/base/ids.ts';
import { type Result, ok } from '#shared/base/result.ts';
import { type Command, isClaim } from '#shared/model/command/command.ts';
import type { Discrepancy } from '#shared/model/discrepancy/discrepancy.ts';
import type { DecideCommand, Decision, Refusal } from '#shared/rules/decision.ts';
import type { Database } from '#platform/db/database.ts';
import { type LoadingView, NeedRows } from './createLoadingView.ts';

/** Rounds of loading one command may need before it is called a bug. */
const maxLoadRounds = 500;

/** Runs the rules over rows of the database: a run that asks for a missing row is repeated after loading it. */
export async function decideOnRows(
  decide: DecideCommand,
  tx: Database,
  rows: LoadingView,
  command: Command,
): Promise<Result<Decision, Refusal>> {
  for (let round = 0; round < maxLoadRounds; round += 1) {
    try {
      return decide(rows.view, command);
    } catch (signal) {
      if (!(signal instanceof NeedRows)) throw signal;
      await rows.load(tx, signal.wanted);
    }
  }
  assert(false, `deciding ${command.kind} asked for more than ${maxLoadRounds} rounds of rows`);
}

/** What stands in the books for a fact the rules could not take: nothing changes, a person is asked. */
export function toUntakenFact(command: Command, key: string): Result<Decision, Refusal> {
  assert(!isClaim(command.kind), 'a claim is refused, not kept as a discrepancy');
  const row: Discrepancy = {
    id: `${command.id}-untaken` as Id<'discrepancy'>,
    kind: 'unknownSubject',
    commandId: command.id,
    orderId: null,
    skuId: null,
    detail: { key, params: { kind: command.kind } },
    openedAtMs: command.atMs,
    status: 'open',
    resolution: null,
  };
  return ok({ events: [], writes: [{ kind: 'discrepancy', id: row.id, row }], moves: [] });
}
