import type { SkuId } from '#shared/base/ids.ts';
import { type Prng, nextInt } from '#shared/base/prng.ts';
import type { Channel } from '#shared/model/order/order.ts';
import type { Sku } from '#shared/model/sku/sku.ts';

/** A line as a shopper wishes it: units, or grams. */
export type BasketLine = { readonly lineNo: number; readonly skuId: SkuId; readonly orderedQuantity: number };

/** Share of baskets with 1, 2, ... 7 lines; the mean is 3. */
const lineCountShare = [0.22, 0.24, 0.2, 0.14, 0.1, 0.06, 0.04];
/** How steeply demand falls from the best seller down: weight of rank k is 1 / (k + offset) ^ exponent. */
const zipfExponent = 0.85;
const zipfOffset = 3;

/** Draws SKUs by popularity. */
export type SkuWheel = (prng: Prng) => Sku;

/** A wheel over SKUs ranked by popularity, the most wanted first. */
export function createSkuWheel(ranked: readonly Sku[]): SkuWheel {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 0; rank < ranked.length; rank += 1) {
    sum += 1 / (rank + zipfOffset) ** zipfExponent;
    sums.push(sum);
  }
  return (prng) => {
    const aim = prng.next() * sum;
    let [low, high] = [0, ranked.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < aim) low = middle + 1;
      else high = middle;
    }
    const found = ranked[low];
    if (found === undefined) throw new Error('a wheel without SKUs');
    return found;
  };
}

/** A seeded basket of 1 to 7 different SKUs. Business channels take more of less. */
export function composeBasket(prng: Prng, wheel: SkuWheel, channel: Channel): readonly BasketLine[] {
  const wanted = channel === 'liveStream' ? 1 : lineCount(prng);
  const skus = new Map<SkuId, Sku>();
  for (let attempt = 0; skus.size < wanted && attempt < wanted * 20; attempt += 1) {
    const sku = wheel(prng);
    skus.set(sku.id, sku);
  }
  return [...skus.values()].map((sku, index) => ({ lineNo: index + 1, skuId: sku.id, orderedQuantity: quantityOf(prng, sku, channel) }));
}

function lineCount(prng: Prng): number {
  let aim = prng.next();
  for (const [index, share] of lineCountShare.entries()) {
    aim -= share;
    if (aim < 0) return index + 1;
  }
  return lineCountShare.length;
}

function quantityOf(prng: Prng, sku: Sku, channel: Channel): number {
  const isBulk = channel === 'b2b' || channel === 'c2m';
  if (sku.unit === 'gram') return nextInt(prng, 6, isBulk ? 60 : 24) * 50;
  if (isBulk) return nextInt(prng, 3, 6);
  const aim = prng.next();
  if (aim < 0.68) return 1;
  return aim < 0.9 ? 2 : 3;
}
