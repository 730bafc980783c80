import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { expectedWeightOf, scaleDeviationGrams, unitsOf, unitWeightOf } from './expectedWeight.ts';

/** Deviation below which a unit's weight is not believed to be known, as a share: packaging changes. */
const leastDeviationShare = 0.01;
const leastDeviationMilligrams = 1_000;

/**
 * Each accepted pack corrects the unit weights of what is in it (a Kalman step with independent SKUs): the difference to what was expected is
 * shared out by how uncertain each weight was. A pack whose weight is out of its band teaches nothing.
 */
export function learnWeights(change: ChangeSet, parcels: readonly Parcel[], weightGrams: number): void {
  const contents = parcels.flatMap((parcel) => parcel.contents);
  const expected = expectedWeightOf(change.view, contents, parcels);
  const offGrams = weightGrams - expected.grams;
  if (Math.abs(offGrams) > expected.toleranceGrams) return;
  const goods = unitsOf(change.view, contents);
  // Loose goods are known as well as the scale they were weighed on.
  const looseGrams = goods.reduce((sum, [sku, quantity]) => (sku.unit === 'gram' ? sum + quantity : sum), 0);
  const noiseMilligrams2 = (scaleDeviationGrams * 1000) ** 2 + (looseGrams * 20) ** 2;
  const units = goods.filter(([sku]) => sku.unit === 'each');
  const spread = units.reduce((sum, [sku, quantity]) => sum + (quantity * unitWeightOf(sku).deviationMilligrams) ** 2, noiseMilligrams2);
  for (const [sku, quantity] of units) change.put('sku', learned(sku, quantity, offGrams * 1000, spread));
}

function learned(sku: Sku, quantity: number, offMilligrams: number, spread: number): Sku {
  const { meanMilligrams, deviationMilligrams } = unitWeightOf(sku);
  const variance = deviationMilligrams ** 2;
  const gain = (variance * quantity) / spread;
  const mean = Math.max(0, Math.round(meanMilligrams + gain * offMilligrams));
  const least = Math.max(leastDeviationMilligrams, Math.round(mean * leastDeviationShare));
  const deviation = Math.max(least, Math.round(Math.sqrt(Math.max(0, variance * (1 - gain * quantity)))));
  return { ...sku, learnedWeight: { meanMilligrams: mean, deviationMilligrams: deviation, packs: (sku.learnedWeight?.packs ?? 0) + 1 } };
}
