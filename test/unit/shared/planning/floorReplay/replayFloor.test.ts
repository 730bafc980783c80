import { expect, test } from 'vitest';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { type FloorDay, replayFloor, replayFloorInSteps } from '#shared/planning/floorReplay/replayFloor.ts';
import { sShapeOrder } from '#shared/planning/floorReplay/sShapeOrder.ts';
import { siteWalkOf, walkLengthMm } from '#shared/planning/pickRoute/planTaskRoute.ts';
import { drawFloorDay } from '#test/bench/floor/drawFloorDay.ts';
import { floorWays } from '#test/bench/floor/floorWays.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { waveDemo } from '#test/support/waveDraws.ts';

const day = drawFloorDay(waveDemo, { seed: 4, orders: 24, ordersPerHour: 400, pickers: 2, startMs: testStartMs });
const alone = (orders: FloorDay['orders']): FloorDay => ({ ...day, orders });

test('[FR1] one order alone walks exactly its planned walk', () => {
  const [first] = day.orders;
  const { walkedMm, walks, lines } = replayFloor(alone([first!]), floorWays.baseline);
  const stepNos = sShapeOrder({ steps: [...first!.steps] }, day.view, siteWalkOf(day.site.walk!));
  const points = stepNos.map((stepNo) => day.view.get('bin', first!.steps.find((step) => step.stepNo === stepNo)!.binId)!.at);
  expect({ walkedMm, walks, lines }).toEqual({ walkedMm: walkLengthMm(points, day.site), walks: 1, lines: first!.steps.length });
});

test('[FR2] the same orders, policy and seed give the same replay, in one go or bit by bit', () => {
  const steps = replayFloorInSteps(day, floorWays.halfhour);
  const shares: number[] = [];
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) shares.push(step.value);
  expect([step.value, shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1)]).toEqual([
    replayFloor(day, floorWays.halfhour),
    true,
  ]);
});

test('[FR3] trolleys walk less than single picking, and single picking less than the S-shape', () => {
  const [baseline, single, halfhour] = [floorWays.baseline, floorWays.single, floorWays.halfhour].map((way) => replayFloor(day, way));
  expect([baseline!.walks, single!.walks]).toEqual([24, 24]);
  expect(halfhour!.walks).toBeLessThan(24);
  expect(halfhour!.walkedMm).toBeLessThan(single!.walkedMm * 0.9);
  expect(single!.walkedMm).toBeLessThanOrEqual(baseline!.walkedMm);
});

test('[FR3] a trolley of one place is single picking', () => {
  const policy = { ...defaultPickingPolicy, trolley: { ...defaultPickingPolicy.trolley, orders: 1 } };
  expect(replayFloor(day, { ...floorWays.halfhour, policy })).toEqual(replayFloor(day, floorWays.single));
});

test('[FR4] an order is in time when it is packed before handover and ride must begin', () => {
  const [first] = day.orders;
  const done = replayFloor(alone([first!]), floorWays.single).lastDoneAtMs;
  const { handover, ride } = day.site.stageBudgetsMs;
  const promised = (promiseAtMs: number) => alone([{ ...first!, order: { ...first!.order, promiseAtMs } }]);
  expect([0, -2].map((earlierMs) => replayFloor(promised(done + handover + ride + 1 + earlierMs), floorWays.single).onTimeOrders)).toEqual([
    1, 0,
  ]);
});

test('[FR5] up one aisle and down the next, cold goods last', () => {
  const { steps } = day.orders.toSorted((a, b) => b.steps.length - a.steps.length)[0]!;
  const walk = siteWalkOf(day.site.walk!);
  const order = sShapeOrder({ steps: [...steps] }, day.view, walk);
  const stops = order.map((stepNo) => {
    const step = steps.find((candidate) => candidate.stepNo === stepNo)!;
    const bin = day.view.get('bin', step.binId)!;
    return { ...walk.nearestPlace(bin.at), rank: ['ambient', 'chilled', 'frozen'].indexOf(day.view.get('sku', step.skuId)!.temperature) };
  });
  const aisles = stops.filter((stop, index) => stop.edge !== stops[index - 1]?.edge).map(({ edge }) => edge);
  const isTurning = aisles.every((edge, index) => {
    const inside = stops.filter((stop) => stop.edge === edge).map(({ alongMm }) => alongMm);
    const sorted = inside.toSorted((a, b) => (index % 2 === 0 ? a - b : b - a));
    return String(inside) === String(sorted);
  });
  const ranks = stops.map(({ rank }) => rank);
  expect([order.toSorted((a, b) => a - b), new Set(aisles).size, isTurning, ranks]).toEqual([
    steps.map((step) => step.stepNo),
    aisles.length,
    true,
    ranks.toSorted((a, b) => a - b),
  ]);
});

test('[FR6] parts of zones are walked side by side, and the order is packed once, after the last', () => {
  const zonesOf = ({ steps }: FloorDay['orders'][number]) => new Set(steps.map((step) => day.view.get('bin', step.binId)?.zoneId)).size;
  const widest = day.orders.toSorted((a, b) => zonesOf(b) - zonesOf(a) || b.steps.length - a.steps.length)[0]!;
  const policy = { ...floorWays.single.policy, splitByZoneFromLines: 2 };
  const [whole, parted] = [floorWays.single, { ...floorWays.single, policy }].map((way) => replayFloor(alone([widest]), way));
  expect(zonesOf(widest)).toBeGreaterThan(1);
  expect([whole!.walks, parted!.walks]).toEqual([1, zonesOf(widest)]);
  expect(parted!.lastDoneAtMs).toBeLessThan(whole!.lastDoneAtMs);
  expect([parted!.orders, parted!.lines]).toEqual([1, widest.steps.length]);
});
