import type { BagType, Parcel } from '#shared/model/parcel/parcel.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import type { RecordView } from '#shared/rules/decision.ts';

/** What bags themselves weigh, grams. */
export const bagGrams: Readonly<Record<BagType, number>> = { small: 12, medium: 20, large: 32, insulated: 120, box: 260 };
/** What one ice pack weighs, grams. */
export const icePackGrams = 200;
/** A scale at a packing bench shows no better than this, grams (one deviation). */
export const scaleDeviationGrams = 5;
/** Deviation of goods weighed at picking, as a share of their weight. */
const looseShare = 0.02;
/** Deviations a weight may be off and still be taken for right: one in a hundred good packs is asked about. */
export const tolerancedDeviations = 2.6;

/** What a pack should weigh, in grams: the middle, and how far off still counts as right. */
export type ExpectedWeight = { readonly grams: number; readonly toleranceGrams: number };

/** Weight and deviation of one unit of a SKU, milligrams: what packs taught, else what the catalogue says. */
export function unitWeightOf(sku: Sku): { readonly meanMilligrams: number; readonly deviationMilligrams: number } {
  return sku.learnedWeight ?? { meanMilligrams: sku.weightGrams * 1000, deviationMilligrams: sku.weightToleranceGrams * 500 };
}

/** What goods weigh together with their bags. Unit weights of one SKU are off together; different SKUs are not. */
export function expectedWeightOf(
  view: Pick<RecordView, 'get'>,
  contents: readonly ContentEntry[],
  bags: readonly Pick<Parcel, 'bagType' | 'icePacks'>[],
): ExpectedWeight {
  let grams = bags.reduce((sum, bag) => sum + bagGrams[bag.bagType] + icePackGrams * (bag.icePacks ?? 0), 0);
  let variance = scaleDeviationGrams ** 2;
  for (const [sku, quantity] of unitsOf(view, contents)) {
    if (sku.unit === 'gram') {
      grams += quantity;
      variance += (quantity * looseShare) ** 2;
      continue;
    }
    const unit = unitWeightOf(sku);
    grams += (quantity * unit.meanMilligrams) / 1000;
    variance += ((quantity * unit.deviationMilligrams) / 1000) ** 2;
  }
  return { grams: Math.round(grams), toleranceGrams: Math.ceil(tolerancedDeviations * Math.sqrt(variance)) };
}

/** How much of each SKU: units or grams. */
export function unitsOf(view: Pick<RecordView, 'get'>, contents: readonly ContentEntry[]): readonly (readonly [Sku, number])[] {
  const bySku = new Map<string, number>();
  for (const entry of contents) bySku.set(entry.skuId, (bySku.get(entry.skuId) ?? 0) + entry.quantity);
  return [...bySku].flatMap(([skuId, quantity]) => {
    const sku = view.get('sku', skuId);
    return sku === undefined ? [] : [[sku, quantity] as const];
  });
}

/** The SKU whose one unit best explains what is too much or missing; null where none does. */
export function likelyWrongOf(view: Pick<RecordView, 'get'>, contents: readonly ContentEntry[], offGrams: number): Sku | null {
  let best: { readonly sku: Sku; readonly restGrams: number } | null = null;
  for (const [sku] of unitsOf(view, contents)) {
    if (sku.unit === 'gram') continue;
    const restGrams = Math.abs(Math.abs(offGrams) - unitWeightOf(sku).meanMilligrams / 1000);
    if (best === null || restGrams < best.restGrams) best = { sku, restGrams };
  }
  return best === null || best.restGrams > Math.abs(offGrams) / 2 ? null : best.sku;
}
