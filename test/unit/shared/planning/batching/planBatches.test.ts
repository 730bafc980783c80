import { describe, expect, test } from 'vitest';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import type { BatchOrder } from '#shared/planning/batching/batchProblem.ts';
import { planBatches, type BatchPlan, type BatchSnapshot } from '#shared/planning/batching/planBatches.ts';
import { planRoute } from '#shared/planning/pickRoute/planRoute.ts';

const floor = { aisleXMm: [0, 3000, 6000, 9000], crossYMm: [0, 20_000], depot: { xMm: 4500, yMm: 0 } };

function drawOrders(seed: number, count: number, more: (index: number) => Partial<BatchOrder> = () => ({})): BatchOrder[] {
  const prng = createPrng(seed);
  return Array.from({ length: count }, (_, index) => {
    const stops = Array.from({ length: nextInt(prng, 1, 6) }, () => ({
      aisle: nextInt(prng, 0, 3),
      yMm: 500 + 1000 * nextInt(prng, 0, 18),
    }));
    return { id: `order-${index}`, stops, lines: stops.length, ...more(index) };
  });
}

const membersOf = (plan: BatchPlan, orders: readonly BatchOrder[]) =>
  plan.batches.map(({ orderIds }) => orderIds.map((id) => orders.find((order) => order.id === id)!));
const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);

describe('planBatches', () => {
  test('[BA1] [BA2] [BA5] every order walks once, no trolley is too full, and nothing simple is shorter', () => {
    const orders = drawOrders(1, 30, (index) => ({
      volumeMl: 1000 + 300 * (index % 5),
      weightGrams: 500 * (index % 7),
      totes: 1 + (index % 2),
    }));
    const limits = { lines: 14, volumeMl: 7000, weightGrams: 6000, totes: 5, orders: 4 };
    const plan = planBatches({ floor, orders, limits }, { seed: 1, maxSteps: 20_000 });
    const groups = membersOf(plan, orders);
    expect(
      groups
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(orders.map(({ id }) => id).toSorted());
    for (const group of groups) {
      expect(sum(group.map(({ lines }) => lines))).toBeLessThanOrEqual(limits.lines);
      expect(sum(group.map(({ volumeMl = 0 }) => volumeMl))).toBeLessThanOrEqual(limits.volumeMl);
      expect(sum(group.map(({ weightGrams = 0 }) => weightGrams))).toBeLessThanOrEqual(limits.weightGrams);
      expect(sum(group.map(({ totes = 1 }) => totes))).toBeLessThanOrEqual(limits.totes);
      expect(group.length).toBeLessThanOrEqual(limits.orders);
    }
    expect(plan.totalMm).toBeLessThanOrEqual(Math.min(plan.firstComeMm, plan.savingsMm));
    expect(
      sum(
        groups.map(
          (group) =>
            planRoute(
              floor,
              group.flatMap(({ stops }) => stops),
            ).lengthMm,
        ),
      ),
    ).toBe(plan.totalMm);
  });

  test('[BA3] waves stay apart', () => {
    const orders = drawOrders(3, 16, (index) => ({ wave: index % 2 === 0 ? 'noon' : 'evening' }));
    const plan = planBatches({ floor, orders, limits: { lines: 20 } }, { seed: 1, maxSteps: 5000 });
    expect(membersOf(plan, orders).filter((group) => new Set(group.map(({ wave }) => wave)).size > 1)).toEqual([]);
  });

  test('[BA4] what shares a walk is back before the first of it is due', () => {
    const orders = drawOrders(4, 16, (index) => ({ dueAtMs: 60_000 * (2 + index) }));
    const pace = { startAtMs: 0, walkMmPerSecond: 1000, msPerLine: 10_000 };
    const plan = planBatches({ floor, orders, limits: { lines: 40 }, pace }, { seed: 1, maxSteps: 5000 });
    const late = plan.batches.filter((batch, index) => {
      const backAtMs = (batch.lengthMm / pace.walkMmPerSecond) * 1000 + batch.lines * pace.msPerLine;
      return batch.orderIds.length > 1 && backAtMs > Math.min(...membersOf(plan, orders)[index]!.map(({ dueAtMs = Infinity }) => dueAtMs));
    });
    expect(late).toEqual([]);
    expect(plan.batches.some(({ orderIds }) => orderIds.length > 1)).toBe(true);
  });

  test('[BA6] [BA8] a seed and a number of steps give one plan, with its reasons', () => {
    const snapshot: BatchSnapshot = { floor, orders: drawOrders(6, 12), limits: { lines: 12 } };
    const plan = planBatches(snapshot, { seed: 6, maxSteps: 3000 });
    expect(planBatches(snapshot, { seed: 6, maxSteps: 3000 })).toEqual(plan);
    for (const { orderIds, lengthMm, reason } of plan.batches) {
      const alone = sum(orderIds.map((id) => planRoute(floor, snapshot.orders.find((order) => order.id === id)!.stops).lengthMm));
      const key = orderIds.length > 1 ? 'batching.sharedWalk' : 'batching.alone';
      expect(reason).toEqual({ key, params: { orders: orderIds.length, lengthMm, savedMm: alone - lengthMm } });
    }
  });

  test('[BA7] the search ends at its time, and at once when it is aborted', () => {
    const snapshot: BatchSnapshot = { floor, orders: drawOrders(7, 12), limits: { lines: 12 } };
    let nowMs = 0;
    let looks = 0;
    const clock = { nowMs: () => ((looks += 1), (nowMs += 100)) };
    const plan = planBatches(snapshot, { seed: 1, limitMs: 1000, clock });
    expect(looks).toBe(11);
    const aborted = planBatches(snapshot, { seed: 1, maxSteps: 1e12, signal: { aborted: true } });
    expect(aborted.totalMm).toBe(Math.min(aborted.savingsMm, aborted.firstComeMm));
    expect(plan.totalMm).toBeLessThanOrEqual(aborted.totalMm);
    expect(() => planBatches(snapshot, { seed: 1 })).toThrow('a plan needs a limit');
  });

  test('[BA9] an order too large for any trolley is named', () => {
    const orders = drawOrders(9, 3, (index) => ({ weightGrams: index === 2 ? 9000 : 100 }));
    expect(() => planBatches({ floor, orders, limits: { weightGrams: 5000 } }, { seed: 1, maxSteps: 10 })).toThrow(
      'order order-2 alone takes more',
    );
  });

  test('[BA10] seven orders are divided as well as any division can be', () => {
    for (let seed = 20; seed < 26; seed += 1) {
      const orders = drawOrders(seed, 7);
      const limits = { lines: 10 };
      const plan = planBatches({ floor, orders, limits }, { seed, maxSteps: 20_000 });
      expect(plan.totalMm).toBe(bestDivisionMm(orders, limits.lines));
    }
  });

  test('[BA1] [BA5] a floor of three blocks is batched too', () => {
    const blocks = { ...floor, crossYMm: [0, 6000, 13_000, 20_000] };
    const orders = drawOrders(30, 8);
    const plan = planBatches({ floor: blocks, orders, limits: { lines: 12 } }, { seed: 1, maxSteps: 500 });
    expect(plan.totalMm).toBe(
      sum(
        membersOf(plan, orders).map(
          (group) =>
            planRoute(
              blocks,
              group.flatMap(({ stops }) => stops),
            ).lengthMm,
        ),
      ),
    );
  });
});

/** Tries every division. */
function bestDivisionMm(orders: readonly BatchOrder[], lines: number): number {
  const all = (1 << orders.length) - 1;
  const of = (set: number) => orders.filter((_, index) => (set >> index) & 1);
  const tours = Array.from({ length: all + 1 }, (_, set) =>
    sum(of(set).map((order) => order.lines)) <= lines
      ? planRoute(
          floor,
          of(set).flatMap(({ stops }) => stops),
        ).lengthMm
      : Infinity,
  );
  const best = new Array<number>(all + 1).fill(Infinity);
  best[0] = 0;
  for (let set = 1; set <= all; set += 1) {
    for (let part = set; part > 0; part = (part - 1) & set) best[set] = Math.min(best[set]!, tours[part]! + best[set ^ part]!);
  }
  return best[all]!;
}
