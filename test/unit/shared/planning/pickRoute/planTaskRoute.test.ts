import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import type { Bin } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { PickStep } from '#shared/model/task/task.ts';
import { createWalkDistances } from '#shared/planning/pickRoute/walkGraph.ts';
import { type RouteView, planTaskRoute, walkLengthMm } from '#shared/planning/pickRoute/planTaskRoute.ts';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { ruleSku } from '#test/support/rulesSite.ts';
import { testStartMs } from '#test/support/fixedClock.ts';

const demo = loadDemoSite(testStartMs);
const demoBins = new Map(demo.bins.map((bin) => [bin.id as string, bin]));
const demoSkus = new Map(demo.skus.map((sku) => [sku.id as string, sku]));

function viewOf(bins: ReadonlyMap<string, Bin>, skus: ReadonlyMap<string, Sku>): RouteView {
  return { get: (kind: 'bin' | 'sku', id: string) => (kind === 'bin' ? bins.get(id) : skus.get(id)) as never };
}

function stepAt(stepNo: number, binId: string, skuId: string, fields: Partial<PickStep> = {}): PickStep {
  return {
    stepNo,
    orderId: asId('o1'),
    lineNo: stepNo,
    skuId: asId(skuId),
    binId: asId(binId),
    lotId: null,
    quantity: 1,
    pickedQuantity: 0,
    status: 'open',
    shortReason: null,
    ...fields,
  };
}

/** Two aisles side by side with a cross aisle at both ends, packing in front of the first; one bin at each metre. */
const floor = {
  packingPoint: { xMm: 0, yMm: 0 },
  walk: {
    nodes: [
      { xMm: 0, yMm: 0 },
      { xMm: 0, yMm: 10_000 },
      { xMm: 4000, yMm: 10_000 },
      { xMm: 4000, yMm: 0 },
    ],
    edges: [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
      { from: 3, to: 0 },
    ],
  },
};
const bins = new Map<string, Bin>(
  [0, 4000].flatMap((xMm) =>
    Array.from({ length: 9 }, (_, index) => {
      const id = `${xMm === 0 ? 'L' : 'R'}${index + 1}`;
      return [id, { ...demo.bins[0]!, id: asId<'bin'>(id), at: { xMm: xMm + 500, yMm: (index + 1) * 1000 } }];
    }),
  ),
);
const skus = new Map<string, Sku>([
  ['bread', ruleSku('bread')],
  ['eggs', ruleSku('eggs', { isFragile: true })],
  ['water', ruleSku('water', { weightGrams: 9000 })],
  ['milk', ruleSku('milk', { temperature: 'chilled' })],
  ['ice', ruleSku('ice', { temperature: 'frozen' })],
]);
const view = viewOf(bins, skus);
const plan = (steps: readonly PickStep[], from = floor.packingPoint) => planTaskRoute({ steps: [...steps] }, view, floor, from);

test('[RT12] places on ways and the corners between them', () => {
  const walk = createWalkDistances(floor.walk);
  const [left, right] = [walk.nearestPlace({ xMm: 700, yMm: 2000 }), walk.nearestPlace({ xMm: 3600, yMm: 1000 })];
  expect([left, right, walk.betweenMm(left, right), walk.pathBetween(left, right)]).toEqual([
    { edge: 0, alongMm: 2000 },
    { edge: 2, alongMm: 9000 },
    7000,
    [
      { xMm: 0, yMm: 2000 },
      { xMm: 0, yMm: 0 },
      { xMm: 4000, yMm: 0 },
      { xMm: 4000, yMm: 1000 },
    ],
  ]);
});

test('[RT12] the corners of any way of the demo site add up to its length', () => {
  const walk = createWalkDistances(demo.site.walk!);
  const prng = createPrng(5);
  for (let round = 0; round < 200; round += 1) {
    const [a, b] = [0, 1].map(() => walk.nearestPlace(demo.bins[nextInt(prng, 0, demo.bins.length - 1)]!.at)) as [never, never];
    const path = walk.pathBetween(a, b);
    const drawnMm = path
      .slice(1)
      .reduce((sum, point, index) => sum + Math.hypot(point.xMm - path[index]!.xMm, point.yMm - path[index]!.yMm), 0);
    expect(Math.abs(drawnMm - walk.betweenMm(a, b))).toBeLessThan(2);
  }
});

test('[RT13] cold goods last, heavy before fragile, skipped at the end', () => {
  const cold = plan([stepAt(1, 'L1', 'ice'), stepAt(2, 'L2', 'milk'), stepAt(3, 'L9', 'bread')]);
  const fragile = plan([stepAt(1, 'L1', 'eggs'), stepAt(2, 'L5', 'water')]);
  const others = plan([stepAt(1, 'L1', 'eggs'), stepAt(2, 'L5', 'water', { orderId: asId('o2') })]);
  const skipped = plan([stepAt(1, 'L1', 'bread', { isSkipped: true }), stepAt(2, 'R9', 'milk')]);
  expect([cold?.stepNos, fragile?.stepNos, others?.lengthMm, skipped?.stepNos]).toEqual([[3, 2, 1], [2, 1], 10_000, [2, 1]]);
});

test('[RT14] one stop at a bin, and the shortest walk', () => {
  const steps = [
    stepAt(1, 'R2', 'bread'),
    stepAt(2, 'L8', 'bread'),
    stepAt(3, 'R2', 'bread', { orderId: asId('o2') }),
    stepAt(4, 'L3', 'bread'),
    stepAt(5, 'R8', 'bread'),
  ];
  const route = planTaskRoute({ steps, placeByOrder: { o1: 2, o2: 1 } }, view, floor);
  expect([
    route?.lengthMm,
    [
      [4, 2, 5, 3, 1],
      [3, 1, 5, 2, 4],
    ]
      .map(String)
      .includes(String(route?.stepNos)),
  ]).toEqual([28_000, true]);
});

test('[RT14] on the demo site no walk is longer than by walking order', () => {
  const prng = createPrng(11);
  const demoView = viewOf(demoBins, new Map([...demoSkus].map(([id, sku]) => [id, { ...sku, isFragile: false }])));
  const binOfSku = demo.stock.map((row) => ({
    skuId: demo.skus.find((sku) => sku.code === row.skuCode)!.id,
    bin: demo.bins.find((bin) => bin.code === row.binCode)!,
  }));
  for (let round = 0; round < 60; round += 1) {
    const steps = Array.from({ length: nextInt(prng, 2, 14) }, (_, index) => {
      const { skuId, bin } = binOfSku[nextInt(prng, 0, binOfSku.length - 1)]!;
      return stepAt(index + 1, bin.id, skuId);
    });
    const sequence = steps.map((step) => demoBins.get(step.binId)!).toSorted((a, b) => a.walkSequence - b.walkSequence);
    const byOrderMm = walkLengthMm(
      sequence.map((bin) => bin.at),
      demo.site,
    )!;
    const route = planTaskRoute({ steps }, demoView, demo.site)!;
    const walked = route.stepNos.map((stepNo) => demoBins.get(steps[stepNo - 1]!.binId)!.at);
    expect([route.lengthMm <= byOrderMm, walkLengthMm(walked, demo.site)]).toEqual([true, route.lengthMm]);
  }
});

test('[RT15] planned anew from where the picker stands', () => {
  const steps = [stepAt(1, 'L5', 'bread', { status: 'picked' }), stepAt(2, 'R9', 'bread'), stepAt(3, 'L9', 'bread')];
  expect(plan(steps, { xMm: 0, yMm: 5000 })).toEqual({
    stepNos: [3, 2],
    lengthMm: 4000 + 6000 + 13_000,
  });
});

test('[RT16] no plan without a walk graph, and none where nothing is open', () => {
  const { walk: _none, ...bare } = floor;
  expect([
    planTaskRoute({ steps: [stepAt(1, 'L1', 'bread')] }, view, bare),
    plan([stepAt(1, 'L1', 'bread', { status: 'short' })]),
    walkLengthMm([], bare),
  ]).toEqual([null, null, null]);
});
