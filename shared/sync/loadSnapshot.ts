import { recordKinds, type AnyRecord, type RecordKind, type RecordWrite } from '#shared/model/records.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { pause } from '#shared/ports/scheduler.ts';
import type { StoredPage } from '#shared/ports/recordStorage.ts';
import type { SnapshotManifest } from '#shared/wire/platform/syncMessages.ts';
import { showForeign } from './showForeign.ts';
import { coveredCommands, withOutboxHeads, writeWatched, type StoreCore } from './storeCore.ts';

/** Rows taken into an index before the screen has its turn. */
const rowsPerWarming = 4_000;

type LoadedPage = { readonly page: StoredPage; readonly rows: readonly AnyRecord[] };

/**
 * Takes a whole copy of the site: pages that a broken download left behind are not fetched again; every page is kept
 * as soon as it is here. Rows are checked with their schema once, when they arrive.
 */
export async function loadSnapshot(core: StoreCore): Promise<void> {
  const manifest = await core.options.link.snapshot();
  core.board.set({ loaded: 0, ...(core.position.epoch === null ? { phase: 'loading' as const } : {}) });
  const loaded = await fetchPages(core, manifest);
  await core.queue.run(() => takeSnapshot(core, manifest, loaded));
  void warmIndexes(core);
}

/** A page with its rows parsed. */
export type ParsedPage = { readonly kind: RecordKind; readonly pageNo: number; readonly rows: readonly AnyRecord[] };

/** Puts rows of pages and rows outside pages into the working set; tombstones and newer rows win over pages. */
export function fillWorkingSet(
  core: Pick<StoreCore, 'working' | 'pageIds'>,
  pages: Iterable<ParsedPage>,
  rows: readonly RecordWrite[],
): void {
  core.pageIds.clear();
  for (const { kind, pageNo, rows: pageRows } of pages) {
    core.working.fill(kind, pageRows);
    const ids = pageRows.map((row) => row.id as string);
    const ofKind = core.pageIds.get(kind);
    if (ofKind) ofKind.set(pageNo, ids);
    else core.pageIds.set(kind, new Map([[pageNo, ids]]));
  }
  for (const write of rows) core.working.put(write);
}

/** Builds the indexes in the background, a part at a time; whoever asks earlier has that one built at once. */
export async function warmIndexes(core: Pick<StoreCore, 'working' | 'options'>): Promise<void> {
  for (const kind of recordKinds) {
    if (core.working.rows(kind).size === 0) continue;
    do await pause(core.options.scheduler, 0);
    while (!core.working.warmSome(kind, rowsPerWarming));
  }
}

async function fetchPages(core: StoreCore, manifest: SnapshotManifest): Promise<readonly LoadedPage[]> {
  const { storage, link, scheduler } = core.options;
  const staged = new Map((await storage.stagedPages()).map(({ hash, page }) => [hash, page]));
  const loaded: LoadedPage[] = [];
  let next = 0;
  let done = 0;
  const fetchOn = async () => {
    for (let index = next++; index < manifest.pages.length; index = next++) {
      const { kind, hash } = manifest.pages[index]!;
      const known = staged.get(hash);
      const text = known ? known.rowsJson : (await link.snapshotPage(hash)).rowsJson;
      const checked = known ? { rows: core.reader.json(text) as AnyRecord[], rowsJson: text } : checkRows(core, kind, text);
      const page = { kind, pageNo: index, rowsJson: checked.rowsJson };
      if (!known || known.pageNo !== index) await writeWatched(core.board, () => storage.stagePage(hash, page));
      loaded[index] = { page, rows: checked.rows };
      done += 1;
      core.board.set({ loaded: done / manifest.pages.length });
      await pause(scheduler, 0);
    }
  };
  // When one fails the others finish the page they are at and keep it, and take no more.
  const ends = await Promise.allSettled(
    Array.from({ length: core.limits.pagesInFlight }, () =>
      fetchOn().catch((error: unknown) => {
        next = manifest.pages.length;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return loaded;
}

/** The text is kept as it came (its hash was checked on the way in), unless rows are not what they should be: those are left out. */
function checkRows(
  core: StoreCore,
  kind: RecordKind,
  rowsJson: string,
): { readonly rows: readonly AnyRecord[]; readonly rowsJson: string } {
  let rows: unknown;
  try {
    rows = core.reader.json(rowsJson);
  } catch {
    throw new LinkFault('badAnswer', `a snapshot page of ${kind} is not JSON`);
  }
  if (!Array.isArray(rows)) throw new LinkFault('badAnswer', `a snapshot page of ${kind} is not a list`);
  const good = (rows as AnyRecord[]).filter((row) => core.reader.isRow(kind, row));
  if (good.length === rows.length) return { rows: good, rowsJson };
  core.board.set({ malformedRows: core.board.get().malformedRows + rows.length - good.length });
  return { rows: good, rowsJson: JSON.stringify(good) };
}

async function takeSnapshot(core: StoreCore, manifest: SnapshotManifest, loaded: readonly LoadedPage[]): Promise<void> {
  const { storage } = core.options;
  const covered = withOutboxHeads(undefined, manifest.outboxes);
  const position = { epoch: manifest.epoch, cursor: manifest.siteSeq, ...(covered ? { covered } : {}) };
  const pages = loaded.map(({ page }) => page);
  await writeWatched(core.board, () => storage.replaceSnapshot(position, pages, []));
  core.position = position;
  core.newEpoch = null;
  core.newsSeq = Math.max(core.newsSeq, manifest.siteSeq);
  core.overlayIds.clear();
  const removed = coveredCommands(core, position);
  const updatedEntries = core.pending.reload(
    () => {
      fillWorkingSet(
        core,
        loaded.map(({ page, rows }) => ({ kind: page.kind, pageNo: page.pageNo, rows })),
        [],
      );
    },
    removed.seqs,
    removed.foreignIds,
  );
  core.board.set({ phase: 'ready', loaded: 1, cursor: position.cursor, epoch: position.epoch, pending: updatedEntries.length });
  showForeign(core);
  core.bus.tell(new Map(recordKinds.map((kind) => [kind, new Set(core.working.rows(kind).keys())])));
  await writeWatched(core.board, () => storage.applyPulled({ position, rows: [], updatedEntries, removedSeqs: [...removed.seqs] }));
}
