import type { RecordKind } from '#shared/model/records.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { writeWatched, type StoreCore } from './storeCore.ts';

/**
 * Writes rows that lie outside their page into it, when there are many: so that opening stays fast and the overlay does
 * not grow without end. Page by page, each its own transaction and turn of the queue, so that a commit waits for one
 * page at most. Only the platform's rows are folded, never the effects of pending commands.
 */
export async function foldPages(core: StoreCore): Promise<void> {
  let waiting = 0;
  for (const ids of core.overlayIds.values()) waiting += ids.size;
  if (waiting < core.limits.overlayRows) return;
  for (const [kind, ids] of core.overlayIds) await foldKind(core, kind, new Set(ids));
}

async function foldKind(core: StoreCore, kind: RecordKind, ids: ReadonlySet<string>): Promise<void> {
  const pages = core.pageIds.get(kind) ?? new Map<number, readonly string[]>();
  core.pageIds.set(kind, pages);
  const { rowsPerStoredPage } = core.limits;
  const paged = new Set([...pages.values()].flat());
  // Rows without a page go into pages that have become half empty, then into new ones; rows that are gone again into none.
  const homeless = [...ids].filter((id) => !paged.has(id));
  for (const [pageNo, pageIds] of [...pages]) {
    const folded = pageIds.filter((id) => ids.has(id));
    const joining = pageIds.length < rowsPerStoredPage / 2 ? homeless.splice(0, rowsPerStoredPage - pageIds.length) : [];
    if (folded.length + joining.length > 0) await writePage(core, kind, pageNo, [...pageIds, ...joining], [...folded, ...joining]);
  }
  for (let nextNo = Math.max(-1, ...pages.keys()) + 1; homeless.length > 0; nextNo += 1) {
    const part = homeless.splice(0, rowsPerStoredPage);
    await writePage(core, kind, nextNo, part, part);
  }
}

async function writePage(
  core: StoreCore,
  kind: RecordKind,
  pageNo: number,
  ids: readonly string[],
  folded: readonly string[],
): Promise<void> {
  await core.queue.run(async () => {
    const rows = ids.flatMap((id) => core.pending.baseRow(kind, id) ?? []);
    const page = { kind, pageNo, rowsJson: JSON.stringify(rows) };
    await writeWatched(core.board, () =>
      core.options.storage.fold(
        [page],
        folded.map((id) => ({ kind, id })),
      ),
    );
    core.pageIds.get(kind)?.set(
      pageNo,
      rows.map((row) => row.id),
    );
    for (const id of folded) core.overlayIds.get(kind)?.delete(id);
  });
  await pause(core.options.scheduler, 0);
}
