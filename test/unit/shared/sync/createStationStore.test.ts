import { expect, test } from 'vitest';
import { allRows, by, claim, createStoreBench, pick, quantityIn, receive } from '#test/support/storeBench.ts';

test('[SY1] the first round takes a whole copy, later ones what changed', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  expect(store.status().phase).toBe('loading');
  await store.syncNow();
  expect(store.status()).toMatchObject({ phase: 'ready', loaded: 1, cursor: 1, epoch: 'epoch-1' });
  expect(allRows(store)).toEqual(allRows(bench.platform));
  const other = await bench.open({ stationId: 'station-2' as never });
  await other.syncNow();
  await other.commit([receive(5), claim()], by('a'));
  await other.syncNow();
  await store.syncNow();
  expect(allRows(store)).toEqual(allRows(bench.platform));
  expect(quantityIn(store)).toBe(15);
  expect(other.status().pending).toBe(0);
});

test('[SY2] each draft sees the effect of the one before it', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  const receipt = await store.commit([receive(1), receive(2), pick(3)], by('a'));
  expect(receipt.ok && receipt.value.map((command) => command.stationSeq)).toEqual([1, 2, 3]);
  expect(quantityIn(store)).toBe(10);
});
