import { expect, test } from 'vitest';
import { lookEveryMs, watchStation } from '#renderer/store/watchStation.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { by, createStoreBench, quantityIn, receive } from '#test/support/storeBench.ts';

test('[ST17] a full disk is a light that goes out by itself when there is space; what was not saved was not shown', async () => {
  const bench = createStoreBench();
  let fault: StorageFault['kind'] | null = null;
  const store = await bench.open({
    diskHooks: {
      before(call) {
        if (fault !== null && call !== 'readNote') throw new StorageFault(fault, 'no space');
      },
    },
  });
  await store.syncNow();
  const stop = watchStation(store, { scheduler: bench.time.scheduler, nowMs: bench.time.clock.nowMs, onOnline: () => () => undefined });
  const before = quantityIn(store);
  for (const kind of ['quota', 'closed', 'timeout'] as const) {
    fault = kind;
    await expect(store.commit([receive(5)], by(`scan-${kind}`))).rejects.toThrow('no space');
    expect([store.status().storageFault, quantityIn(store), store.status().pending]).toEqual([kind, before, 0]);
    bench.time.advance(lookEveryMs);
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.status().storageFault).toBe(kind);
    fault = null;
    bench.time.advance(lookEveryMs);
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.status().storageFault).toBeNull();
  }
  expect((await store.commit([receive(5)], by('scan-quota'))).ok).toBe(true);
  expect(quantityIn(store)).toBe((before ?? 0) + 5);
  stop();
  expect(bench.time.waiting()).toEqual([]);
});

test('[ST18] after a sleep, a clock that was set or a cable put back the store syncs at once', async () => {
  const bench = createStoreBench();
  const store = await bench.open();
  let rounds = 0;
  let jumpMs = 0;
  let online = () => {};
  const watched = { status: store.status, writeNote: store.writeNote, syncNow: async () => void (rounds += 1) };
  watchStation(watched, {
    scheduler: bench.time.scheduler,
    nowMs: () => bench.time.clock.nowMs() + jumpMs,
    onOnline(use) {
      online = use;
      return () => undefined;
    },
  });
  bench.time.advance(lookEveryMs);
  expect(rounds).toBe(0);
  for (const jump of [3_600_000, -7_200_000]) {
    jumpMs += jump;
    bench.time.advance(lookEveryMs);
  }
  expect(rounds).toBe(2);
  bench.time.advance(lookEveryMs);
  online();
  expect(rounds).toBe(3);
});
