import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { openDexieStorage } from '#renderer/store/openDexieStorage.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { allRows, by, claim, createStoreBench, quantityIn, receive, stockWrite } from '#test/support/storeBench.ts';

test('[SY10] on IndexedDB too: what was committed is there after opening again, and goes out once', async () => {
  const bench = createStoreBench([...Array.from({ length: 20 }, (_, index) => stockWrite(index, `bin-${index}`))]);
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  let isCut = false;
  const linkHooks = {
    after(call: string) {
      if (isCut && call === 'push') throw new LinkFault('offline', 'cut');
    },
  };
  const first = await bench.open({ storage: await openDexieStorage('station', { parts }), linkHooks });
  await first.syncNow();
  isCut = true;
  const receipt = await first.commit([receive(5), receive(1)], by('scan-1'));
  await first.syncNow();
  await first.close();
  const second = await bench.open({ storage: await openDexieStorage('station', { parts }) });
  expect([quantityIn(second), second.status().pending, second.status().phase]).toEqual([7, 2, 'ready']);
  expect(await second.commit([receive(5), receive(1)], by('scan-1'))).toEqual(receipt);
  await second.syncNow();
  expect([bench.platform.log().length, second.status().pending, allRows(second)]).toEqual([2, 0, allRows(bench.platform)]);
  await second.close();
  const third = await bench.open({ storage: await openDexieStorage('station', { parts }), limits: { overlayRows: 1 } });
  expect(allRows(third)).toEqual(allRows(bench.platform));
  bench.platform.put(stockWrite(99, 'bin-3'));
  await third.syncNow();
  await third.close();
  const fourth = await bench.open({ storage: await openDexieStorage('station', { parts }) });
  expect([allRows(fourth), (await fourth.commit([claim()], by('x'))).ok]).toEqual([allRows(bench.platform), false]);
  await fourth.close();
});
