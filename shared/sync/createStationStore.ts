import { asId } from '#shared/base/ids.ts';
import { recordKinds, type AnyRecord } from '#shared/model/records.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { StorageFault, type StoredState } from '#shared/ports/recordStorage.ts';
import { commitDrafts, rememberTrigger } from './commitDrafts.ts';
import { createJournalKeeper } from './journalKeeper.ts';
import { foldPages } from './foldPages.ts';
import { startLanCooperation } from './lanCooperation.ts';
import { levelWithJournal } from './levelWithJournal.ts';
import { fillWorkingSet, warmIndexes, type ParsedPage } from './loadSnapshot.ts';
import { createPendingCommands } from './pendingCommands.ts';
import { checkingReader, type RowReader } from './readRows.ts';
import { readRefused, removeRefused } from './refusedClaims.ts';
import { createSerialQueue } from './serialQueue.ts';
import type { StationStore, StoreStatus } from './stationStore.ts';
import { createChangeBus, createStatusBoard } from './statusBoard.ts';
import { noteOverlayRows, SyncFault, writeWatched, type StationStoreOptions, type StoreCore } from './storeCore.ts';
import { defaultStoreLimits } from './storeLimits.ts';
import { createSyncLoop } from './syncLoop.ts';
import { runSyncRound, type RoundMemory } from './syncRound.ts';
import { createWorkingSet } from './workingSet.ts';

const firstStatus: StoreStatus = {
  phase: 'opening',
  pending: 0,
  foreign: [],
  lastSyncAtMs: null,
  isSyncing: false,
  cursor: 0,
  epoch: null,
  refused: [],
  storageFault: null,
  linkFault: null,
  journalFault: null,
  malformedRows: 0,
  loaded: 0,
};

/**
 * Opens a station's store: reads what the disk has, adds what only the journal has, and starts to sync.
 * Resolves when records can be read and commands committed; on a fresh disk that is before the first snapshot is here
 * (status phase 'loading'). Rejects with StorageFault when the disk cannot be read.
 */
export async function createStationStore(options: StationStoreOptions): Promise<StationStore> {
  const core = await openCore(options);
  const isAutomatic = options.isSyncing ?? true;
  const memory: RoundMemory = {};
  const round = async () => {
    const isGood = await watchedRound(core, memory);
    lan.roundIsOver();
    return isGood;
  };
  const loop = createSyncLoop(round, options.scheduler, core.limits, options.prng ?? null, isAutomatic);
  const relayTimer = createRelayTimer(core, () => loop.soon());
  const lan = startLanCooperation(core, options.gossip ?? null, relayTimer.start);
  const stopNews = options.link.onNews((headSeq) => {
    core.newsSeq = Math.max(core.newsSeq, headSeq);
    // Old news after a failed round say that the platform is back: our own backoff need not be waited for.
    if (isAutomatic && (headSeq > core.position.cursor || core.board.get().linkFault !== null)) void loop.now();
  });
  void warmIndexes(core);
  if (isAutomatic) void loop.now();
  return {
    view: core.working.view,
    find: core.working.find,
    all: (kind) => core.working.rows(kind).values(),
    status: core.board.get,
    async commit(drafts, by) {
      const outcome = await core.queue.run(() => commitDrafts(core, drafts, by));
      if (outcome.ok && outcome.value.length > 0) {
        lan.publish(outcome.value);
        loop.soon();
      }
      return outcome;
    },
    dismissRefused: (commandId) => void core.queue.run(() => removeRefused(core, commandId)).catch(() => undefined),
    readNote: (name) => options.storage.readNote(name),
    writeNote: (name, note) => writeWatched(core.board, () => options.storage.writeNote(name, note)),
    onChange: core.bus.onChange,
    onStatus: core.board.onStatus,
    syncNow: () => loop.now(),
    pendingCommands: () => core.pending.list().map(({ entry }) => entry.command),
    foreignCommands: () =>
      core.pending
        .merged()
        .filter(({ isForeign }) => isForeign)
        .map(({ entry }) => entry.command),
    async close() {
      stopNews();
      lan.close();
      relayTimer.stop();
      await loop.close();
      await core.queue.idle();
      await options.storage.close();
    },
  };
}

/** Asks for a round once commands of others have waited so long that we bring them to the platform. */
function createRelayTimer(core: StoreCore, run: () => void): { start(): void; stop(): void } {
  let cancel: (() => void) | null = null;
  return {
    start() {
      cancel ??= core.options.scheduler.after(core.limits.relayAfterMs, () => {
        cancel = null;
        if (core.board.get().foreign.length > 0) run();
      });
    },
    stop: () => cancel?.(),
  };
}

async function openCore(options: StationStoreOptions): Promise<StoreCore> {
  const limits = { ...defaultStoreLimits, ...options.limits };
  const board = createStatusBoard(firstStatus);
  const stored = await options.storage.load();
  const refused = await readRefused(options.storage);
  const working = createWorkingSet();
  const core: StoreCore = {
    options,
    limits,
    reader: options.reader ?? checkingReader,
    working,
    board,
    pending: createPendingCommands(working, options.decide),
    bus: createChangeBus(),
    queue: createSerialQueue(),
    journal: createJournalKeeper(options.journal ?? null, board, options.scheduler, limits),
    overtaken: new Set(),
    triggers: new Map(),
    overlayIds: new Map(),
    pageIds: new Map(),
    position: stored.position,
    outboxId: stored.outboxId ?? asId<'outbox'>(options.newId()),
    nextStationSeq: stored.nextStationSeq,
    newsSeq: 0,
    newEpoch: null,
  };
  fillWorkingSet(core, parsePages(stored, core.reader), stored.rows);
  noteOverlayRows(core, stored.rows);
  core.pending.add(stored.outbox.map((entry) => ({ entry, reads: null })));
  for (const { triggerId, commands } of stored.triggers) rememberTrigger(core, triggerId, commands);
  await levelWithJournal(core, stored.outboxId !== null);
  const isReady = stored.position.epoch !== null;
  board.set({
    phase: isReady ? 'ready' : 'loading',
    loaded: isReady ? 1 : 0,
    cursor: stored.position.cursor,
    epoch: stored.position.epoch,
    pending: core.pending.list().length,
    refused,
  });
  return core;
}

function* parsePages(stored: StoredState, reader: RowReader): Iterable<ParsedPage> {
  const known = new Set(recordKinds);
  for (const { kind, pageNo, rowsJson } of stored.pages) {
    if (!known.has(kind)) continue;
    try {
      yield { kind, pageNo, rows: reader.json(rowsJson) as AnyRecord[] };
    } catch {
      throw new StorageFault('corrupt', `a stored page of ${kind} cannot be read`);
    }
  }
}

/** Runs a round and turns what goes wrong into lights. */
async function watchedRound(core: StoreCore, memory: RoundMemory): Promise<boolean> {
  core.board.set({ isSyncing: true });
  try {
    await runSyncRound(core, memory);
    await foldPages(core);
    core.board.set({ linkFault: null, isSyncing: false, lastSyncAtMs: core.options.clock.nowMs() });
    return true;
  } catch (error) {
    const isLinkTrouble = error instanceof LinkFault || error instanceof SyncFault;
    core.board.set({ isSyncing: false, ...(isLinkTrouble ? { linkFault: error.kind } : {}) });
    if (!isLinkTrouble && !(error instanceof StorageFault)) {
      core.board.set({ linkFault: 'badAnswer' });
      core.options.onBug?.(error);
    }
    return false;
  }
}
