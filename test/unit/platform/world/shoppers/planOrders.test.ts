import { describe, expect, it } from 'vitest';
import { orderIntake } from '#shared/wire/platform/platformMessages.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { straightMetres } from '#platform/world/shoppers/inventAddress.ts';
import { dailyCurve } from '#platform/world/shoppers/dailyCurve.ts';
import { type PlannedOrder, planOrders } from '#platform/world/shoppers/planOrders.ts';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';

const demo = loadDemoSite(Date.UTC(2026, 2, 4, 3));

function take(seed: number, count: number, startHour = 11): PlannedOrder[] {
  const orders: PlannedOrder[] = [];
  for (const order of planOrders({
    seed,
    peakOrdersPerHour: 180,
    startHour,
    site: demo.site,
    skus: demo.skus,
    popularity: demo.popularity,
  })) {
    orders.push(order);
    if (orders.length === count) break;
  }
  return orders;
}

const day = take(7, 2000);

describe('planOrders', () => {
  it('makes the same orders of the same seed, and others of another', () => {
    expect(take(7, 300)).toEqual(day.slice(0, 300));
    expect(take(8, 20)).not.toEqual(day.slice(0, 20));
  });

  it('sends what the platform takes', () => {
    const refused = day.filter((order) => !orderIntake.safeParse({ ...order.intake, placedAtMs: 1, promiseAtMs: 2 }).success);
    expect(refused).toEqual([]);
  });

  it('brings at least 150 orders in the demo hour', () => {
    expect(day.filter((order) => order.afterStartMs <= 3_600_000).length).toBeGreaterThanOrEqual(150);
  });

  it('fills baskets with 1 to 7 different lines, 3 on average', () => {
    const sizes = day.filter((order) => order.intake.channel !== 'liveStream').map((order) => order.intake.lines.length);
    const mean = sizes.reduce((left, right) => left + right, 0) / sizes.length;
    expect([Math.min(...sizes), Math.max(...sizes), Math.round(mean)]).toEqual([1, 7, 3]);
    expect(day.every((order) => new Set(order.intake.lines.map((line) => line.skuId)).size === order.intake.lines.length)).toBe(true);
  });

  it('sells the best sellers far more often than the slow ones, but not only them', () => {
    const ranks = new Map(demo.popularity.map((skuId, rank) => [skuId, rank]));
    const sold = day.flatMap((order) => order.intake.lines.map((line) => ranks.get(line.skuId) ?? -1));
    const share = (from: number, to: number) => sold.filter((rank) => rank >= from && rank < to).length / sold.length;
    expect(share(0, 100)).toBeGreaterThan(0.25);
    expect(share(1000, 2000)).toBeGreaterThan(0.1);
  });

  it('delivers within 3 km in a straight line', () => {
    const distances = day.map((order) => straightMetres(demo.site.location, order.intake.destination));
    expect(Math.max(...distances)).toBeLessThanOrEqual(3001);
    expect(Math.min(...distances)).toBeGreaterThan(200);
  });

  it('uses every channel that is ordered through, and pays, clears and accepts where the channel asks for it', () => {
    const channels = new Set(day.map((order) => order.intake.channel));
    expect(channels.size).toBe(Object.keys(channelPolicies).length - 1);
    const unfinished = day.filter(({ intake, followUps }) => {
      const kinds = followUps.map((step) => step.kind);
      const policy = channelPolicies[intake.channel];
      return (
        (intake.payment === 'unpaid' && !kinds.includes('pay')) ||
        (policy.needsCustomsClearance && !kinds.includes('clearCustoms')) ||
        (!policy.isAutoAccepted && !kinds.includes('accept'))
      );
    });
    expect(unfinished).toEqual([]);
  });

  it('is busier in the evening than at night', () => {
    expect(dailyCurve(18)).toBe(1);
    expect(dailyCurve(3)).toBeLessThan(0.1);
    expect(dailyCurve(25.5)).toBeCloseTo(dailyCurve(1.5));
  });
});
