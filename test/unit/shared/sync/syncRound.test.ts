import { expect, test } from 'vitest';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { pause } from '#shared/ports/scheduler.ts';
import type { PushRequest } from '#shared/wire/platform/syncMessages.ts';
import { allRows, by, claim, createStoreBench, quantityIn, receive, sampleTask, stockWrite } from '#test/support/storeBench.ts';

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

test('[SY21] a row that is not what its kind looks like is left out and counted, the others are taken', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  bench.platform.put({ kind: 'task', id: 'bad', row: { id: 'bad', kind: 'unheard' } as never }, stockWrite(3, 'bin-1'));
  await store.syncNow();
  expect([store.status().malformedRows, store.view.get('task', 'bad'), quantityIn(store)]).toEqual([1, undefined, 3]);
});
