import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { dayToReplay, toFloorDay } from '#renderer/features/policies/dayToReplay.ts';
import { createTestStore, testNoonMs } from '#test/support/createTestStore.ts';
import { createTestSite } from '#test/support/testSite.ts';

const dayMs = 86_400_000;

test('the orders of yesterday come with their picks, else those of today, else none', async () => {
  const test = await createTestStore();
  const { store } = test;
  const none = dayToReplay(store, testNoonMs);
  await test.place({ milk: 1, bread: 2 });
  await test.place({ water: 1 });
  await test.commit({ kind: 'joinTask', payload: { taskId: asId('task-1'), fromTaskIds: [asId('task-2')] } });
  const shown = (atMs: number) => {
    const replayed = dayToReplay(store, atMs);
    return replayed === null ? null : [replayed.day, replayed.allOrders, replayed.orders.map(({ steps }) => steps.length)];
  };
  expect([none, shown(testNoonMs + 1000), shown(testNoonMs + dayMs), shown(testNoonMs + 3 * dayMs)]).toEqual([
    null,
    ['today', 2, [2, 1]],
    ['yesterday', 2, [2, 1]],
    null,
  ]);
});

test('a site without a walk graph is not replayed', async () => {
  const test = await createTestStore();
  await test.place({ milk: 1 });
  const replayed = dayToReplay(test.store, testNoonMs + 1000)!;
  const { site } = createTestSite();
  const walk = { nodes: [site.packingPoint, { xMm: 0, yMm: 0 }], edges: [{ from: 0, to: 1 }] };
  const walked = await createTestStore([{ kind: 'site', id: site.id, row: { ...site, walk } }]);
  expect([toFloorDay(test.store, replayed, 2), toFloorDay(walked.store, replayed, 2)?.pickers]).toEqual([null, 2]);
});
