import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { bagSizeOf, fillShare, heavyUnitGrams, maxIcePacks } from '#shared/planning/cartonization/bagSizes.ts';
import { icePacksFor, planBags } from '#shared/planning/cartonization/planBags.ts';

/** Goods as short as they can be said; a litre is 100 mm by 100 mm by 100 mm. */
type Goods = {
  readonly litres: number;
  readonly grams: number;
  readonly quantity: number;
  readonly temperature?: TemperatureClass;
  readonly isFragile?: boolean;
  readonly unit?: 'each' | 'gram';
};
const rideMs = 19 * 60_000;

function shelf(goods: readonly Goods[]) {
  const skus = goods.map(({ litres, grams, temperature = 'ambient', isFragile = false, unit = 'each' }, index) => ({
    id: `s${index + 1}`,
    ...{ temperature, isFragile, unit, weightGrams: unit === 'gram' ? 0 : grams },
    sizeMm: { length: 100, width: 100, height: 100 * litres },
  }));
  const get = (kind: string, id: string) => (kind === 'sku' ? skus.find((sku) => sku.id === id) : undefined);
  const lines = goods.map(({ quantity }, index) => ({ lineNo: index + 1, skuId: `s${index + 1}`, pickedQuantity: quantity }));
  const view = { get } as unknown as Pick<RecordView, 'get'>;
  return { view, order: { lines } as unknown as Pick<Order, 'lines'>, skuOf: (lineNo: number) => skus[lineNo - 1] as unknown as Sku };
}

function plan(goods: readonly Goods[], ms = rideMs) {
  const { view, order } = shelf(goods);
  return planBags(view, order, ms);
}

const drawn: fc.Arbitrary<Goods> = fc.record({
  litres: fc.constantFrom(0.3, 0.9, 2, 5, 9),
  grams: fc.constantFrom(80, 450, 1_000, 2_000, 4_500),
  quantity: fc.integer({ min: 1, max: 30 }),
  temperature: fc.constantFrom('ambient', 'ambient', 'chilled', 'frozen'),
  isFragile: fc.boolean(),
});

describe('cartonization', () => {
  it('[CZ1] [CZ2] [CZ3] every unit is in one bag that holds it, cold apart from warm, fragile apart from heavy', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 12 }), (goods) => {
        const { view, order, skuOf } = shelf(goods);
        const bags = planBags(view, order, rideMs);
        for (const [index, { quantity }] of goods.entries()) {
          const inBags = bags.flatMap((bag) => bag.goods.filter(({ lineNo }) => lineNo === index + 1));
          expect(inBags.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
        }
        for (const bag of bags) {
          const size = bagSizeOf(bag.bagType);
          expect(bag.fillPercent).toBeLessThanOrEqual(100 * fillShare + 0.5);
          expect(bag.weightGrams).toBeLessThanOrEqual(size.carriesGrams);
          const skus = bag.goods.map(({ lineNo }) => skuOf(lineNo));
          expect(new Set(skus.map(({ temperature }) => temperature === 'ambient')).size).toBe(1);
          expect(skus.some(({ isFragile }) => isFragile) && skus.some((sku) => sku.weightGrams >= heavyUnitGrams && !sku.isFragile)).toBe(
            false,
          );
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('[CZ2] a little of chilled and frozen shares one bag, much of it does not', () => {
    const cold = (quantity: number) =>
      plan([
        { litres: 1, grams: 1_000, quantity, temperature: 'chilled' },
        { litres: 1, grams: 500, quantity, temperature: 'frozen' },
        { litres: 1, grams: 500, quantity: 1 },
      ]).map(({ bagType, temperature }) => [bagType, temperature]);
    expect(cold(2)).toEqual([
      ['small', 'ambient'],
      ['insulated', 'frozen'],
    ]);
    expect(cold(8)).toEqual([
      ['small', 'ambient'],
      ['insulated', 'chilled'],
      ['insulated', 'frozen'],
    ]);
  });

  it('[CZ3] eggs do not ride under the oil', () => {
    const bags = plan([
      { litres: 2, grams: 700, quantity: 1, isFragile: true },
      { litres: 5, grams: 4_600, quantity: 1 },
      { litres: 1, grams: 300, quantity: 1 },
    ]);
    expect(bags.map(({ goods }) => goods.map(({ lineNo }) => lineNo).toSorted((a, b) => a - b))).toEqual([[2, 3], [1]]);
  });

  it('[CZ4] the smallest bag that holds it; more than any holds is a box', () => {
    const kindOf = (goods: Goods) => plan([goods]).map(({ bagType }) => bagType);
    expect([
      kindOf({ litres: 4, grams: 900, quantity: 1 }),
      kindOf({ litres: 1, grams: 1_000, quantity: 5 }),
      kindOf({ litres: 20, grams: 900, quantity: 1 }),
      kindOf({ litres: 30, grams: 900, quantity: 1 }),
      kindOf({ litres: 0, grams: 0, quantity: 3_000, unit: 'gram' }),
    ]).toEqual([['small'], ['medium'], ['large'], ['box'], ['medium']]);
  });

  it('[CZ5] ice by temperature, amount and minutes', () => {
    const minutes = 60_000;
    expect([
      icePacksFor('ambient', 20_000, 90 * minutes),
      icePacksFor('chilled', 3_000, 19 * minutes),
      icePacksFor('frozen', 3_000, 19 * minutes),
      icePacksFor('chilled', 3_000, 31 * minutes),
      icePacksFor('chilled', 13_000, 31 * minutes),
      icePacksFor('frozen', 13_000, 600 * minutes),
    ]).toEqual([0, 1, 2, 2, 4, maxIcePacks]);
    expect(plan([{ litres: 1, grams: 900, quantity: 1, temperature: 'frozen' }], 45 * minutes)[0]?.icePacks).toBe(4);
  });

  it('[CZ6] small orders get within one bag of the fewest there can be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ litres: fc.constantFrom(3, 5, 8, 11, 14), grams: fc.constantFrom(500, 2_500, 6_000) }), {
          minLength: 1,
          maxLength: 7,
        }),
        (units) => {
          const goods = units.map((unit) => ({ ...unit, quantity: 1 }));
          expect(plan(goods).length).toBeLessThanOrEqual(fewestBags(goods) + 1);
        },
      ),
      { numRuns: 60, seed: 9 },
    );
  });

  it('[CZ7] heavy first, fragile last, and the same again', () => {
    const goods: Goods[] = [
      { litres: 1, grams: 200, quantity: 2, isFragile: true },
      { litres: 1, grams: 400, quantity: 1 },
      { litres: 1, grams: 1_200, quantity: 1 },
    ];
    expect(plan(goods)[0]?.goods.map(({ lineNo, quantity }) => [lineNo, quantity])).toEqual([
      [3, 1],
      [2, 1],
      [1, 2],
    ]);
    expect(plan(goods)).toEqual(plan(goods));
  });
});

/** The fewest large bags for units, by trying every division. */
function fewestBags(units: readonly Goods[]): number {
  const { volumeCm3, carriesGrams } = bagSizeOf('large');
  let best = units.length;
  const place = (at: number, bags: { litres: number; grams: number }[]): void => {
    if (bags.length >= best) return;
    const unit = units[at];
    if (unit === undefined) {
      best = bags.length;
      return;
    }
    for (const bag of bags) {
      if ((bag.litres + unit.litres) * 1000 > volumeCm3 * fillShare || bag.grams + unit.grams > carriesGrams) continue;
      bag.litres += unit.litres;
      bag.grams += unit.grams;
      place(at + 1, bags);
      bag.litres -= unit.litres;
      bag.grams -= unit.grams;
    }
    place(at + 1, [...bags, { litres: unit.litres, grams: unit.grams }]);
  };
  place(0, []);
  return best;
}
