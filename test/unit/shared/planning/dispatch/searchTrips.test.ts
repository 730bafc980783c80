import { describe, expect, it } from 'vitest';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import { dispatchWeights } from '#shared/planning/dispatch/dispatchWeights.ts';
import { searchTrips } from '#shared/planning/dispatch/searchTrips.ts';
import { TripBook } from '#shared/planning/dispatch/tripBook.ts';
import { TripCosts } from '#shared/planning/dispatch/tripCosts.ts';
import type { TripCourier, TripOrder, TripPlan, TripProblem } from '#shared/planning/dispatch/tripProblem.ts';

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

type Shape = { readonly orders: number; readonly couriers: number; readonly origins: number };

/** A town of 30 x 30 minutes; the first places are origins, then doors, then where couriers stand. */
function randomProblem(seed: number, { orders, couriers, origins }: Shape, change: Partial<TripProblem> = {}): TripProblem {
  const prng = createPrng(seed);
  const points = Array.from({ length: origins + orders + couriers }, () => [nextInt(prng, 0, 30), nextInt(prng, 0, 30)] as const);
  return {
    now: 100,
    orders: Array.from({ length: orders }, (_, index): TripOrder => {
      const placedAt = nextInt(prng, 60, 100);
      return {
        originPlace: index % origins,
        doorPlace: origins + index,
        placedAt,
        readyAt: placedAt + nextInt(prng, 5, 25),
        dueAt: placedAt + 40,
        weight: 1,
        room: nextInt(prng, 1, 3),
      };
    }),
    couriers: Array.from({ length: couriers }, (_, index): TripCourier => ({
      place: origins + orders + index,
      freeAt: nextInt(prng, 80, 130),
      offAt: nextInt(prng, 130, 300),
      maxOrders: 3,
      room: 6,
    })),
    recentOrigins: Array.from({ length: origins }, (_, origin) => origin),
    travelMinutes: (from, to) => Math.ceil(Math.hypot(points[from]![0] - points[to]![0], points[from]![1] - points[to]![1])),
    pickupServiceMinutes: 4,
    doorServiceMinutes: 4,
    weights: dispatchWeights,
    ...change,
  };
}

function search(problem: TripProblem, seed: number, steps: number): TripPlan {
  return searchTrips(problem, { prng: createPrng(seed), goesOn: (step) => step < steps });
}

/** The least cost by trying every way to give each order a place. */
function leastCost(problem: TripProblem): number {
  const costs = new TripCosts(problem);
  const tripsOf: number[][][] = problem.couriers.map(() => []);
  const total = (unassigned: number) =>
    tripsOf.reduce((sum, trips, courier) => sum + costs.courierCost(courier, trips), unassigned * problem.weights.unassigned);
  const put = (order: number, unassigned: number): number => {
    if (order === problem.orders.length) return total(unassigned);
    let least = put(order + 1, unassigned + 1);
    for (const trips of tripsOf) {
      for (let gap = 0; gap <= trips.length; gap++) {
        trips.splice(gap, 0, [order]);
        least = Math.min(least, put(order + 1, unassigned));
        trips.splice(gap, 1);
      }
      for (const trip of trips) {
        if (problem.orders[trip[0]!]!.originPlace !== problem.orders[order]!.originPlace) continue;
        for (let position = 0; position <= trip.length; position++) {
          trip.splice(position, 0, order);
          least = Math.min(least, put(order + 1, unassigned));
          trip.splice(position, 1);
        }
      }
    }
    return least;
  };
  return put(0, 0);
}

describe('searchTrips', () => {
  it.each(seeds)('[TS1] every order has one place, trips keep origin and room, seed %i', (seed) => {
    const problem = randomProblem(seed, { orders: 30, couriers: 6, origins: 4 });
    const plan = search(problem, seed, 200);
    const trips = plan.tripsOf.flat();
    const all = [...trips.flat(), ...plan.unassigned].toSorted((a, b) => a - b);
    const isSound = trips.every((trip) => {
      const orders = trip.map((order) => problem.orders[order]!);
      const room = orders.reduce((sum, order) => sum + order.room, 0);
      return orders.length <= 3 && room <= 6 && new Set(orders.map((order) => order.originPlace)).size === 1;
    });
    expect({ all, isSound }).toEqual({ all: problem.orders.map((_, index) => index), isSound: true });
  });

  it('[TS2] the same seed and steps give the same plan', () => {
    const problem = randomProblem(2, { orders: 40, couriers: 8, origins: 5 });
    expect(search(problem, 9, 300)).toEqual(search(problem, 9, 300));
  });

  it.each(seeds)('[TS3] nobody is sent after the shift, seed %i', (seed) => {
    const problem = randomProblem(seed, { orders: 25, couriers: 4, origins: 3 });
    const costs = new TripCosts(problem);
    const { tripsOf } = search(problem, seed, 100);
    expect(tripsOf.map((trips, courier) => Number.isFinite(costs.courierCost(courier, trips)))).toEqual(tripsOf.map(() => true));
  });

  it.each(seeds)('[TS4] four orders and two couriers cost what trying everything finds, seed %i', (seed) => {
    const problem = randomProblem(seed, { orders: 4, couriers: 2, origins: 2 });
    const roomy = { ...problem, couriers: problem.couriers.map((courier) => ({ ...courier, maxOrders: 4, room: 99 })) };
    expect(search(roomy, seed, 400).cost).toBeCloseTo(leastCost(roomy), 6);
  });

  it.each(seeds)('[TS5] the kept cost is the cost counted anew, also after changes are rolled back, seed %i', (seed) => {
    const problem = randomProblem(seed, { orders: 20, couriers: 5, origins: 3 });
    const costs = new TripCosts(problem);
    const book = new TripBook(problem, costs, []);
    const prng = createPrng(seed);
    const counted = () =>
      book.tripsOf.reduce(
        (sum, trips, courier) => sum + costs.courierCost(courier, trips),
        book.looseOrders.length * problem.weights.unassigned,
      );
    for (let round = 0; round < 60; round++) {
      book.begin();
      const before = book.cost;
      const orders = Array.from({ length: 4 }, () => nextInt(prng, 0, 19));
      for (const order of orders) book.remove(order);
      for (const order of book.looseOrders) {
        const { place } = book.findPlace(order);
        if (place !== null && prng.next() < 0.8) book.place(order, place);
      }
      const isBack = prng.next() < 0.5;
      if (isBack) book.rollBack();
      expect(book.cost).toBeCloseTo(counted(), 6);
      if (isBack) expect(book.cost).toBeCloseTo(before, 6);
    }
  });

  it('[TS7] one courier takes two orders of neighbours together', () => {
    const order = (doorPlace: number): TripOrder => ({
      originPlace: 0,
      doorPlace,
      placedAt: 90,
      readyAt: 100,
      dueAt: 130,
      weight: 1,
      room: 1,
    });
    const minutes = [0, 8, 9];
    const problem = randomProblem(
      1,
      { orders: 0, couriers: 0, origins: 1 },
      {
        orders: [order(1), order(2)],
        couriers: [{ place: 0, freeAt: 100, offAt: 300, maxOrders: 3, room: 6 }],
        travelMinutes: (from, to) => Math.abs(minutes[from]! - minutes[to]!),
      },
    );
    const plan = search(problem, 1, 50);
    const [trip] = plan.tripsOf[0]!;
    expect({ trips: plan.tripsOf, leaves: new TripCosts(problem).latestDeparture(0, trip!) }).toEqual({ trips: [[[0, 1]]], leaves: 98 });
  });

  it('[TS8] of two couriers who are there in time the one who stands badly goes', () => {
    const minutes = [0, 5, 6, 1];
    const problem = randomProblem(
      1,
      { orders: 0, couriers: 0, origins: 1 },
      {
        orders: [{ originPlace: 0, doorPlace: 1, placedAt: 90, readyAt: 115, dueAt: 140, weight: 1, room: 1 }],
        couriers: [3, 2].map((place) => ({ place, freeAt: 100, offAt: 300, maxOrders: 3, room: 6 })),
        recentOrigins: [0, 0],
        travelMinutes: (from, to) => Math.abs(minutes[from]! - minutes[to]!),
      },
    );
    expect(search(problem, 1, 20).tripsOf).toEqual([[], [[0]]]);
  });
});
