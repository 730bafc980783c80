import type { RecordWrite } from '#shared/model/records.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { maxRowsPerPage } from '#shared/wire/platform/syncMessages.ts';
import { noteEpoch } from './pushCommands.ts';
import { readChangedRow } from './readRows.ts';
import { noteOverlayRows, takePlatformRows, withOutboxHeads, writeWatched, type StoreCore } from './storeCore.ts';
import type { SyncPosition } from '#shared/ports/recordStorage.ts';

/**
 * Gathers pages of changes until there are no more and puts them in place together: a state the platform really had, in
 * which the effect of a confirmed command is neither missing nor doubled. A very long list is taken in parts of
 * `pagesPerPull` pages. Everything sent must have been answered before. Returns false when the epoch has changed.
 */
export async function pullChanges(core: StoreCore): Promise<boolean> {
  for (;;) {
    const rows: RecordWrite[] = [];
    let { cursor, covered } = core.position;
    let hasMore = true;
    for (let pages = 0; hasMore && pages < core.limits.pagesPerPull; pages += 1) {
      const answer = await core.options.link.changes(cursor, maxRowsPerPage);
      noteEpoch(core, answer.epoch);
      if (core.newEpoch !== null) return false;
      for (const changed of answer.rows) {
        const write = readChangedRow(core.reader, changed);
        if (write) rows.push(write);
        else core.board.set({ malformedRows: core.board.get().malformedRows + 1 });
      }
      covered = withOutboxHeads(covered, answer.outboxes);
      core.newsSeq = Math.max(core.newsSeq, answer.headSeq);
      hasMore = answer.hasMore && answer.cursor > cursor;
      cursor = Math.max(cursor, answer.cursor);
    }
    await takePulled(core, { epoch: core.position.epoch, cursor, ...(covered ? { covered } : {}) }, rows);
    if (!hasMore) return true;
  }
}

/** Long lists go to the disk ahead in parts that hold up neither a commit nor the screen; the last part moves the cursor. */
async function takePulled(core: StoreCore, position: SyncPosition, rows: readonly RecordWrite[]): Promise<void> {
  const { storage, scheduler } = core.options;
  const { rowsPerFinalWrite } = core.limits;
  const ahead = rows.slice(0, -rowsPerFinalWrite);
  for (let from = 0; from < ahead.length; from += rowsPerFinalWrite) {
    const part = ahead.slice(from, from + rowsPerFinalWrite);
    await writeWatched(core.board, () => storage.applyPulled({ position: core.position, rows: part, updatedEntries: [], removedSeqs: [] }));
    noteOverlayRows(core, part);
    await pause(scheduler, 0);
  }
  await core.queue.run(() => takePlatformRows(core, position, rows, new Set()));
}
