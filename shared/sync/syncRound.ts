import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { loadSnapshot } from './loadSnapshot.ts';
import { pullChanges } from './pullChanges.ts';
import { pushCommands, pushPending } from './pushCommands.ts';
import type { StoreCore } from './storeCore.ts';

/** What a store did once and need not do again while it is open. */
export type RoundMemory = {
  /** The epoch for which the platform has what earlier outboxes of this station left in the journal; undefined before the first time. */
  recoveredEpoch?: string | null;
};

/**
 * One round: what an earlier store of this station left in the journal, then push, then pull (or a whole snapshot), and
 * again while there is something new. Everything sent is answered before anything is pulled: so a pulled row can never
 * hold the effect of a command that is still counted as pending. Throws LinkFault, SyncFault, StorageFault.
 */
export async function runSyncRound(core: StoreCore, memory: RoundMemory): Promise<void> {
  core.journal.retry();
  for (let turn = 0; turn < core.limits.turnsPerRound; turn += 1) {
    if (memory.recoveredEpoch !== epochOf(core) && (await recoverOutboxes(core))) memory.recoveredEpoch = epochOf(core);
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

function epochOf(core: StoreCore): string | null {
  return core.newEpoch ?? core.position.epoch;
}

/**
 * Commands of outboxes that are not ours any more (the store was wiped) go under their own numbers. The newest is sent; a platform
 * that lacks more asks for it. They stay in the journal for a platform that is restored from a backup until this outbox has
 * as many newer ones as are kept of confirmed commands.
 */
async function recoverOutboxes(core: StoreCore): Promise<boolean> {
  const commands = await core.journal.read(null);
  if (commands === null) return false;
  const newest = new Map<OutboxId, Command>();
  for (const command of commands) {
    const known = newest.get(command.outboxId);
    if (command.outboxId !== core.outboxId && command.stationSeq > (known?.stationSeq ?? 0)) newest.set(command.outboxId, command);
  }
  for (const [outboxId, command] of newest) {
    await pushCommands(core, outboxId, [command]);
    if (core.nextStationSeq > core.limits.journalKept) core.journal.forget(outboxId, command.stationSeq);
  }
  return true;
}

/** A platform restored from a backup may lack what it once confirmed: the newest command shows it, the gap answer asks for the rest. */
async function probeRestoredPlatform(core: StoreCore): Promise<void> {
  if (core.pending.list().length > 0) return;
  const newest = (await core.journal.read(core.outboxId))?.at(-1);
  if (newest) await pushCommands(core, core.outboxId, [newest]);
}
