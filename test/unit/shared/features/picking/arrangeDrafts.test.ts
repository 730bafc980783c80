import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { arrangeDrafts, standingPoint } from '#shared/features/picking/arrangeDrafts.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { createTestSite, testBinCode, testGtins, testSkuIds } from '#test/support/testSite.ts';

const { site, bins } = createTestSite();
const byX = bins.toSorted((a, b) => a.at.xMm - b.at.xMm || a.at.yMm - b.at.yMm);
/** One way past all bins of the test site, from packing and round again. */
const points = [site.packingPoint, ...byX.map((bin) => bin.at)];
const walk = { nodes: points, edges: points.map((_, index) => ({ from: index, to: (index + 1) % points.length })) };
const withWalk = { kind: 'site' as const, id: site.id, row: { ...site, walk } };
const taskId = asId<'task'>('task-1');

async function open(routing: 'planned' | 'sequence') {
  const row = { ...withWalk.row, pickingPolicy: { ...defaultPickingPolicy, routing } };
  const test = await createTestStore([{ ...withWalk, row }]);
  await test.place({ water: 1, beer: 1, noodles: 1, bread: 1 });
  const { view } = test.store;
  const task = () => view.get('task', taskId)!;
  await test.commit({ kind: 'claimTask', payload: { taskId, isTakeover: false } });
  for (const draft of arrangeDrafts(task(), view, row, standingPoint(task(), view, row))) await test.commit(draft);
  return { test, task, row, work: driveWorkflow(test, startPicking(task()), stepPicking, settlePicking) };
}

const openSkus = (steps: readonly { status: string; skuId: string }[]) =>
  steps.filter((step) => step.status === 'open').map((step) => step.skuId);

test('[PW19] a walk is planned on the station, and what is left is planned anew after a short and a skip', async () => {
  const { test, task, row, work } = await open('planned');
  expect(arrangeDrafts(task(), test.store.view, row, row.packingPoint)).toEqual([]);
  await work.scan(toSiteCode('tote', 'T001'));
  const first = task().steps[0]!;
  const skipped = await work.act('skip');
  const afterSkip = openSkus(task().steps);
  const current = task().steps.find((step) => step.status === 'open')!;
  await work.act('short', 'notFound');
  const standing = test.store.view.get('bin', current.binId)!.at;
  const left = { ...task(), steps: task().steps.filter((step) => step.status === 'open') };
  expect([
    skipped.commands[0],
    afterSkip.at(-1),
    openSkus(task().steps).at(-1),
    arrangeDrafts(left, test.store.view, row, standing),
  ]).toEqual(['skipStep', first.skuId, first.skuId, []]);
});

test('[PW19] a picker who stands farther in goes on from there', async () => {
  const { test, task, row, work } = await open('planned');
  await work.scan(toSiteCode('tote', 'T001'));
  const sku = task().steps[0]!.skuId;
  const name = (Object.keys(testSkuIds) as (keyof typeof testSkuIds)[]).find((key) => testSkuIds[key] === sku) as 'water';
  await work.scan(toSiteCode('bin', testBinCode(name)));
  await work.scan(testGtins[name]);
  expect(standingPoint(task(), test.store.view, row)).toEqual(bins.find((bin) => bin.code === testBinCode(name))?.at);
});

test('[PW19] a site that walks by sequence plans nothing', async () => {
  const { task, test, row, work } = await open('sequence');
  await work.scan(toSiteCode('tote', 'T001'));
  const skipped = await work.act('skip');
  expect([skipped.commands, arrangeDrafts(task(), test.store.view, row, row.packingPoint)]).toEqual([['skipStep'], []]);
});

test('[PW16] an order of the trolley that is cancelled is asked for no tote: the others go on', async () => {
  const test = await createTestStore();
  await test.place({ milk: 1 });
  const goneId = await test.place({ bread: 1 });
  await test.commit({ kind: 'joinTask', payload: { taskId, fromTaskIds: [asId<'task'>('task-2')] } });
  await test.commit({ kind: 'claimTask', payload: { taskId, isTakeover: false } });
  await test.commit({ kind: 'cancelOrder', payload: { orderId: goneId, reason: 'customer' } });
  const work = driveWorkflow(test, startPicking(test.store.view.get('task', taskId)!), stepPicking, settlePicking);
  await work.scan(toSiteCode('tote', 'T001'));
  expect(work.state().phase).toBe('bin');
});
