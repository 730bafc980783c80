import { asId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { rememberTrigger } from './commitDrafts.ts';
import type { StoreCore } from './storeCore.ts';

/**
 * Brings a store that has just been read and the host's journal together. The journal may know commits the disk has lost, or never
 * got because the page ended while both were writing: they come back as pending, with what set them off, so that the same scan
 * delivered again stays one commit. Or the journal lacks some the disk has: then it is given them.
 * An empty disk learns from the journal only what set off the commands of earlier stores; the commands themselves are sent from there.
 * A journal that does not answer now may know numbers that this disk has lost: where nothing is pending, a new outbox begins, so that
 * no number is given a second time.
 */
export async function levelWithJournal(core: StoreCore, hasOutbox: boolean): Promise<void> {
  if (!hasOutbox) {
    for (const group of inCommits((await core.journal.read(null)) ?? [])) rememberCommit(core, group);
    return;
  }
  const journalled = await core.journal.open(core.outboxId);
  if (journalled === null) {
    if (core.options.journal && core.pending.list().length === 0) {
      core.outboxId = asId<'outbox'>(core.options.newId());
      core.nextStationSeq = 1;
    }
    // Away now: it gets them when it is back, and ignores those it has.
    void core.journal.append(core.pending.list().map(({ entry }) => entry.command));
    return;
  }
  for (const group of inCommits([...journalled].sort((a, b) => a.stationSeq - b.stationSeq))) {
    const lost = group.filter((command) => command.stationSeq >= core.nextStationSeq);
    if (lost[0]?.stationSeq === core.nextStationSeq) await restoreCommit(core, group, lost);
  }
  const ids = new Set(journalled.map((command) => command.id));
  void core.journal.append(
    core.pending
      .list()
      .map(({ entry }) => entry.command)
      .filter((command) => !ids.has(command.id)),
  );
}

async function restoreCommit(core: StoreCore, group: readonly Command[], lost: readonly Command[]): Promise<void> {
  const trigger = group[0]?.triggerId === undefined ? null : { triggerId: group[0].triggerId, commands: group };
  const entries = [];
  for (const command of lost) {
    const decision = core.options.decide(core.working.view, command);
    const entry = { stationSeq: command.stationSeq, command, writes: decision.ok ? decision.value.writes : [], result: null };
    core.pending.add([{ entry, reads: null }]);
    entries.push(entry);
  }
  await core.options.storage.commit(core.outboxId, entries, trigger);
  core.nextStationSeq += lost.length;
  rememberCommit(core, group);
}

function rememberCommit(core: StoreCore, group: readonly Command[]): void {
  const triggerId = group[0]?.triggerId;
  if (triggerId !== undefined && !core.triggers.has(triggerId)) rememberTrigger(core, triggerId, group);
}

/** Neighbours that one trigger set off. */
function inCommits(commands: readonly Command[]): readonly (readonly Command[])[] {
  const groups: Command[][] = [];
  for (const command of commands) {
    const last = groups.at(-1);
    const before = last?.[0];
    if (last && command.triggerId !== undefined && before?.triggerId === command.triggerId && before.outboxId === command.outboxId) {
      last.push(command);
    } else groups.push([command]);
  }
  return groups;
}
