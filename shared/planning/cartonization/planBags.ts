import type { SkuId } from '#shared/base/ids.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { BagType } from '#shared/model/parcel/parcel.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import {
  type BagSize,
  bagSizeOf,
  box,
  fillShare,
  heavyUnitGrams,
  icePackMinutes,
  icePackVolumeCm3,
  insulatedBag,
  looseDensity,
  maxIcePacks,
  plainBags,
} from './bagSizes.ts';

const minuteMs = 60_000;
/** Longest ride ice is given for; who rides longer has his bags cooled on the way. */
const maxRideMs = 120 * minuteMs;

/** A part of a line in one bag: units, or grams of goods sold by weight. */
export type PlannedGoods = { readonly lineNo: number; readonly skuId: SkuId; readonly quantity: number };
/** One bag of the plan. `planNo` counts from 1; goods in the order in which they go in. */
export type PlannedBag = {
  readonly planNo: number;
  readonly bagType: BagType;
  /** The coldest of its goods. */
  readonly temperature: TemperatureClass;
  readonly icePacks: number;
  readonly goods: readonly PlannedGoods[];
  readonly weightGrams: number;
  readonly fillPercent: number;
};

/** Goods of one line, with what one unit takes; goods sold by weight are one unit. */
type Load = {
  readonly lineNo: number;
  readonly sku: Sku;
  readonly units: number;
  /** What one unit counts for in the line: 1, or all grams of it. */
  readonly quantityPerUnit: number;
  readonly unitCm3: number;
  readonly unitGrams: number;
};
type OpenBag = { readonly parts: { readonly load: Load; units: number }[]; volumeCm3: number; weightGrams: number };

/**
 * Divides what was picked for an order among bags: by temperature, by volume and weight, fragile goods away from heavy ones. Largest units
 * first, each where the least room is left over (best fit decreasing). `rideMs` is how long the bags will be on their way.
 */
export function planBags(view: Pick<RecordView, 'get'>, order: Pick<Order, 'lines'>, rideMs: number): readonly PlannedBag[] {
  const loads = loadsOf(view, order);
  const ambient = loads.filter(({ sku }) => sku.temperature === 'ambient');
  const cold = loads.filter(({ sku }) => sku.temperature !== 'ambient');
  const together = fillBags(cold, insulatedBag);
  const coldBags =
    together.length <= 1
      ? together
      : (['chilled', 'frozen'] as const).flatMap((temperature) =>
          fillBags(
            cold.filter(({ sku }) => sku.temperature === temperature),
            insulatedBag,
          ),
        );
  const largest = plainBags[plainBags.length - 1] ?? box;
  const bags = [...fillBags(ambient, largest).map((bag) => toPlan(bag, rideMs)), ...coldBags.map((bag) => toPlan(bag, rideMs))];
  return bags.map((bag, index) => ({ ...bag, planNo: index + 1 }));
}

/** Ice packs for cold goods of a volume on a ride. */
export function icePacksFor(temperature: TemperatureClass, volumeCm3: number, rideMs: number): number {
  if (temperature === 'ambient') return 0;
  const halfHours = Math.max(1, Math.ceil(Math.min(maxRideMs, rideMs) / (icePackMinutes * minuteMs)));
  const perHalfHour = Math.max(1, Math.ceil(volumeCm3 / icePackVolumeCm3)) * (temperature === 'frozen' ? 2 : 1);
  return Math.min(maxIcePacks, halfHours * perHalfHour);
}

function loadsOf(view: Pick<RecordView, 'get'>, order: Pick<Order, 'lines'>): Load[] {
  return order.lines.flatMap(({ lineNo, skuId, pickedQuantity }): Load[] => {
    const sku = view.get('sku', skuId);
    if (sku === undefined || pickedQuantity === 0) return [];
    if (sku.unit === 'gram') {
      const unitCm3 = pickedQuantity / looseDensity;
      return [{ lineNo, sku, units: 1, quantityPerUnit: pickedQuantity, unitCm3, unitGrams: pickedQuantity }];
    }
    const unitCm3 = (sku.sizeMm.length * sku.sizeMm.width * sku.sizeMm.height) / 1000;
    return [{ lineNo, sku, units: pickedQuantity, quantityPerUnit: 1, unitCm3, unitGrams: sku.weightGrams }];
  });
}

/** How full a load makes a bag, by the scarcer of room and strength. */
function shareOf(load: Load, size: BagSize): number {
  return Math.max(load.unitCm3 / (size.volumeCm3 * fillShare), load.unitGrams / size.carriesGrams);
}

function fillBags(loads: readonly Load[], size: BagSize): OpenBag[] {
  const bags: OpenBag[] = [];
  for (const load of loads.toSorted((one, other) => shareOf(other, size) - shareOf(one, size) || one.lineNo - other.lineNo)) {
    let left = load.units;
    while (left > 0) {
      const bag = tightestOf(bags, load, size) ?? newBag(bags);
      // What no bag holds is alone in a box.
      const units = Math.max(1, Math.min(left, roomFor(bag, load, size)));
      put(bag, load, units);
      left -= units;
    }
  }
  return bags;
}

/** The bag that takes a unit and has the least left then; undefined where none does. */
function tightestOf(bags: readonly OpenBag[], load: Load, size: BagSize): OpenBag | undefined {
  const leftIn = (bag: OpenBag) => Math.min(1 - bag.volumeCm3 / (size.volumeCm3 * fillShare), 1 - bag.weightGrams / size.carriesGrams);
  const fitting = bags.filter((bag) => isCompatible(bag, load) && roomFor(bag, load, size) > 0);
  return fitting.toSorted((one, other) => leftIn(one) - leftIn(other))[0];
}

function isCompatible(bag: OpenBag, load: Load): boolean {
  const isHeavy = (one: Load) => one.unitGrams >= heavyUnitGrams;
  return bag.parts.every((part) => !(part.load.sku.isFragile && isHeavy(load)) && !(load.sku.isFragile && isHeavy(part.load)));
}

/** How many units of a load a bag still takes. */
function roomFor(bag: OpenBag, load: Load, size: BagSize): number {
  const byVolume = load.unitCm3 === 0 ? Infinity : Math.floor((size.volumeCm3 * fillShare - bag.volumeCm3) / load.unitCm3 + 1e-9);
  const byWeight = load.unitGrams === 0 ? Infinity : Math.floor((size.carriesGrams - bag.weightGrams) / load.unitGrams + 1e-9);
  return Math.max(0, Math.min(byVolume, byWeight));
}

function newBag(bags: OpenBag[]): OpenBag {
  const bag: OpenBag = { parts: [], volumeCm3: 0, weightGrams: 0 };
  bags.push(bag);
  return bag;
}

function put(bag: OpenBag, load: Load, units: number): void {
  const part = bag.parts.find((candidate) => candidate.load === load);
  if (part === undefined) bag.parts.push({ load, units });
  else part.units += units;
  bag.volumeCm3 += load.unitCm3 * units;
  bag.weightGrams += load.unitGrams * units;
}

function toPlan(bag: OpenBag, rideMs: number): Omit<PlannedBag, 'planNo'> {
  const temperatures = bag.parts.map(({ load }) => load.sku.temperature);
  const temperature = (['frozen', 'chilled'] as const).find((cold) => temperatures.includes(cold)) ?? 'ambient';
  const sizes = temperature === 'ambient' ? plainBags : [insulatedBag];
  const holds = (size: BagSize) => bag.volumeCm3 <= size.volumeCm3 * fillShare + 1e-6 && bag.weightGrams <= size.carriesGrams;
  const bagType = sizes.find(holds)?.bagType ?? 'box';
  return {
    bagType,
    temperature,
    icePacks: icePacksFor(temperature, bag.volumeCm3, rideMs),
    goods: bag.parts.toSorted(byStanding).map(({ load, units }) => ({
      lineNo: load.lineNo,
      skuId: load.sku.id,
      quantity: units * load.quantityPerUnit,
    })),
    weightGrams: Math.round(bag.weightGrams),
    fillPercent: Math.round((100 * bag.volumeCm3) / bagSizeOf(bagType).volumeCm3),
  };
}

/** Heavy goods at the bottom, fragile ones on top. */
function byStanding(one: OpenBag['parts'][number], other: OpenBag['parts'][number]): number {
  return (
    Number(one.load.sku.isFragile) - Number(other.load.sku.isFragile) ||
    other.load.unitGrams - one.load.unitGrams ||
    one.load.lineNo - other.load.lineNo
  );
}
