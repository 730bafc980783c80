import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { OutboxEntry } from '#shared/ports/recordStorage.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { createOverlayView, createTrackingView, keysOfRow, recordKey } from './overlayView.ts';
import type { StoreChange } from './stationStore.ts';
import type { WorkingSet } from './workingSet.ts';

/** A command the platform has not confirmed, and what its rule looked at (null after a restart: anything). */
export type PendingCommand = { readonly entry: OutboxEntry; readonly reads: ReadonlySet<string> | null };

/** The outcome of a rebase, not yet in force: first it is written to the disk, then taken. */
export type RebasePlan = {
  readonly updatedEntries: readonly OutboxEntry[];
  readonly removedSeqs: readonly number[];
  take(): StoreChange;
};

/** Pending commands in the order of their numbers, and the platform's rows below the records they changed. */
export type PendingCommands = {
  list(): readonly PendingCommand[];
  /** The platform's row, without the effects of pending commands. */
  baseRow<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined;
  /** Takes commands decided on the current view, which are durable already. */
  add(commands: readonly PendingCommand[]): StoreChange;
  /**
   * Puts the platform's rows in place, takes confirmed or refused commands out and decides again, in order, every
   * pending command that looked at or wrote something that is different now. A claim refused here keeps its place with
   * no effect until the platform answers.
   */
  planRebase(rows: readonly RecordWrite[], removedSeqs: ReadonlySet<number>): RebasePlan;
  /** Notes the platform's answers; nothing else changes. */
  setResults(update: (entry: OutboxEntry) => OutboxEntry): void;
  /** Starts on other platform rows: `fill` puts them into the cleared working set, then what is still pending is decided again on them. */
  reload(fill: () => void, removedSeqs: ReadonlySet<number>): readonly OutboxEntry[];
};

/** No pending commands over `working`, which holds the platform's rows now or is filled by reload. */
export function createPendingCommands(working: WorkingSet, decide: DecideCommand): PendingCommands {
  let pending: readonly PendingCommand[] = [];
  let base = new Map<string, RecordWrite>();

  const writeOf = (kind: RecordKind, id: string) => ({ kind, id, row: working.get(kind, id) ?? null }) as RecordWrite;
  const put = (changed: Map<RecordKind, Set<string>>, write: RecordWrite) => {
    working.put(write);
    const ids = changed.get(write.kind);
    if (ids) ids.add(write.id);
    else changed.set(write.kind, new Set([write.id]));
  };

  const add = (commands: readonly PendingCommand[]) => {
    const changed = new Map<RecordKind, Set<string>>();
    for (const { entry } of commands) {
      for (const write of entry.writes) {
        const key = recordKey(write.kind, write.id);
        if (!base.has(key)) base.set(key, writeOf(write.kind, write.id));
        put(changed, write);
      }
    }
    pending = pending.concat(commands);
    return changed;
  };

  return {
    list: () => pending,
    baseRow: <K extends RecordKind>(kind: K, id: string) => {
      const below = base.get(recordKey(kind, id));
      return below ? ((below.row ?? undefined) as RecordOf<K> | undefined) : working.get(kind, id);
    },
    add,
    planRebase(rows, removedSeqs) {
      const { overlay, kept, updated } = replay({ working, decide, base, pending }, rows, removedSeqs);
      return {
        updatedEntries: updated,
        removedSeqs: [...removedSeqs],
        take() {
          const nextBase = baseBelow(kept, rows, (key, kind, id) => base.get(key) ?? writeOf(kind, id));
          const changed = new Map<RecordKind, Set<string>>();
          for (const write of overlay.written()) {
            if ((working.get(write.kind, write.id) ?? null) !== write.row) put(changed, write);
          }
          base = nextBase;
          pending = kept;
          return changed;
        },
      };
    },
    setResults(update) {
      pending = pending.map((command) => {
        const entry = update(command.entry);
        return entry === command.entry ? command : { ...command, entry };
      });
    },
    reload(fill, removedSeqs) {
      working.clear();
      fill();
      base = new Map();
      const kept = pending.filter(({ entry }) => !removedSeqs.has(entry.stationSeq));
      pending = [];
      for (const { entry } of kept) {
        const again = decideAgain(decide, working.view, entry.command);
        add([{ entry: { ...entry, writes: again.writes }, reads: again.reads }]);
      }
      return pending.map(({ entry }) => entry);
    },
  };
}

type ReplayedState = {
  readonly working: WorkingSet;
  readonly decide: DecideCommand;
  readonly base: ReadonlyMap<string, RecordWrite>;
  readonly pending: readonly PendingCommand[];
};

/** Goes through the pending commands on the platform's rows with `rows` in place; decides again only what that touches. */
function replay({ working, decide, base, pending }: ReplayedState, rows: readonly RecordWrite[], removedSeqs: ReadonlySet<number>) {
  const overlay = createOverlayView(working.view);
  overlay.write(base.values());
  const dirty = new Set<string>();
  const soil = (write: RecordWrite) => {
    for (const key of keysOfRow(write.kind, write.id, overlay.view.get(write.kind, write.id))) dirty.add(key);
    for (const key of keysOfRow(write.kind, write.id, write.row)) dirty.add(key);
  };
  for (const row of rows) {
    soil(row);
    overlay.write([row]);
  }
  const kept: PendingCommand[] = [];
  const updated: OutboxEntry[] = [];
  for (const command of pending) {
    const { entry } = command;
    const isRemoved = removedSeqs.has(entry.stationSeq);
    if (!isRemoved && !isTouched(command, dirty)) {
      overlay.write(entry.writes);
      kept.push(command);
      continue;
    }
    entry.writes.forEach(soil);
    if (isRemoved) continue;
    const again = decideAgain(decide, overlay.view, entry.command);
    again.writes.forEach(soil);
    overlay.write(again.writes);
    const renewed = { ...entry, writes: again.writes };
    kept.push({ entry: renewed, reads: again.reads });
    updated.push(renewed);
  }
  return { overlay, kept, updated };
}

/** The platform's rows below everything that `kept` commands write. */
function baseBelow(
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

function isTouched(command: PendingCommand, dirty: ReadonlySet<string>): boolean {
  if (dirty.size === 0) return false;
  if (command.reads === null) return true;
  for (const key of command.reads) if (dirty.has(key)) return true;
  return command.entry.writes.some((write) => dirty.has(recordKey(write.kind, write.id)));
}

function decideAgain(decide: DecideCommand, view: Parameters<DecideCommand>[0], command: Command) {
  const reads = new Set<string>();
  const decision = decide(createTrackingView(view, reads), command);
  return { reads, writes: decision.ok ? decision.value.writes : [] };
}
