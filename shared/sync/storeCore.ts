import type { NewId, OutboxId, StationId } from '#shared/base/ids.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Prng } from '#shared/base/prng.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import type { CommandJournal } from '#shared/ports/commandJournal.ts';
import type { PlatformLink } from '#shared/ports/platformLink.ts';
import type { StationGossip } from '#shared/ports/stationGossip.ts';
import { StorageFault, type RecordStorage, type SyncPosition } from '#shared/ports/recordStorage.ts';
import type { Scheduler } from '#shared/ports/scheduler.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import type { OutboxHead } from '#shared/wire/platform/syncMessages.ts';
import type { JournalKeeper } from './journalKeeper.ts';
import { showForeign } from './showForeign.ts';
import type { PendingCommands, RemovedCommands } from './pendingCommands.ts';
import type { RowReader } from './readRows.ts';
import type { SerialQueue } from './serialQueue.ts';
import type { ChangeBus, StatusBoard } from './statusBoard.ts';
import type { StoreLimits } from './storeLimits.ts';
import type { WorkingSet } from './workingSet.ts';

/** What a station's store is built from. */
export type StationStoreOptions = {
  readonly stationId: StationId;
  readonly storage: RecordStorage;
  readonly link: PlatformLink;
  readonly decide: DecideCommand;
  /** Corrected by the platform's offset where it is known. */
  readonly clock: Clock;
  readonly newId: NewId;
  readonly scheduler: Scheduler;
  /** Null where there is no host that keeps one. */
  readonly journal?: CommandJournal | null;
  /** Null where the stations of the site do not hear each other. */
  readonly gossip?: StationGossip | null;
  /** Reads what the platform sends and the disk holds; without it every row is checked with its schema. */
  readonly reader?: RowReader;
  /** Spreads the waits after failures; without it they are exact. */
  readonly prng?: Prng;
  readonly limits?: Partial<StoreLimits>;
  /** False: syncs only when asked by syncNow (tests, tools). */
  readonly isSyncing?: boolean;
  /** Told of a bug in a sync round; the round counts as failed. */
  readonly onBug?: (error: unknown) => void;
};

/** The parts of an open store and the few things about it that change. */
export type StoreCore = {
  readonly options: StationStoreOptions;
  readonly limits: StoreLimits;
  readonly reader: RowReader;
  readonly working: WorkingSet;
  readonly pending: PendingCommands;
  readonly board: StatusBoard;
  readonly bus: ChangeBus;
  /** Everything that changes records goes through here, one at a time. */
  readonly queue: SerialQueue;
  readonly journal: JournalKeeper;
  /** Our claims told as refused because another station's was earlier; the platform has still to answer them. */
  readonly overtaken: Set<string>;
  readonly triggers: Map<string, readonly Command[]>;
  /** Rows that are newer than their pages. */
  readonly overlayIds: Map<RecordKind, Set<string>>;
  /** Which rows each stored page holds. */
  readonly pageIds: Map<RecordKind, Map<number, readonly string[]>>;
  position: SyncPosition;
  outboxId: OutboxId;
  nextStationSeq: number;
  /** Newest site sequence heard of. */
  newsSeq: number;
  /** The platform speaks of another epoch than our copy: what it says is of this one. */
  newEpoch: string | null;
};

/** Why a round cannot go on although the platform answers. */
export class SyncFault extends Error {
  override readonly name = 'SyncFault';
  constructor(
    readonly kind: 'clone' | 'gap',
    message: string,
  ) {
    super(message);
  }
}

/** Does a write and shows on the status whether the disk takes it. */
export async function writeWatched<T>(board: StatusBoard, write: () => Promise<T>): Promise<T> {
  try {
    const outcome = await write();
    board.set({ storageFault: null });
    return outcome;
  } catch (error) {
    if (error instanceof StorageFault) board.set({ storageFault: error.kind });
    throw error;
  }
}

/** Remembers which rows live outside their page. */
export function noteOverlayRows(core: StoreCore, rows: readonly RecordWrite[]): void {
  for (const { kind, id } of rows) {
    const ids = core.overlayIds.get(kind);
    if (ids) ids.add(id);
    else core.overlayIds.set(kind, new Set([id]));
  }
}

/**
 * Puts pulled rows in place, moves the cursor and takes confirmed and refused (`refused`: ids) commands out, on the disk first.
 * Must run inside core.queue.
 */
export async function takePlatformRows(
  core: StoreCore,
  position: SyncPosition,
  rows: readonly RecordWrite[],
  refused: ReadonlySet<string>,
): Promise<void> {
  const removed = coveredCommands(core, position, (id) => refused.has(id));
  const isSamePlace = position.epoch === core.position.epoch && position.cursor === core.position.cursor;
  if (isSamePlace && rows.length === 0 && removed.seqs.size === 0 && removed.foreignIds.size === 0) return;
  const plan = core.pending.planRebase(rows, removed.seqs, removed.foreignIds);
  const lastRows = rows.slice(-core.limits.rowsPerFinalWrite);
  const { updatedEntries, removedSeqs } = plan;
  await writeWatched(core.board, () => core.options.storage.applyPulled({ position, rows: lastRows, updatedEntries, removedSeqs }));
  core.position = position;
  noteOverlayRows(core, rows);
  const change = plan.take();
  core.board.set({ cursor: position.cursor, epoch: position.epoch, pending: core.pending.list().length });
  showForeign(core);
  core.bus.tell(change);
  core.journal.confirmBelow(core.outboxId, core.pending.list()[0]?.entry.stationSeq ?? core.nextStationSeq);
}

/** The commands whose effect (or refusal) is in the platform's rows at `position`: ours by their answers, others' by the feed or by our relay. */
export function coveredCommands(
  core: Pick<StoreCore, 'pending'>,
  position: SyncPosition,
  isRefused: (commandId: string) => boolean = () => false,
): RemovedCommands {
  const seqs = new Set<number>();
  const foreignIds = new Set<string>();
  for (const { entry, isForeign } of core.pending.merged()) {
    const { command, result, stationSeq } = entry;
    const isAnswered = result !== null && result.outcome !== 'refused' && result.siteSeq <= position.cursor;
    const isCovered = isForeign === true && stationSeq <= (position.covered?.[command.outboxId] ?? 0);
    if (!isAnswered && !isCovered && !isRefused(command.id)) continue;
    if (isForeign) foreignIds.add(command.id);
    else seqs.add(stationSeq);
  }
  return { seqs, foreignIds };
}

/** What is covered after more of the feed: numbers only grow. */
export function withOutboxHeads(
  covered: SyncPosition['covered'],
  heads: readonly OutboxHead[] | undefined,
): Readonly<Record<string, number>> | undefined {
  if (heads === undefined || heads.length === 0) return covered;
  const next: Record<string, number> = { ...covered };
  for (const { outboxId, throughSeq } of heads) next[outboxId] = Math.max(next[outboxId] ?? 0, throughSeq);
  return next;
}
