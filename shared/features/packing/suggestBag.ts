import type { Order } from '#shared/model/order/order.ts';
import type { BagType } from '#shared/model/parcel/parcel.ts';
import type { RecordView } from '#shared/rules/decision.ts';

/** Usable volume of each bag in cubic centimetres and what it carries in grams, smallest first. */
const bags: ReadonlyArray<{ readonly bagType: BagType; readonly volumeCm3: number; readonly carriesGrams: number }> = [
  { bagType: 'small', volumeCm3: 6_000, carriesGrams: 4_000 },
  { bagType: 'medium', volumeCm3: 14_000, carriesGrams: 8_000 },
  { bagType: 'large', volumeCm3: 28_000, carriesGrams: 12_000 },
];
/** Share of a bag's volume that goods can fill. */
const fillShare = 0.8;
/** Density assumed for goods sold by weight, grams per cubic centimetre, as they lie in a bag. */
const looseDensity = 0.5;

/** The bag for what was picked: insulated for anything cold, else the smallest that holds volume and weight. */
export function suggestBag(view: RecordView, order: Order): { readonly bagType: BagType; readonly fillPercent: number } {
  let volumeCm3 = 0;
  let weightGrams = 0;
  let isCold = false;
  for (const line of order.lines) {
    const sku = view.get('sku', line.skuId);
    if (sku === undefined || line.pickedQuantity === 0) continue;
    isCold ||= sku.temperature !== 'ambient';
    if (sku.unit === 'gram') {
      volumeCm3 += line.pickedQuantity / looseDensity;
      weightGrams += line.pickedQuantity;
    } else {
      volumeCm3 += (line.pickedQuantity * sku.sizeMm.length * sku.sizeMm.width * sku.sizeMm.height) / 1000;
      weightGrams += line.pickedQuantity * sku.weightGrams;
    }
  }
  const fitting = bags.find((bag) => volumeCm3 <= bag.volumeCm3 * fillShare && weightGrams <= bag.carriesGrams);
  const largest = bags.at(-1);
  const chosen = fitting ?? largest;
  const fillPercent = chosen === undefined ? 0 : Math.round((100 * volumeCm3) / chosen.volumeCm3);
  if (isCold) return { bagType: 'insulated', fillPercent };
  return { bagType: fitting?.bagType ?? 'box', fillPercent };
}
