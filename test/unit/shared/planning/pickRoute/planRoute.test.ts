import { describe, expect, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import { aisleDistances } from '#shared/planning/pickRoute/aisleDistances.ts';
import { boundRound } from '#shared/planning/pickRoute/boundRound.ts';
import { createOneBlockCost } from '#shared/planning/pickRoute/oneBlockCost.ts';
import { lengthInOrderMm, planRoute } from '#shared/planning/pickRoute/planRoute.ts';
import { routeRules, ruleRoundMm } from '#shared/planning/pickRoute/routeRules.ts';
import { drawFloor, drawStops, heldKarpMm } from '#test/support/planningDraws.ts';

/** Draws lists on floors of so many blocks and says for each what differs from the exact round. */
function differences(blocks: number, lists: number, seed: number): unknown[] {
  const prng = createPrng(seed);
  return Array.from({ length: lists }, () => {
    const floor = drawFloor(prng, blocks);
    const stops = drawStops(prng, floor, 9);
    const table = aisleDistances(floor, stops);
    const { order, lengthMm, boundMm } = planRoute(floor, stops);
    const exactMm = heldKarpMm(table);
    const isRight =
      lengthMm === exactMm && boundMm <= exactMm && lengthInOrderMm(table, order) === lengthMm && new Set(order).size === stops.length;
    return isRight ? [] : [{ floor, stops, order, lengthMm, exactMm }];
  }).flat();
}

describe('planRoute', () => {
  test('[RT1] [RT4] one block: as short as Held and Karp say, the depot anywhere', () => {
    expect(differences(1, 400, 1)).toEqual([]);
  });

  test.each([2, 3, 4])('[RT2] [RT4] %i blocks: as short as Held and Karp say, the depot anywhere', (blocks) => {
    expect(differences(blocks, 150, blocks)).toEqual([]);
  });

  test.each([5, 8])('[RT3] [RT4] %i blocks: short lists are walked the shortest way, and the bound is never over it', (blocks) => {
    expect(differences(blocks, 60, blocks)).toEqual([]);
  });

  test('[RT3] the bound is never over the shortest round, and meets it where the proof goes to the end', () => {
    const prng = createPrng(31);
    const tables = Array.from({ length: 40 }, () => {
      const floor = drawFloor(prng, 6);
      return aisleDistances(floor, drawStops(prng, floor, 11));
    }).filter(({ count }) => count > 3);
    const wrong = tables.filter((table) => {
      const exactMm = heldKarpMm(table);
      const after = (maxTrees: number) => boundRound(table, { knownMm: exactMm + 3, enoughMm: exactMm, maxTrees });
      return after(40) > exactMm + 1e-3 || Math.round(after(20_000)) !== exactMm;
    });
    expect(wrong).toEqual([]);
  });

  test('[RT1] twelve picks in ten aisles', () => {
    const prng = createPrng(12);
    const floor = {
      aisleXMm: Array.from({ length: 10 }, (_, aisle) => aisle * 3500),
      crossYMm: [0, 47_000],
      depot: { xMm: 15_750, yMm: 0 },
    };
    for (let list = 0; list < 5; list += 1) {
      const stops = Array.from({ length: 12 }, () => ({
        aisle: Math.floor(prng.next() * 10),
        yMm: 1500 + 1000 * Math.floor(prng.next() * 45),
      }));
      expect(planRoute(floor, stops).lengthMm).toBe(heldKarpMm(aisleDistances(floor, stops)));
    }
  });

  test('[RT5] bits of several orders together cost what their stops cost together', () => {
    const prng = createPrng(5);
    for (let draw = 0; draw < 200; draw += 1) {
      const floor = drawFloor(prng, 1);
      const orders = [drawStops(prng, floor, 6), drawStops(prng, floor, 6)];
      const cost = createOneBlockCost(floor, orders.flat());
      const masks = new Int32Array(cost.words);
      for (const stops of orders.toReversed()) cost.mark(stops, masks, 0);
      expect(cost.lengthMm(masks, 0)).toBe(planRoute(floor, orders.flat()).lengthMm);
    }
  });

  test('[RT9] no simple rule walks less', () => {
    const prng = createPrng(9);
    for (let draw = 0; draw < 300; draw += 1) {
      const floor = drawFloor(prng, 1 + (draw % 4));
      const stops = drawStops(prng, floor, 15);
      const { lengthMm } = planRoute(floor, stops);
      expect(routeRules.filter((rule) => ruleRoundMm(floor, stops, rule) < lengthMm)).toEqual([]);
    }
  });

  test('[RT9] the rules walk as the books draw them', () => {
    const floor = { aisleXMm: [0, 3, 6], crossYMm: [0, 10], depot: { xMm: 0, yMm: 0 } };
    const stops = [
      { aisle: 0, yMm: 2 },
      { aisle: 1, yMm: 9 },
      { aisle: 1, yMm: 1 },
      { aisle: 2, yMm: 3 },
    ];
    const lengths = Object.fromEntries(routeRules.map((rule) => [rule, ruleRoundMm(floor, stops, rule)]));
    expect(lengths).toEqual({ sShape: 38, return: 40, largestGap: 36, combined: 36 });
  });

  test('[RT10] the search draws from its seed alone', () => {
    const prng = createPrng(10);
    const floor = {
      aisleXMm: Array.from({ length: 12 }, (_, aisle) => aisle * 3),
      crossYMm: [0, 9, 18, 27, 36, 45, 54],
      depot: { xMm: 1, yMm: 0 },
    };
    const stops = Array.from({ length: 40 }, () => ({ aisle: Math.floor(prng.next() * 12), yMm: Math.floor(prng.next() * 55) }));
    expect(planRoute(floor, stops, { seed: 4 })).toEqual(planRoute(floor, stops, { seed: 4 }));
  });

  test('[RT11] what is off the floor is refused', () => {
    const floor = { aisleXMm: [0, 3], crossYMm: [0, 10], depot: { xMm: 0, yMm: 0 } };
    expect(() => planRoute(floor, [{ aisle: 2, yMm: 5 }])).toThrow('no place at 5 mm in aisle 2');
    expect(() => planRoute(floor, [{ aisle: 1, yMm: 11 }])).toThrow('no place at 11 mm in aisle 1');
    expect(() => planRoute({ ...floor, depot: { xMm: 1, yMm: 5 } }, [{ aisle: 1, yMm: 5 }])).toThrow(
      'neither in an aisle nor on a cross aisle',
    );
  });
});
