import { asId, createNewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { PlatformLink } from '#shared/ports/platformLink.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { ChangesResponse, SnapshotManifest } from '#shared/wire/platform/syncMessages.ts';
import { createPageScheduler } from '#renderer/store/createPageScheduler.ts';
import { openDexieStorage } from '#renderer/store/openDexieStorage.ts';
import type { SitePage, Subject } from './subject.ts';

const scheduler = createPageScheduler();
const clock = { nowMs: () => Date.now() };
const newId = createNewId(clock, createPrng(11));
const epoch = 'bench';

/** The station's store as the page uses it: engine, rules, packed pages on IndexedDB. The platform is a list of pages in memory. */
export function openHalfhour(): Subject {
  let pages: readonly SitePage[] = [];
  let news: ChangesResponse['rows'] = [];
  let headSeq = 1;
  let store: StationStore | null = null;
  const link: PlatformLink = {
    // Nothing is taken: the commit is measured, not the network.
    push: () => new Promise(() => undefined),
    relay: () => new Promise(() => undefined),
    changes: async () => ({ epoch, rows: news, cursor: headSeq, headSeq, hasMore: false }),
    snapshot: async () => ({
      epoch,
      siteSeq: 1,
      pages: pages.map(({ realKind, hash, rows, rowsJson }) => ({
        kind: realKind as SnapshotManifest['pages'][number]['kind'],
        hash,
        rows,
        bytes: rowsJson.length,
      })),
    }),
    snapshotPage: async (hash) => ({ hash, rowsJson: pages.find((page) => page.hash === hash)?.rowsJson ?? '[]' }),
    onNews: () => () => undefined,
  };
  const open = async () =>
    createStationStore({
      storage: await openDexieStorage('bench-halfhour', { keyText: 'A'.repeat(43) }),
      ...{ link, clock, newId, scheduler, decide: decideCommand },
      stationId: asId<'station'>('station-1'),
      isSyncing: false,
      onBug: (bug) => console.error(bug),
    });
  const opened = () => {
    if (store === null) throw new Error('the store is not open');
    return store;
  };
  return {
    name: 'Halfhour',
    async load(given) {
      pages = given;
      store = await open();
      await store.syncNow();
      if (store.status().phase !== 'ready') throw new Error(`not loaded: ${JSON.stringify(store.status())}`);
      return given.length;
    },
    async reopen(firstGtin) {
      await store?.close();
      store = await open();
      if (store.find.skuByBarcode(firstGtin) === undefined) throw new Error('the SKU is not there');
    },
    skuByBarcode: (gtin) => opened().find.skuByBarcode(gtin)?.skuId,
    ordersDueBefore(untilMs) {
      let due = 0;
      for (const order of opened().find.openOrders()) {
        if (order.promiseAtMs >= untilMs) break;
        due += 1;
      }
      return due;
    },
    commitPick: (pickNo) => pick(opened(), pickNo),
    async applyStock(rows) {
      headSeq += 1;
      news = rows.map((row) => ({ kind: 'stock', id: row.id, siteSeq: headSeq, row }));
      // Only the pull is asked for: commands of the pick measurement are not on their way.
      await opened().syncNow();
      if (opened().view.get('stock', rows[0]?.id ?? '')?.quantity !== rows[0]?.quantity) throw new Error('the rows were not applied');
    },
    close: async () => store?.close(),
  };
}

async function pick(store: StationStore, pickNo: number): Promise<void> {
  const task = [...store.all('task')].find((candidate) => candidate.steps[0]?.quantity === 190);
  const step = task?.steps[0];
  if (task === undefined || step === undefined) throw new Error('there is no task to pick');
  const { stepNo, lineNo, binId, lotId, orderId } = step;
  const by = { operatorId: asId<'operator'>('operator-1'), triggerId: `bench-${pickNo}` };
  const tote = { toteCode: 'T900', toteId: asId<'tote'>('bench-tote') };
  if (pickNo === 0) {
    const begun = await store.commit(
      [
        { kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } },
        { kind: 'bindTote', payload: { taskId: task.id, orderId, ...tote } },
      ],
      { ...by, triggerId: 'bench-begin' },
    );
    if (!begun.ok) throw new Error(`refused: ${JSON.stringify(begun.error)}`);
  }
  const payload = { taskId: task.id, orderId, lineNo, stepNo, binId, lotId, ...tote, quantity: 1, source: 'scan' as const };
  const done = await store.commit([{ kind: 'pickLine', payload }], by);
  if (!done.ok) throw new Error(`refused: ${JSON.stringify(done.error)}`);
}
