import type { BagType } from '#shared/model/parcel/parcel.ts';

/** Usable room of a bag in cubic centimetres, and what it carries in grams. */
export type BagSize = { readonly bagType: BagType; readonly volumeCm3: number; readonly carriesGrams: number };

/** What stands at a packing table for goods that need no cold, smallest first. */
export const plainBags = [
  { bagType: 'small', volumeCm3: 6_000, carriesGrams: 4_000 },
  { bagType: 'medium', volumeCm3: 14_000, carriesGrams: 8_000 },
  { bagType: 'large', volumeCm3: 28_000, carriesGrams: 12_000 },
] as const satisfies readonly BagSize[];
export const insulatedBag: BagSize = { bagType: 'insulated', volumeCm3: 24_000, carriesGrams: 10_000 };
export const box: BagSize = { bagType: 'box', volumeCm3: 60_000, carriesGrams: 20_000 };

/** Share of a bag's room that goods can fill. */
export const fillShare = 0.8;
/** Density of goods sold by weight, grams per cubic centimetre, as they lie in a bag. */
export const looseDensity = 0.5;
/** A unit of this weight crushes what is fragile, grams. */
export const heavyUnitGrams = 1_500;

/** One ice pack holds so many cubic centimetres cold for so long. Frozen goods need twice as much. */
export const icePackVolumeCm3 = 12_000;
export const icePackMinutes = 30;
/** Most ice packs of one bag: more do not fit beside the goods. */
export const maxIcePacks = 6;

/** Room and strength of a kind of bag. */
export function bagSizeOf(bagType: BagType): BagSize {
  return [...plainBags, insulatedBag, box].find((size) => size.bagType === bagType) ?? box;
}
