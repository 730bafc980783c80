import { expect, test } from 'vitest';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { allRows, by, createStoreBench, quantityIn, receive, stockWrite } from '#test/support/storeBench.ts';

const manyRows = Array.from({ length: 30 }, (_, index) => stockWrite(index, `bin-${index}`));

test('[SY20] a broken download goes on where it stopped, also after a restart', async () => {
  const bench = createStoreBench(manyRows);
  const disk = createMemoryDisk();
  const fetched: unknown[] = [];
  let left = 4;
  const linkHooks = {
    before(call: string, argument: unknown) {
      if (call !== 'snapshotPage') return;
      if (left === 0) throw new LinkFault('offline', 'cut');
      left -= 1;
      fetched.push(argument);
    },
  };
  const first = await bench.open({ disk, linkHooks });
  await first.syncNow();
  expect([first.status().phase, first.status().linkFault, fetched.length]).toEqual(['loading', 'offline', 4]);
  await first.close();
  left = 100;
  const second = await bench.open({ disk, linkHooks });
  await second.syncNow();
  expect([second.status().phase, fetched.length, new Set(fetched).size]).toEqual(['ready', 10, 10]);
  expect(allRows(second)).toEqual(allRows(bench.platform));
});

test('[SY20] the copy is there after a restart without the platform, with progress told on the way', async () => {
  const bench = createStoreBench(manyRows);
  const disk = createMemoryDisk();
  const store = await bench.open({ disk });
  const progress: number[] = [];
  store.onStatus((status) => progress.push(status.loaded));
  await store.syncNow();
  expect([Math.max(...progress), progress.includes(0.5)]).toEqual([1, true]);
  await store.close();
  const again = await bench.open({ disk });
  expect([again.status().phase, allRows(again)]).toEqual(['ready', allRows(bench.platform)]);
});

test('[SY20] what was done before the first copy was there is in sight on it', async () => {
  const bench = createStoreBench();
  let isCut = true;
  const store = await bench.open({
    linkHooks: {
      before(call) {
        if (isCut && call === 'push') throw new LinkFault('offline', 'cut');
      },
    },
  });
  await store.commit([receive(5)], by('a'));
  await store.syncNow();
  expect(store.status().phase).toBe('loading');
  isCut = false;
  await store.syncNow();
  expect([quantityIn(store), store.status().pending]).toEqual([15, 0]);
});

test('[SY21] rows of a page that are not what they should be are left out for good', async () => {
  const bench = createStoreBench([...manyRows, { kind: 'stock', id: 'x', row: { id: 'x', quantity: 'many' } as never }]);
  const disk = createMemoryDisk();
  const store = await bench.open({ disk });
  await store.syncNow();
  const again = await bench.open({ disk });
  expect([store.status().malformedRows, [...store.all('stock')].length, [...again.all('stock')].length]).toEqual([1, 30, 30]);
});
