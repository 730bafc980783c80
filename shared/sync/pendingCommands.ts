import type { StationId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { OutboxEntry } from '#shared/ports/recordStorage.ts';
import type { DecideCommand, Refusal } from '#shared/rules/decision.ts';
import { recordKey } from './overlayView.ts';
import { isInTheWay } from './commandReach.ts';
import { orderMsAfter, placeOf } from './pendingOrder.ts';
import { baseBelow, decideAgain, isRemoved, replayAll, replayFrom, type Replayed, type ReplayedState } from './replayPending.ts';
import type { StoreChange } from './stationStore.ts';
import type { WorkingSet } from './workingSet.ts';

/** A command the platform has not confirmed, and what its rule looked at (null after a restart: anything). */
export type PendingCommand = {
  readonly entry: OutboxEntry;
  readonly reads: ReadonlySet<string> | null;
  /** Another station's, heard over the LAN: never stored in our outbox. */
  readonly isForeign?: boolean;
  /** When it was heard, by our clock. */
  readonly heardAtMs?: number;
  /** Its place in time among the commands of all stations (see pendingOrder). */
  readonly orderMs?: number;
};

/** A claim of ours that another station's earlier one has taken the ground from. */
export type OvertakenClaim = { readonly command: Command; readonly refusal: Refusal };
export type ForeignInsert = { readonly change: StoreChange; readonly overtaken: readonly OvertakenClaim[] };
/** Commands to take out: own ones by number, foreign ones by id. */
export type RemovedCommands = { readonly seqs: ReadonlySet<number>; readonly foreignIds: ReadonlySet<string> };

/** The outcome of a rebase, not yet in force: first it is written to the disk, then taken. */
export type RebasePlan = {
  readonly updatedEntries: readonly OutboxEntry[];
  readonly removedSeqs: readonly number[];
  take(): StoreChange;
};

/** Pending commands in the order in which they are decided, and the platform's rows below the records they changed. */
export type PendingCommands = {
  /** Our own, in the order of their numbers. */
  list(): readonly PendingCommand[];
  /** Ours and those of other stations, in the order in which they are decided. */
  merged(): readonly PendingCommand[];
  /** How many commands of each other station are among them. */
  foreignCounts(): ReadonlyMap<StationId, number>;
  /** Puts in commands heard of other stations, each at its place, and decides again what that touches. */
  addForeign(commands: readonly Command[], heardAtMs: number): ForeignInsert;
  /** The platform's row, without the effects of pending commands. */
  baseRow<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined;
  /** Takes commands decided on the current view, which are durable already. */
  add(commands: readonly PendingCommand[]): StoreChange;
  /**
   * Puts the platform's rows in place, takes confirmed or refused commands out and decides again, in order, every
   * pending command that looked at or wrote something that is different now. A claim refused here keeps its place with
   * no effect until the platform answers.
   */
  planRebase(rows: readonly RecordWrite[], removedSeqs: ReadonlySet<number>, removedForeignIds?: ReadonlySet<string>): RebasePlan;
  /** Notes the platform's answers; nothing else changes. */
  setResults(update: (entry: OutboxEntry) => OutboxEntry): void;
  /** Starts on other platform rows: `fill` puts them into the cleared working set, then what is still pending is decided again on them. */
  reload(fill: () => void, removedSeqs: ReadonlySet<number>, removedForeignIds?: ReadonlySet<string>): readonly OutboxEntry[];
};

/** No pending commands over `working`, which holds the platform's rows now or is filled by reload. */
export function createPendingCommands(working: WorkingSet, decide: DecideCommand): PendingCommands {
  return new PendingList(working, decide);
}

class PendingList implements PendingCommands {
  readonly #working: WorkingSet;
  readonly #decide: DecideCommand;
  #pending: readonly PendingCommand[] = [];
  #own: readonly PendingCommand[] = [];
  #foreignCounts: ReadonlyMap<StationId, number> = new Map();
  #base = new Map<string, RecordWrite>();

  constructor(working: WorkingSet, decide: DecideCommand) {
    this.#working = working;
    this.#decide = decide;
  }

  list = () => this.#own;
  merged = () => this.#pending;
  foreignCounts = () => this.#foreignCounts;

  baseRow<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined {
    const below = this.#base.get(recordKey(kind, id));
    return below ? ((below.row ?? undefined) as RecordOf<K> | undefined) : this.#working.get(kind, id);
  }

  add(commands: readonly PendingCommand[]): StoreChange {
    const placed: PendingCommand[] = [];
    for (const command of commands) {
      const orderMs = orderMsAfter(placed.length > 0 ? placed : this.#pending, command.entry.command);
      placed.push({ ...command, orderMs });
    }
    const isAtEnd = placed.length === 0 || placeOf(this.#pending, placed[0]!) === this.#pending.length;
    if (!isAtEnd) return this.#insert(placed).change;
    const changed = new Map<RecordKind, Set<string>>();
    for (const { entry } of placed) this.#show(changed, entry.writes);
    this.#setAdded(this.#pending.concat(placed), placed);
    return changed;
  }

  addForeign(commands: readonly Command[], heardAtMs: number): ForeignInsert {
    return this.#insert(
      commands.map((command) => ({
        entry: { stationSeq: command.stationSeq, command, writes: [], result: null },
        reads: null,
        isForeign: true,
        heardAtMs,
      })),
    );
  }

  planRebase(rows: readonly RecordWrite[], seqs: ReadonlySet<number>, foreignIds: ReadonlySet<string> = new Set()): RebasePlan {
    const replayed = replayAll(this.#state(), rows, { seqs, foreignIds });
    const baseOf = (key: string, kind: RecordKind, id: string) => this.#base.get(key) ?? this.#writeOf(kind, id);
    const take = () => this.#take(replayed, baseBelow(replayed.kept, rows, baseOf), replayed.kept, new Map());
    return { updatedEntries: replayed.updated, removedSeqs: [...seqs], take };
  }

  setResults(update: (entry: OutboxEntry) => OutboxEntry): void {
    this.#setPending(
      this.#pending.map((command) => {
        const entry = update(command.entry);
        return entry === command.entry ? command : { ...command, entry };
      }),
    );
  }

  reload(fill: () => void, seqs: ReadonlySet<number>, foreignIds: ReadonlySet<string> = new Set()): readonly OutboxEntry[] {
    this.#working.clear();
    fill();
    this.#base = new Map();
    const kept = this.#pending.filter((command) => !isRemoved(command, { seqs, foreignIds }));
    this.#setPending(
      kept.map((command) => {
        const { reads, writes } = decideAgain(this.#decide, this.#working.view, command.entry.command);
        this.#show(new Map(), writes);
        return { ...command, entry: { ...command.entry, writes }, reads };
      }),
    );
    return this.#own.map(({ entry }) => entry);
  }

  #setPending(next: readonly PendingCommand[]): void {
    const own = next.filter(({ isForeign }) => !isForeign);
    this.#pending = next;
    this.#own = own.length === next.length ? next : own;
    this.#foreignCounts = own.length === next.length ? new Map() : countForeign(new Map(), next);
  }

  /** The same where nothing but `added` came in: without a look at all of a long list. */
  #setAdded(next: readonly PendingCommand[], added: readonly PendingCommand[]): void {
    if (added.every(({ isForeign }) => isForeign)) {
      this.#pending = next;
      this.#foreignCounts = countForeign(new Map(this.#foreignCounts), added);
    } else if (next.at(-1) === added.at(-1) && added.every(({ isForeign }) => !isForeign)) {
      this.#pending = next;
      this.#own = this.#foreignCounts.size === 0 ? next : this.#own.concat(added);
    } else this.#setPending(next);
  }

  #writeOf(kind: RecordKind, id: string): RecordWrite {
    return { kind, id, row: this.#working.get(kind, id) ?? null } as RecordWrite;
  }

  /** Puts writes on top of what is shown. */
  #show(changed: Map<RecordKind, Set<string>>, writes: readonly RecordWrite[]): void {
    for (const write of writes) {
      const key = recordKey(write.kind, write.id);
      if (!this.#base.has(key)) this.#base.set(key, this.#writeOf(write.kind, write.id));
      put(this.#working, changed, write);
    }
  }

  #state(): ReplayedState {
    return { working: this.#working, decide: this.#decide, base: this.#base, pending: this.#pending };
  }

  /** What a replay came to, put in force. */
  #take(
    replayed: Replayed,
    base: Map<string, RecordWrite>,
    kept: readonly PendingCommand[],
    changed: Map<RecordKind, Set<string>>,
  ): StoreChange {
    for (const write of replayed.overlay.written()) {
      if ((this.#working.get(write.kind, write.id) ?? null) !== write.row) put(this.#working, changed, write);
    }
    this.#base = base;
    this.#setPending(kept);
    return changed;
  }

  /** Puts commands at their places; one that touches what lies after it is decided together with that. */
  #insert(commands: readonly PendingCommand[]): ForeignInsert {
    const changed = new Map<RecordKind, Set<string>>();
    const next = [...this.#pending];
    let from = next.length;
    const fresh = new Set<PendingCommand>();
    for (const given of commands) {
      const command = { ...given, orderMs: orderMsAfter(next, given.entry.command) };
      const place = placeOf(next, command);
      const again = fresh.size === 0 ? decideAgain(this.#decide, this.#working.view, command.entry.command) : null;
      if (again && !isInTheWay(this.#working, next.slice(place), again)) {
        next.splice(place, 0, { ...command, reads: again.reads, entry: { ...command.entry, writes: again.writes } });
        this.#show(changed, again.writes);
        continue;
      }
      from = fresh.size === 0 ? place : Math.min(from, place);
      fresh.add(command);
      next.splice(place, 0, command);
    }
    this.#setAdded(next, commands);
    if (fresh.size === 0) return { change: changed, overtaken: [] };
    const replayed = replayFrom(this.#state(), from, fresh);
    for (const { entry } of replayed.kept) {
      for (const { kind, id } of entry.writes) {
        if (!this.#base.has(recordKey(kind, id))) this.#base.set(recordKey(kind, id), this.#writeOf(kind, id));
      }
    }
    const kept = [...next.slice(0, from), ...replayed.kept];
    return { change: this.#take(replayed, this.#base, kept, changed), overtaken: replayed.overtaken };
  }
}

function countForeign(counts: Map<StationId, number>, commands: readonly PendingCommand[]): ReadonlyMap<StationId, number> {
  for (const { isForeign, entry } of commands) {
    if (isForeign) counts.set(entry.command.stationId, (counts.get(entry.command.stationId) ?? 0) + 1);
  }
  return counts;
}

function put(working: WorkingSet, changed: Map<RecordKind, Set<string>>, write: RecordWrite): void {
  working.put(write);
  const ids = changed.get(write.kind);
  if (ids) ids.add(write.id);
  else changed.set(write.kind, new Set([write.id]));
}
