import { expect, test } from 'vitest';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { alertDraft, allRows, by, claim, createStoreBench, pick, quantityIn, receive } from '#test/support/storeBench.ts';

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

test('[SY3] a refusal of one draft refuses all, and nothing is written', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const store = await bench.open({ disk });
  await store.syncNow();
  const before = allRows(store);
  expect(await store.commit([receive(1), claim('no-such-task')], by('a'))).toEqual({
    ok: false,
    error: { code: 'UNKNOWN_TASK', params: {} },
  });
  expect([allRows(store), disk.outbox.size, store.status().pending]).toEqual([before, 0, 0]);
});

test('[SY4] nothing shows before the disk has it; a disk that does not take it is a light and nothing happened', async () => {
  const bench = createStoreBench();
  let full = false;
  const seen: (number | undefined)[] = [];
  const store = await bench.open({
    diskHooks: {
      before(call) {
        if (call !== 'commit') return;
        seen.push(quantityIn(store));
        if (full) throw new StorageFault('quota', 'disk full');
      },
    },
  });
  await store.syncNow();
  await store.commit([receive(5)], by('a'));
  full = true;
  await expect(store.commit([receive(5)], by('b'))).rejects.toMatchObject({ name: 'StorageFault', kind: 'quota' });
  expect([quantityIn(store), store.status().storageFault, store.status().pending]).toEqual([15, 'quota', 1]);
  full = false;
  const again = await store.commit([receive(5)], by('b'));
  expect([seen, quantityIn(store), store.status().storageFault]).toEqual([[10, 15, 15], 20, null]);
  expect(again.ok && again.value[0]!.stationSeq).toBe(2);
});

test('[SY5] commits given at once are decided in the order of the calls, each on what came before', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  const receipts = await Promise.all([
    store.commit([alertDraft('a1')], by('1')),
    store.commit([{ kind: 'settleAlert', payload: { alertId: 'a1' as never, status: 'closed' } }], by('2')),
    store.commit([receive(1)], by('3')),
  ]);
  expect(receipts.map((receipt) => receipt.ok && receipt.value[0]!.stationSeq)).toEqual([1, 2, 3]);
  expect(store.view.get('alert', 'a1')?.status).toBe('closed');
});

test('[SY6] the same trigger again is the same commit, also after a restart, and is forgotten beyond the limit', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const store = await bench.open({ disk, limits: { triggers: 3 } });
  await store.syncNow();
  const first = await store.commit([receive(5)], by('scan-1'));
  expect(await store.commit([receive(5)], by('scan-1'))).toEqual(first);
  await store.syncNow();
  await store.close();
  const again = await bench.open({ disk, limits: { triggers: 3 } });
  expect(await again.commit([receive(5)], by('scan-1'))).toEqual(first);
  expect(quantityIn(again)).toBe(15);
  for (const trigger of ['scan-2', 'scan-3', 'scan-4']) await again.commit([receive(1)], by(trigger));
  await again.commit([receive(5)], by('scan-1'));
  expect(quantityIn(again)).toBe(23);
});

test('[SY6] a refused trigger may be tried again', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  await store.commit([claim('task-9')], by('key-1'));
  expect((await store.commit([claim('task-1')], by('key-1'))).ok).toBe(true);
});

test('[SY7] numbers go on without gaps after a restart, in the same outbox', async () => {
  const bench = createStoreBench();
  const disk = createMemoryDisk();
  const store = await bench.open({ disk });
  await store.commit([receive(1), receive(1)], by('a'));
  await store.close();
  const again = await bench.open({ disk });
  await again.commit([receive(1)], by('b'));
  expect(again.pendingCommands().map((command) => command.stationSeq)).toEqual([1, 2, 3]);
  expect(new Set(again.pendingCommands().map((command) => command.outboxId)).size).toBe(1);
});

test('[SY7] a command carries its station, operator and time', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.commit([receive(1)], by('a'));
  expect(store.pendingCommands()[0]).toMatchObject({
    stationId: 'station-1',
    operatorId: 'op-1',
    atMs: bench.time.clock.nowMs(),
    stationSeq: 1,
  });
});

test('[SY23] changes are told once per commit and once per pull, with kinds and ids', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  const heard: unknown[] = [];
  const stop = store.onChange((change) => heard.push([...change].map(([kind, ids]) => [kind, [...ids]])));
  await store.commit([receive(1), alertDraft('a1')], by('a'));
  await store.syncNow();
  stop();
  await store.commit([receive(1)], by('b'));
  expect(heard).toEqual([
    [
      ['stock', ['sku-1|bin-1|-|available']],
      ['alert', ['a1']],
    ],
    expect.anything(),
  ]);
});

test('[SY22] the same news after a failed round say that the platform is back: a round starts without the wait after failures', async () => {
  const bench = createStoreBench();
  let isDown = false;
  const before = () => {
    if (isDown) throw new LinkFault('offline', 'cut');
  };
  const store = await bench.open({ isSyncing: true, linkHooks: { before } });
  await store.syncNow();
  isDown = true;
  await store.commit([receive(1)], by('a'));
  await store.syncNow();
  expect([store.status().linkFault, store.status().pending]).toEqual(['offline', 1]);
  isDown = false;
  const isSynced = new Promise<void>((resolve) => store.onStatus(({ linkFault }) => void (linkFault === null && resolve())));
  bench.platform.announce();
  await isSynced;
  expect(store.status().pending).toBe(0);
  await store.close();
});

test('[SY22] news, commits and the timer start rounds by themselves', async () => {
  const bench = createStoreBench();
  const calls: string[] = [];
  const store = await bench.open({ isSyncing: true, linkHooks: { before: (call) => void calls.push(call) } });
  await store.syncNow();
  calls.length = 0;
  await store.commit([receive(1)], by('a'));
  await store.commit([receive(1)], by('b'));
  expect(calls).toEqual([]);
  bench.time.advance(50);
  await store.syncNow();
  expect(calls.filter((call) => call === 'push').length).toBe(1);
  expect(store.status().pending).toBe(0);
  calls.length = 0;
  bench.time.advance(30_000);
  await store.syncNow();
  expect(calls.length).toBeGreaterThanOrEqual(2);
  await store.close();
});
