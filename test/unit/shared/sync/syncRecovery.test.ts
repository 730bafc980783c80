import { expect, test } from 'vitest';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { allRows, by, createMemoryJournal, createStoreBench, pick, quantityIn, receive, stockWrite } from '#test/support/storeBench.ts';

test('[SY15] a platform that misses earlier commands gets them from the outbox or the journal', async () => {
  const bench = createStoreBench();
  const { journal } = createMemoryJournal();
  const store = await bench.open({ journal });
  await store.syncNow();
  const backup = bench.platform.backup();
  for (const trigger of ['a', 'b', 'c']) await store.commit([receive(1)], by(trigger));
  await store.syncNow();
  bench.platform.restore(backup, 'epoch-1');
  await store.commit([receive(1)], by('d'));
  await store.syncNow();
  expect(bench.platform.log().map((command) => command.stationSeq)).toEqual([1, 2, 3, 4]);
  expect(bench.platform.rows('stock').get('sku-1|bin-1|-|available')?.quantity).toBe(14);
});

test('[SY15] when nobody has the missing commands any more it is a fault, and nothing is lost here', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  const backup = bench.platform.backup();
  await store.commit([receive(1)], by('a'));
  await store.syncNow();
  bench.platform.restore(backup, 'epoch-1');
  await store.commit([receive(1)], by('b'));
  await store.syncNow();
  expect([store.status().linkFault, store.status().pending, bench.platform.log().length]).toEqual(['gap', 1, 0]);
});

test('[SY16] a copied station is told so and sends nothing more', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const store = await bench.open({ disk });
  await store.syncNow();
  await store.commit([receive(1)], by('a'));
  const copy = await bench.open({ disk: structuredClone(disk) });
  await store.syncNow();
  await store.commit([receive(1)], by('b'));
  await store.syncNow();
  await copy.commit([receive(7)], by('c'));
  await copy.syncNow();
  expect([copy.status().linkFault, copy.status().pending, bench.platform.log().length]).toEqual(['clone', 2, 2]);
});

test('[SY17] a platform restored from a backup is fed again and copied anew, with work still pending', async () => {
  const bench = createStoreBench();
  const { journal } = createMemoryJournal();
  const store = await bench.open({ journal });
  await store.syncNow();
  await store.commit([receive(1)], by('a'));
  await store.syncNow();
  const backup = bench.platform.backup();
  await store.commit([receive(2)], by('b'));
  await store.syncNow();
  bench.platform.restore(backup, 'epoch-2');
  bench.platform.put(stockWrite(77, 'bin-4'));
  await store.commit([receive(4)], by('c'));
  await store.syncNow();
  expect(store.status()).toMatchObject({ epoch: 'epoch-2', pending: 0, linkFault: null });
  expect([quantityIn(store), quantityIn(store, 'bin-4'), allRows(store)]).toEqual([17, 77, allRows(bench.platform)]);
});

test('[SY17] also when nothing was pending', async () => {
  const bench = createStoreBench();
  const { journal } = createMemoryJournal();
  const store = await bench.open({ journal });
  await store.syncNow();
  const backup = bench.platform.backup();
  for (const trigger of ['a', 'b']) await store.commit([receive(2)], by(trigger));
  await store.syncNow();
  bench.platform.restore(backup, 'epoch-2');
  await store.syncNow();
  expect([bench.platform.log().length, quantityIn(store), allRows(store)]).toEqual([2, 14, allRows(bench.platform)]);
});

test('[SY18] a wiped store starts a new outbox and the journal sends what was pending, once', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const first = await bench.open({ journal });
  await first.syncNow();
  await first.commit([receive(5), pick(1)], by('a'));
  const wiped = await bench.open({ journal });
  await wiped.commit([receive(100)], by('b'));
  await wiped.syncNow();
  expect(quantityIn(wiped)).toBe(114);
  expect(bench.platform.log().map((command) => [command.kind, command.stationSeq])).toEqual([
    ['receiveStock', 1],
    ['pickLine', 2],
    ['receiveStock', 1],
  ]);
  expect([...kept.values()].map((command) => command.kind)).toEqual(['receiveStock', 'pickLine', 'receiveStock']);
  expect(allRows(wiped)).toEqual(allRows(bench.platform));
});

test('[SY18] [SY17] a wiped store feeds the commands of its old outbox to a platform that was restored from a backup', async () => {
  const bench = createStoreBench();
  const { journal } = createMemoryJournal();
  const first = await bench.open({ journal });
  await first.syncNow();
  const backup = bench.platform.backup();
  await first.commit([receive(5)], by('a'));
  await first.commit([pick(1)], by('b'));
  await first.syncNow();
  const wiped = await bench.open({ journal });
  await wiped.syncNow();
  bench.platform.restore(backup, 'epoch-2');
  await wiped.syncNow();
  await wiped.syncNow();
  expect([bench.platform.log().map((command) => command.kind), quantityIn(wiped)]).toEqual([['receiveStock', 'pickLine'], 14]);
});

test('[SY18] old outboxes are forgotten once this one has as many newer commands as are kept', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const first = await bench.open({ journal });
  await first.commit([receive(5)], by('a'));
  const wiped = await bench.open({ journal, limits: { journalKept: 2 } });
  for (const trigger of ['b', 'c', 'd']) await wiped.commit([receive(1)], by(trigger));
  await wiped.syncNow();
  await pause(bench.time.scheduler, 0);
  expect(new Set([...kept.values()].map((command) => command.outboxId)).size).toBe(1);
  expect(bench.platform.log()).toHaveLength(4);
});

test('[SY19] a journal that is away is a light; it gets everything when it is back', async () => {
  const bench = createStoreBench();
  const { journal, kept, setAway } = createMemoryJournal();
  const store = await bench.open({ journal });
  setAway(true);
  await store.commit([receive(1)], by('a'));
  await pause(bench.time.scheduler, 0);
  expect([store.status().journalFault, kept.size]).toEqual(['away', 0]);
  setAway(false);
  await store.commit([receive(1)], by('b'));
  await pause(bench.time.scheduler, 0);
  expect([store.status().journalFault, [...kept.values()].map((command) => command.stationSeq)]).toEqual([null, [1, 2]]);
});

test('[SY19] a page that starts while the journal is away gives it later what it had not sent', async () => {
  const bench = createStoreBench();
  const { journal, kept, setAway } = createMemoryJournal();
  const disk = createMemoryDisk();
  setAway(true);
  const first = await bench.open({ journal, disk });
  await first.commit([receive(1)], by('a'));
  const again = await bench.open({ journal, disk });
  setAway(false);
  await again.syncNow();
  await pause(bench.time.scheduler, 0);
  expect([...kept.values()].map((command) => command.stationSeq)).toEqual([1]);
});

test('[SY19] a disk that lost its newest commands gets them back from the journal, and the other way round', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const disk = createMemoryDisk();
  const store = await bench.open({ journal, disk });
  await store.syncNow();
  await store.commit([receive(1)], by('a'));
  const old = structuredClone(disk);
  await store.commit([receive(2)], by('b'));
  await pause(bench.time.scheduler, 0);
  kept.delete(store.pendingCommands()[0]!.id);
  const again = await bench.open({ journal, disk: old });
  await pause(bench.time.scheduler, 0);
  expect([again.pendingCommands().map((command) => command.stationSeq), quantityIn(again), kept.size]).toEqual([[1, 2], 13, 2]);
  await again.syncNow();
  expect(allRows(again)).toEqual(allRows(bench.platform));
});

test('[SY26] a disk that lost its newest commands while the journal is away gives no number a second time', async () => {
  const bench = createStoreBench();
  const { journal, setAway } = createMemoryJournal();
  const disk = createMemoryDisk();
  const store = await bench.open({ journal, disk });
  await store.syncNow();
  await store.commit([receive(1)], by('a'));
  await store.syncNow();
  const old = structuredClone(disk);
  await store.commit([receive(2)], by('b'));
  await pause(bench.time.scheduler, 0);
  await store.syncNow();
  setAway(true);
  const again = await bench.open({ journal, disk: old });
  await again.commit([receive(3)], by('c'));
  setAway(false);
  await again.syncNow();
  expect([again.status().linkFault, again.status().pending, bench.platform.log().length, quantityIn(again)]).toEqual([null, 0, 3, 16]);
  expect(allRows(again)).toEqual(allRows(bench.platform));
  const later = await bench.open({ journal, disk: old });
  await later.commit([receive(4)], by('d'));
  expect(later.pendingCommands().map((command) => command.stationSeq)).toEqual([2]);
});

test('[SY19] of the commands the platform confirmed only the newest stay in the journal', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const store = await bench.open({ journal, limits: { journalKept: 10 } });
  await store.syncNow();
  for (let index = 0; index < 12; index += 1)
    await store.commit(
      Array.from({ length: 10 }, () => receive(1)),
      by(`t${index}`),
    );
  await pause(bench.time.scheduler, 0);
  await store.syncNow();
  expect([...kept.values()].map((command) => command.stationSeq)).toEqual(Array.from({ length: 10 }, (_, index) => 111 + index));
});
