import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { walkToGo } from '#renderer/features/picking/PickingMap.tsx';
import { createTestStore } from '#test/support/createTestStore.ts';
import { createTestSite } from '#test/support/testSite.ts';

test('[RT12] the walk to go has every corner, a stop a bin in walking order, and ends at packing', async () => {
  const { site, bins } = createTestSite();
  const nodes = [site.packingPoint, ...bins.map((bin) => bin.at)];
  const walk = { nodes, edges: nodes.map((_, index) => ({ from: index, to: (index + 1) % nodes.length })) };
  const row = { ...site, walk };
  const { store, place } = await createTestStore([{ kind: 'site', id: site.id, row }]);
  await place({ water: 1, bread: 1, milk: 1 });
  const task = store.view.get('task', asId('task-1'))!;
  const shown = walkToGo(task, store, row)!;
  const drawnMm = shown.points
    .slice(1)
    .reduce((sum, point, index) => sum + Math.hypot(point.xMm - shown.points[index]!.xMm, point.yMm - shown.points[index]!.yMm), 0);
  const binOf = (index: number) => bins.find((bin) => bin.id === task.steps[index]!.binId)!.at;
  expect({
    stops: shown.stops,
    ends: [shown.points[0], shown.points.at(-1)],
    isWhole: Math.abs(drawnMm - shown.lengthMm) < 10,
    without: walkToGo(task, store, site),
  }).toEqual({
    stops: [0, 1, 2].map((index) => ({ at: binOf(index), no: index + 1, isNext: index === 0 })),
    ends: [site.packingPoint, site.packingPoint],
    isWhole: true,
    without: null,
  });
});
