import { expect, test } from 'vitest';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { pause } from '#shared/ports/scheduler.ts';
import type { PushRequest } from '#shared/wire/platform/syncMessages.ts';
import {
  allRows,
  by,
  claim,
  createMemoryJournal,
  createStoreBench,
  pick,
  quantityIn,
  receive,
  sampleTask,
  stockWrite,
} from '#test/support/storeBench.ts';

const offline = () => {
  throw new LinkFault('offline', 'cut');
};

test('[SY8] commands are sent in dense order, at most 500 at a time', async () => {
  const bench = createStoreBench();
  const pushes: number[][] = [];
  const note = (call: string, argument: unknown) => {
    if (call === 'push') pushes.push((argument as PushRequest).commands.map((command) => command.stationSeq));
  };
  const store = await bench.open({ linkHooks: { before: note } });
  await store.syncNow();
  for (let index = 0; index < 12; index += 1)
    await store.commit(
      Array.from({ length: 50 }, () => receive(1)),
      by(`t${index}`),
    );
  await store.syncNow();
  expect(pushes.map((push) => [push[0], push.at(-1), push.length])).toEqual([
    [1, 500, 500],
    [501, 600, 100],
  ]);
  expect([quantityIn(store), store.status().pending, bench.platform.log().length]).toEqual([610, 0, 600]);
});

test('[SY8] what a refused claim left out between commands whose answers were forgotten is no hole in a push', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  let blockPull = false;
  const store = await bench.open({ disk, linkHooks: { before: (call) => (blockPull && call === 'changes' ? offline() : undefined) } });
  await store.syncNow();
  const other = await bench.open({ stationId: 'station-2' as never });
  await other.syncNow();
  await other.commit([claim()], by('x'));
  await other.syncNow();
  await store.commit([receive(5)], by('a'));
  await store.commit([claim()], by('b'));
  await store.commit([receive(1)], by('c'));
  blockPull = true;
  await store.syncNow();
  const again = await bench.open({ disk });
  expect(again.pendingCommands().map((command) => command.stationSeq)).toEqual([1, 3]);
  await again.syncNow();
  expect([again.status().linkFault, again.status().pending, quantityIn(again), bench.platform.log().length]).toEqual([null, 0, 16, 4]);
});

test('[SY9] a lost answer is asked for again and nothing is doubled', async () => {
  const bench = createStoreBench();
  let lose = false;
  const store = await bench.open({ linkHooks: { after: (call) => (lose && call === 'push' ? offline() : undefined) } });
  await store.syncNow();
  await store.commit([receive(5)], by('a'));
  lose = true;
  await store.syncNow();
  expect([store.status().linkFault, store.status().pending, quantityIn(store)]).toEqual(['offline', 1, 15]);
  lose = false;
  await store.commit([receive(1)], by('b'));
  await store.syncNow();
  expect([store.status().linkFault, store.status().pending, quantityIn(store), bench.platform.log().length]).toEqual([null, 0, 16, 2]);
});

test('[SY10] killed between commit and answer: the next store on the disk sends it, once', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const first = await bench.open({ disk, linkHooks: { after: (call) => (call === 'push' ? offline() : undefined) } });
  await first.syncNow();
  await first.commit([receive(5)], by('a'));
  await first.syncNow();
  const second = await bench.open({ disk });
  expect([quantityIn(second), second.status().pending]).toEqual([15, 1]);
  await second.syncNow();
  expect([quantityIn(second), second.status().pending, bench.platform.log().length]).toEqual([15, 0, 1]);
  expect(allRows(second)).toEqual(allRows(bench.platform));
});

test('[SY11] the effect of a confirmed command stays in sight until the pulled rows hold it', async () => {
  const bench = createStoreBench();
  const seen: (number | undefined)[] = [];
  let blockPull = false;
  const store = await bench.open({ linkHooks: { before: (call) => (blockPull && call === 'changes' ? offline() : undefined) } });
  await store.syncNow();
  store.onChange(() => seen.push(quantityIn(store)));
  await store.commit([receive(5)], by('a'));
  blockPull = true;
  await store.syncNow();
  expect([quantityIn(store), store.status().pending]).toEqual([15, 1]);
  blockPull = false;
  bench.platform.put(stockWrite(100, 'bin-3'));
  await store.syncNow();
  expect([quantityIn(store), store.status().pending, new Set(seen)]).toEqual([15, 0, new Set([15])]);
});

test('[SY11] many pages of changes are put in place together', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  await store.commit([receive(5)], by('a'));
  const seen = new Set<number | undefined>();
  store.onChange(() => seen.add(quantityIn(store)));
  for (let index = 0; index < 20; index += 1) bench.platform.put(stockWrite(index, `bin-x${index}`));
  await store.syncNow();
  expect([seen, allRows(store)]).toEqual([new Set([15]), allRows(bench.platform)]);
});

test('[SY12] a refused claim is undone, told, and kept until it was seen, also after a restart', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const store = await bench.open({ disk });
  await store.syncNow();
  const other = await bench.open({ stationId: 'station-2' as never });
  await other.syncNow();
  await other.commit([claim()], by('x'));
  await other.syncNow();
  await store.commit([claim(), receive(5)], by('a'));
  expect(store.view.get('task', 'task-1')?.holder?.stationId).toBe('station-1');
  await store.syncNow();
  expect(store.view.get('task', 'task-1')?.holder?.stationId).toBe('station-2');
  expect([store.status().pending, quantityIn(store)]).toEqual([0, 15]);
  await store.close();
  const again = await bench.open({ disk });
  expect(again.status().refused).toMatchObject([{ command: { kind: 'claimTask' }, refusal: { code: 'TASK_HELD_BY_ANOTHER' } }]);
  again.dismissRefused(again.status().refused[0]!.command.id);
  await pause(bench.time.scheduler, 0);
  expect(again.status().refused).toEqual([]);
});

test('[SY12] at most the last refused claims are kept', async () => {
  const bench = createStoreBench();
  const store = await bench.open({ limits: { refusedClaims: 2 } });
  await store.syncNow();
  for (const trigger of ['1', '2', '3']) await store.commit([claim('task-1')], by(trigger));
  bench.platform.put({ ...sampleTask('task-1'), row: null } as never);
  await store.syncNow();
  expect([store.status().refused.map(({ command }) => command.stationSeq), store.status().pending]).toEqual([[2, 3], 0]);
});

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

test('[SY21] a row that is not what its kind looks like is left out and counted, the others are taken', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  bench.platform.put({ kind: 'task', id: 'bad', row: { id: 'bad', kind: 'unheard' } as never }, stockWrite(3, 'bin-1'));
  await store.syncNow();
  expect([store.status().malformedRows, store.view.get('task', 'bad'), quantityIn(store)]).toEqual([1, undefined, 3]);
});
