import { expect, test } from 'vitest';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { allRows, by, createStoreBench, quantityIn, receive, stockWrite } from '#test/support/storeBench.ts';

test('[SY25] changed, new and deleted rows go into pages; nothing shown changes, and a restart finds the same', async () => {
  const bench = createStoreBench(Array.from({ length: 12 }, (_, index) => stockWrite(index, `bin-${index}`)));
  const disk = createMemoryDisk();
  const store = await bench.open({ disk, limits: { overlayRows: 6, rowsPerStoredPage: 2 } });
  await store.syncNow();
  bench.platform.put(...['bin-1', 'bin-2', 'bin-20', 'bin-21', 'bin-22'].map((binId) => stockWrite(50, binId)), {
    ...stockWrite(0, 'bin-7'),
    row: null,
  } as never);
  await store.syncNow();
  expect([disk.rows.size, allRows(store)]).toEqual([0, allRows(bench.platform)]);
  const again = await bench.open({ disk });
  expect(allRows(again)).toEqual(allRows(bench.platform));
});

test('[SY25] a pending command’s effect is not folded', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const store = await bench.open({ disk, limits: { overlayRows: 1 } });
  await store.syncNow();
  bench.platform.put(stockWrite(11, 'bin-1'));
  // Committed while the round is running, after its push: still pending when pages are folded.
  let isDone = false;
  store.onChange(() => {
    if (isDone) return;
    isDone = true;
    void store.commit([receive(5)], by('a'));
  });
  await store.syncNow();
  const pages = [...disk.pages.values()].flatMap((page) => JSON.parse(page.rowsJson) as { id: string; quantity: number }[]);
  const onDisk = pages.find(({ id }) => id === 'sku-1|bin-1|-|available')?.quantity;
  const outside = [...disk.rows.values()].map(({ kind }) => kind);
  expect([outside, quantityIn(store), onDisk, [...disk.outbox.keys()]]).toEqual([[], 16, 11, [1]]);
});
