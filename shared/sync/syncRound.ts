import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { loadSnapshot } from './loadSnapshot.ts';
import { pullChanges } from './pullChanges.ts';
import { pushCommands, pushPending } from './pushCommands.ts';
import type { StoreCore } from './storeCore.ts';

/** What a store did once and need not do again while it is open. */
export type RoundMemory = { hasRecoveredOutboxes: boolean };

/**
 * One round: what an earlier store of this station left in the journal, then push, then pull (or a whole snapshot), and
 * again while there is something new. Everything sent is answered before anything is pulled: so a pulled row can never
 * hold the effect of a command that is still counted as pending. Throws LinkFault, SyncFault, StorageFault.
 */
export async function runSyncRound(core: StoreCore, memory: RoundMemory): Promise<void> {
  core.journal.retry();
  if (!memory.hasRecoveredOutboxes) memory.hasRecoveredOutboxes = await recoverOutboxes(core);
  for (let turn = 0; turn < core.limits.turnsPerRound; turn += 1) {
    await pushPending(core);
    if (core.position.epoch === null || core.newEpoch !== null) await loadSnapshot(core);
    else if (!(await pullChanges(core))) {
      await probeRestoredPlatform(core);
      continue;
    }
    const hasUnsent = core.pending.list().some(({ entry }) => entry.result === null);
    if (!hasUnsent && core.newsSeq <= core.position.cursor) return;
  }
}

/** Commands of outboxes that are not ours any more (the store was wiped): sent under their own numbers, then forgotten. */
async function recoverOutboxes(core: StoreCore): Promise<boolean> {
  const commands = await core.journal.read(null);
  if (commands === null) return false;
  const outboxes = new Map<OutboxId, Command[]>();
  for (const command of commands) {
    if (command.outboxId === core.outboxId) continue;
    const list = outboxes.get(command.outboxId);
    if (list) list.push(command);
    else outboxes.set(command.outboxId, [command]);
  }
  for (const [outboxId, list] of outboxes) {
    list.sort((a, b) => a.stationSeq - b.stationSeq);
    await pushCommands(core, outboxId, list);
    core.journal.forget(outboxId, list.at(-1)!.stationSeq);
  }
  return true;
}

/** A platform restored from a backup may lack what it once confirmed: the newest command shows it, the gap answer asks for the rest. */
async function probeRestoredPlatform(core: StoreCore): Promise<void> {
  if (core.pending.list().length > 0) return;
  const newest = (await core.journal.read(core.outboxId))?.at(-1);
  if (newest) await pushCommands(core, core.outboxId, [newest]);
}
