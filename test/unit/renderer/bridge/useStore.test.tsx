import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { createChangeFeed } from '#renderer/bridge/changeFeed.ts';
import { StoreContext, useRecord, useRecords, useStoreStatus, useView } from '#renderer/bridge/useStore.ts';
import type { RecordKind } from '#shared/model/records.ts';
import type { StationStore, StoreChange } from '#shared/sync/stationStore.ts';
import { alertDraft, by, createStoreBench, quantityIn, receive, stockId } from '#test/support/storeBench.ts';

async function stage() {
  const bench = createStoreBench();
  const store = await bench.open();
  await store.syncNow();
  const wrapper = ({ children }: { children: ReactNode }) => <StoreContext.Provider value={store}>{children}</StoreContext.Provider>;
  return { store, wrapper };
}

test('[SY23] a screen sees its own commit at once, and the state with it', async () => {
  const { store, wrapper } = await stage();
  const { result } = renderHook(() => [useRecord('stock', stockId())?.quantity, useStoreStatus().pending], { wrapper });
  await act(() => store.commit([receive(5)], by('a')));
  expect(result.current).toEqual([15, 1]);
});

test('[SY23] a view is read again only for its kinds, and the same list is the same', async () => {
  const { store, wrapper } = await stage();
  let reads = 0;
  const selector = (from: StationStore) => {
    reads += 1;
    return [...from.all('task')];
  };
  const { result } = renderHook(() => useView(selector, ['task', 'stock']), { wrapper });
  const [first, readsFirst] = [result.current, reads];
  await act(() => store.commit([alertDraft('a1')], by('a')));
  expect([result.current === first, reads]).toEqual([true, readsFirst]);
  await act(() => store.commit([receive(1)], by('b')));
  expect([result.current === first, reads > readsFirst, quantityIn(store)]).toEqual([true, true, 11]);
});

test('[SY23] a list follows with the next picture', async () => {
  const { store, wrapper } = await stage();
  const { result } = renderHook(() => useRecords('alert').length, { wrapper });
  await act(async () => {
    await store.commit([alertDraft('a1'), alertDraft('a2')], by('a'));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  expect(result.current).toBe(2);
});

test('[SY23] changes until the next picture are told together, once', () => {
  let tell: (change: StoreChange) => void = () => {};
  const draws: (() => void)[] = [];
  const feed = createChangeFeed({ onChange: (use) => ((tell = use), () => {}) }, (draw) => draws.push(draw));
  const heard = { now: 0, frame: 0 };
  for (const pace of ['now', 'frame'] as const) feed.subscribe(['order'], pace, () => (heard[pace] += 1));
  const change = (...kinds: RecordKind[]) => tell(new Map(kinds.map((kind) => [kind, new Set(['x'])])));
  change('order');
  change('task');
  change('order');
  expect([heard, draws.length]).toEqual([{ now: 2, frame: 0 }, 1]);
  draws[0]!();
  expect([heard, feed.versionOf(['order']), feed.versionOf(['order', 'task'])]).toEqual([{ now: 2, frame: 1 }, 2, 3]);
});
