import { assert } from '#shared/base/assert.ts';
import { asId, type OperatorId } from '#shared/base/ids.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { isClaim, type Command, type CommandDraft } from '#shared/model/command/command.ts';
import type { Refusal } from '#shared/rules/decision.ts';
import { createOverlayView, createTrackingView } from './overlayView.ts';
import type { PendingCommand } from './pendingCommands.ts';
import { hybridNowMs } from './pendingOrder.ts';
import { writeWatched, type StoreCore } from './storeCore.ts';

/** Who did it, and what set it off (a scan's id, a key press). */
export type CommittedBy = { readonly operatorId: OperatorId | null; readonly triggerId: string };

/**
 * Decides drafts on the current view, writes them durably in one transaction and in the host's journal, then shows their effect.
 * Must run inside core.queue, so that each commit sees all earlier ones.
 */
export async function commitDrafts(
  core: StoreCore,
  drafts: readonly CommandDraft[],
  by: CommittedBy,
): Promise<Result<readonly Command[], Refusal>> {
  const earlier = core.triggers.get(by.triggerId);
  if (earlier) return ok(earlier);
  if (drafts.length === 0) return ok([]);
  const decided = decideDrafts(core, drafts, by);
  if (!decided.ok) return decided;
  const pending = decided.value;
  const commands = pending.map(({ entry }) => entry.command);
  const trigger = { triggerId: by.triggerId, commands };
  const entries = pending.map(({ entry }) => entry);
  const written = writeWatched(core.board, () => core.options.storage.commit(core.outboxId, entries, trigger));
  // At the same time as the disk: who waits for the commit hears of it when both have it.
  const journalled = core.journal.append(commands);
  try {
    await written;
  } catch (error) {
    core.journal.withdraw(core.outboxId, commands[0]!.stationSeq);
    throw error;
  }
  await journalled;
  core.nextStationSeq += commands.length;
  rememberTrigger(core, by.triggerId, commands);
  const change = core.pending.add(pending);
  core.board.set({ pending: core.pending.list().length });
  core.bus.tell(change);
  return ok(commands);
}

/** Keeps a receipt, and forgets the oldest beyond the limit. */
export function rememberTrigger(core: Pick<StoreCore, 'triggers' | 'limits'>, triggerId: string, commands: readonly Command[]): void {
  core.triggers.set(triggerId, commands);
  for (const oldest of core.triggers.keys()) {
    if (core.triggers.size <= core.limits.triggers) break;
    core.triggers.delete(oldest);
  }
}

function decideDrafts(
  core: StoreCore,
  drafts: readonly CommandDraft[],
  { operatorId, triggerId }: CommittedBy,
): Result<readonly PendingCommand[], Refusal> {
  const { newId, stationId, clock, decide } = core.options;
  const overlay = createOverlayView(core.working.view);
  const atMs = hybridNowMs(clock.nowMs(), core.pending.merged());
  const pending: PendingCommand[] = [];
  for (const draft of drafts) {
    const command: Command = {
      ...draft,
      id: asId<'command'>(newId()),
      stationId,
      outboxId: core.outboxId,
      stationSeq: core.nextStationSeq + pending.length,
      operatorId,
      atMs,
      triggerId,
    };
    const reads = new Set<string>();
    const decision = decide(createTrackingView(overlay.view, reads), command);
    if (!decision.ok) {
      assert(isClaim(command.kind), `the rules refused a fact: ${command.kind} ${decision.error.code}`);
      return err(decision.error);
    }
    const { writes } = decision.value;
    overlay.write(writes);
    pending.push({ entry: { stationSeq: command.stationSeq, command, writes, result: null }, reads });
  }
  return ok(pending);
}
