import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import type { OutboxEntry } from '#shared/ports/recordStorage.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { isTouched, type DecidedAgain } from './commandReach.ts';
import { createOverlayView, createTrackingView, keysOfRow, keysOfWrite, recordKey } from './overlayView.ts';
import type { OvertakenClaim, PendingCommand, RemovedCommands } from './pendingCommands.ts';
import type { WorkingSet } from './workingSet.ts';

/** What a replay came to; `kept` are the commands it went through and did not take out. */
export type Replayed = ReturnType<typeof replay>;
/** The pending commands, the platform's rows below what they write, and what is shown now. */
export type ReplayedState = {
  readonly working: WorkingSet;
  readonly decide: DecideCommand;
  readonly base: ReadonlyMap<string, RecordWrite>;
  readonly pending: readonly PendingCommand[];
};

/** Goes through all pending commands on the platform's rows with `rows` in place, without `removed`; decides again what all that touches. */
export function replayAll(state: ReplayedState, rows: readonly RecordWrite[], removed: RemovedCommands): Replayed {
  return replay(state, { below: state.base.values(), pending: state.pending, rows, removed, fresh: new Set() });
}

/** Goes through the pending commands from a place on; decides `fresh` ones and again what they touch. What lies before stays as it is. */
export function replayFrom(state: ReplayedState, from: number, fresh: ReadonlySet<PendingCommand>): Replayed {
  const removed = { seqs: new Set<number>(), foreignIds: new Set<string>() };
  return replay(state, { below: rowsBelow(state, from), pending: state.pending.slice(from), rows: [], removed, fresh });
}

/** The records that commands from a place on write, as the commands before it leave them; what nothing shown has written is as it is shown. */
function rowsBelow({ pending, base }: ReplayedState, from: number): readonly RecordWrite[] {
  const wanted = new Set<string>();
  for (const { entry } of pending.slice(from)) for (const { kind, id } of entry.writes) wanted.add(recordKey(kind, id));
  const below: RecordWrite[] = [];
  for (let index = from - 1; index >= 0 && wanted.size > 0; index -= 1) {
    for (const write of pending[index]!.entry.writes.toReversed()) {
      if (wanted.delete(recordKey(write.kind, write.id))) below.push(write);
    }
  }
  for (const key of wanted) {
    const row = base.get(key);
    if (row !== undefined) below.push(row);
  }
  return below;
}

type ReplayStart = {
  /** What lies below `pending` of the records they write. */
  readonly below: Iterable<RecordWrite>;
  readonly pending: readonly PendingCommand[];
  /** To be put in place of what lies below. */
  readonly rows: readonly RecordWrite[];
  readonly removed: RemovedCommands;
  readonly fresh: ReadonlySet<PendingCommand>;
};

function replay({ working, decide }: ReplayedState, { below, pending, rows, removed, fresh }: ReplayStart) {
  const overlay = createOverlayView(working.view);
  overlay.write(below);
  const dirty = new Set<string>();
  const soil = (write: RecordWrite) => {
    for (const key of keysOfRow(write.kind, write.id, overlay.view.get(write.kind, write.id))) dirty.add(key);
    for (const key of keysOfWrite(write)) dirty.add(key);
  };
  for (const row of rows) {
    soil(row);
    overlay.write([row]);
  }
  const kept: PendingCommand[] = [];
  const updated: OutboxEntry[] = [];
  const overtaken: OvertakenClaim[] = [];
  for (const command of pending) {
    const { entry } = command;
    const isGone = isRemoved(command, removed);
    if (!isGone && !fresh.has(command) && !isTouched(command, dirty)) {
      overlay.write(entry.writes);
      kept.push(command);
      continue;
    }
    entry.writes.forEach(soil);
    if (isGone) continue;
    const again = decideAgain(decide, overlay.view, entry.command);
    again.writes.forEach(soil);
    overlay.write(again.writes);
    const renewed = { ...entry, writes: again.writes };
    kept.push({ ...command, entry: renewed, reads: again.reads });
    if (command.isForeign) continue;
    updated.push(renewed);
    if (again.refusal && entry.writes.length > 0) overtaken.push({ command: entry.command, refusal: again.refusal });
  }
  return { overlay, kept, updated, overtaken };
}

/** Whether a command is among those to take out. */
export function isRemoved({ entry, isForeign }: PendingCommand, removed: RemovedCommands): boolean {
  return isForeign ? removed.foreignIds.has(entry.command.id) : removed.seqs.has(entry.stationSeq);
}

/** The platform's rows below everything that `kept` commands write. */
export function baseBelow(
  kept: readonly PendingCommand[],
  rows: readonly RecordWrite[],
  known: (key: string, kind: RecordKind, id: string) => RecordWrite,
): Map<string, RecordWrite> {
  const pulled = new Map(rows.map((row) => [recordKey(row.kind, row.id), row]));
  const below = new Map<string, RecordWrite>();
  for (const { entry } of kept) {
    for (const { kind, id } of entry.writes) {
      const key = recordKey(kind, id);
      below.set(key, pulled.get(key) ?? known(key, kind, id));
    }
  }
  return below;
}

/** Decides a command on a view, noting what its rule looks at. */
export function decideAgain(decide: DecideCommand, view: Parameters<DecideCommand>[0], command: Command): DecidedAgain {
  const reads = new Set<string>();
  const decision = decide(createTrackingView(view, reads), command);
  return decision.ok ? { reads, writes: decision.value.writes, refusal: null } : { reads, writes: [], refusal: decision.error };
}
