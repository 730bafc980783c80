import { describe, expect, it } from 'vitest';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import { dispatchWeights } from '#shared/planning/dispatch/dispatchWeights.ts';
import { checkDeliveryDay } from '#platform/features/planning/deliveryDays/checkDeliveryDay.ts';
import type { DayTrip, DeliveryDay } from '#platform/features/planning/deliveryDays/deliveryDay.ts';
import { replayDeliveryDay } from '#platform/features/planning/deliveryDays/replayDeliveryDay.ts';

const point = (prng: ReturnType<typeof createPrng>) => ({ x: nextInt(prng, 0, 4000), y: nextInt(prng, 0, 4000) });

function randomDay(seed: number, orders = 60): DeliveryDay {
  const prng = createPrng(seed);
  const restaurants = new Map(['r1', 'r2', 'r3'].map((id) => [id, point(prng)]));
  return {
    restaurants,
    orders: Array.from({ length: orders }, (_, index) => {
      const placedAt = nextInt(prng, 10, 200);
      return {
        id: `o${index + 1}`,
        ...point(prng),
        placedAt,
        restaurant: `r${nextInt(prng, 1, 3)}`,
        readyAt: placedAt + nextInt(prng, 5, 20),
      };
    }),
    couriers: Array.from({ length: 8 }, (_, index) => ({ id: `c${index + 1}`, ...point(prng), onAt: nextInt(prng, 0, 30), offAt: 400 })),
    metresPerMinute: 320,
    pickupServiceMinutes: 4,
    doorServiceMinutes: 4,
    targetMinutes: 40,
    maximumMinutes: 90,
  };
}

const replay = (day: DeliveryDay, steps = 40) =>
  replayDeliveryDay(day, { seed: 1, maxOrdersPerTrip: 4, steps, weights: dispatchWeights, stopwatchMs: () => 0 }).trips;

describe('a replayed day', () => {
  it.each([1, 2, 3])('is feasible by the independent checker and delivers everything, seed %i', (seed) => {
    const day = randomDay(seed);
    const { violations, metrics } = checkDeliveryDay(day, { trips: replay(day) });
    expect({ violations, delivered: metrics.deliveredPct }).toEqual({ violations: [], delivered: 100 });
  });

  it('[TS6] orders placed after noon change nothing that was decided before', () => {
    const day = randomDay(4);
    const until = 100;
    const early = (trips: readonly DayTrip[]) => trips.filter((trip) => trip.decidedAt < until);
    const other = { ...day, orders: day.orders.filter((order) => order.placedAt < until) };
    expect(early(replay(other))).toEqual(early(replay(day)));
  });
});

describe('checkDeliveryDay', () => {
  const day: DeliveryDay = {
    ...randomDay(1),
    restaurants: new Map([
      ['r1', { x: 0, y: 0 }],
      ['r2', { x: 9600, y: 0 }],
    ]),
    orders: [
      { id: 'o1', x: 3200, y: 0, placedAt: 10, restaurant: 'r1', readyAt: 20 },
      { id: 'o2', x: 6400, y: 0, placedAt: 12, restaurant: 'r1', readyAt: 22 },
      { id: 'o3', x: 6400, y: 0, placedAt: 12, restaurant: 'r2', readyAt: 22 },
    ],
    couriers: [{ id: 'c1', x: 0, y: 0, onAt: 0, offAt: 60 }],
  };
  const good: DayTrip = {
    courier: 'c1',
    restaurant: 'r1',
    decidedAt: 18,
    pickupAt: 22,
    drops: [
      { order: 'o1', doorAt: 36 },
      { order: 'o2', doorAt: 50 },
    ],
  };
  const rulesOf = (...trips: DayTrip[]) => checkDeliveryDay(day, { trips }).violations.map(({ rule }) => rule);

  it('measures a sound trip by hand-counted figures', () => {
    expect(checkDeliveryDay(day, { trips: [good] })).toEqual({
      violations: [],
      metrics: {
        orders: 3,
        deliveredPct: (100 * 2) / 3,
        clickToDoor: 32,
        readyToDoor: 22,
        excessReadyToDoor: 3,
        latePct: 0,
        overage: 0,
        ordersPerBundle: 2,
      },
    });
  });

  it.each<[string, DayTrip[], string[]]>([
    [
      'an order carried twice',
      [good, { ...good, decidedAt: 52, pickupAt: 75, drops: [{ order: 'o1', doorAt: 90 }] }],
      ['knownOrdersOnce', 'pickupBeforeShiftEnds'],
    ],
    ['an order nobody knows', [{ ...good, drops: [{ order: 'o9', doorAt: 36 }] }], ['knownOrdersOnce']],
    [
      'orders of two restaurants',
      [
        {
          ...good,
          drops: [
            { order: 'o1', doorAt: 36 },
            { order: 'o3', doorAt: 50 },
          ],
        },
      ],
      ['oneRestaurantATrip'],
    ],
    ['a decision before the order was placed', [{ ...good, decidedAt: 11 }], ['ordersKnownWhenDecided']],
    [
      'a courier who is still under way',
      [good, { ...good, decidedAt: 40, pickupAt: 90, drops: [] }],
      ['knownOrdersOnce', 'courierFreeWhenDecided', 'pickupBeforeShiftEnds'],
    ],
    ['a pick-up before the courier can be there', [{ ...good, decidedAt: 21 }], ['pickupAfterArrival']],
    ['a pick-up before the orders are ready', [{ ...good, pickupAt: 21 }], ['pickupAfterReady']],
    ['a hand-over before the courier can be at the door', [{ ...good, drops: [{ order: 'o1', doorAt: 35 }] }], ['doorTimesHold']],
  ])('names %s', (_, trips, rules) => {
    expect(rulesOf(...trips)).toEqual(rules);
  });
});
