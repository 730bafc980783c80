import { assert } from '#shared/base/assert.ts';
import { asId } from '#shared/base/ids.ts';
import { type Prng, nextInt } from '#shared/base/prng.ts';
import type { Bin } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { StoredLot, StoredStock } from './demoSiteFiles.ts';
import { aisles } from './layOutFloor.ts';

/** Which ambient aisle carries which categories; aisle H is nearest to the packing tables. */
const aisleOfCategory: Readonly<Record<string, string>> = {
  fruit: 'H',
  bakery: 'H',
  dairy: 'H',
  snack: 'G',
  drink: 'E',
  alcohol: 'E',
  grain: 'D',
  breakfast: 'D',
  sauce: 'B',
  oil: 'B',
  canned: 'B',
  household: 'A',
  personalCare: 'D',
  baby: 'A',
  pet: 'A',
};

/** Customers' liking by category: multiplies the chance of being bought. */
const liking: Readonly<Record<string, number>> = {
  fruit: 5,
  vegetable: 5,
  egg: 6,
  dairy: 3,
  meat: 2.5,
  tofu: 2.5,
  bakery: 2,
  seafood: 1.5,
  drink: 1.6,
  snack: 1.3,
  frozen: 1.3,
  deli: 1.2,
  grain: 1.1,
};

/** Ranks SKUs by how much customers like them, with chance. */
export function rankByPopularity(prng: Prng, skus: readonly Sku[]): readonly Sku[] {
  const scored = skus.map((sku) => ({ sku, score: (liking[sku.category] ?? 0.7) * (0.15 + prng.next() ** 2) }));
  scored.sort((left, right) => right.score - left.score || (left.sku.id < right.sku.id ? -1 : 1));
  return scored.map(({ sku }) => sku);
}

/** Gives every SKU one pick face of its temperature, the most popular nearest to the packing tables. */
export function slotSkus(ranked: readonly Sku[], bins: readonly Bin[], packing: { xMm: number; yMm: number }): ReadonlyMap<string, Bin> {
  const free = new Map<string, Bin[]>();
  for (const bin of bins) {
    if (bin.use === 'pickFace') listIn(free, bin.code.charAt(0)).push(bin);
  }
  for (const list of free.values())
    list.sort((left, right) => walkMm(left, packing) - walkMm(right, packing) || left.walkSequence - right.walkSequence);
  const slots = new Map<string, Bin>();
  for (const sku of ranked) {
    const letters = aisles.filter((aisle) => aisle.temperature === sku.temperature).map((aisle) => aisle.letter);
    const wished = aisleOfCategory[sku.category];
    const letter = [...(wished !== undefined && letters.includes(wished) ? [wished] : []), ...letters].find(
      (name) => listIn(free, name).length > 0,
    );
    const bin = letter === undefined ? undefined : listIn(free, letter).shift();
    assert(bin !== undefined, `no free ${sku.temperature} pick face for ${sku.code}`);
    slots.set(sku.id, bin);
  }
  return slots;
}

/** Lots and quantities: one or two lots at the pick face, and for the best sellers a later lot in reserve. */
export function stockTheSite(
  prng: Prng,
  ranked: readonly Sku[],
  slots: ReadonlyMap<string, Bin>,
  bins: readonly Bin[],
): { readonly lots: readonly StoredLot[]; readonly stock: readonly StoredStock[] } {
  const lots: StoredLot[] = [];
  const stock: StoredStock[] = [];
  const reserve = bins.filter((bin) => bin.use === 'reserve');
  ranked.forEach((sku, rank) => {
    const bin = slots.get(sku.id);
    assert(bin !== undefined, `${sku.code} has no bin`);
    const parts = sku.isLotTracked && prng.next() < 0.45 ? 2 : 1;
    for (let part = 0; part < parts; part += 1) {
      const lotId = sku.isLotTracked ? addLot(prng, lots, sku, part).id : null;
      stock.push({ skuId: sku.id, binId: bin.id, lotId, quantity: quantityFor(prng, sku, rank, parts) });
    }
    if (rank < 300 && sku.temperature === 'ambient') {
      const place = reserve.shift();
      const lotId = sku.isLotTracked ? addLot(prng, lots, sku, 2).id : null;
      if (place !== undefined) stock.push({ skuId: sku.id, binId: place.id, lotId, quantity: quantityFor(prng, sku, rank, 1) });
    }
  });
  return { lots, stock };
}

function addLot(prng: Prng, lots: StoredLot[], sku: Sku, part: number): StoredLot {
  const life = sku.shelfLifeDays ?? 0;
  const earliest = sku.minRemainingLifeDays + 1;
  const share = part === 0 ? 0.25 + prng.next() * 0.35 : 0.6 + prng.next() * 0.4;
  const expiresInDays = Math.max(earliest, Math.round(life * share));
  const no = lots.length + 1;
  const lotId = `L${String(no).padStart(4, '0')}`;
  const added: StoredLot = {
    id: asId(lotId),
    skuId: sku.id,
    code: `${String.fromCharCode(65 + nextInt(prng, 0, 25))}${String(100_000 + no * 37)}`,
    expiresInDays,
    receivedDaysAgo: Math.max(0, Math.min(60, life - expiresInDays)),
  };
  lots.push(added);
  return added;
}

function quantityFor(prng: Prng, sku: Sku, rank: number, parts: number): number {
  const demand = 60 + Math.round(900 / (1 + rank * 0.08)) + nextInt(prng, 0, 30);
  return sku.unit === 'gram' ? Math.round((demand * 600) / parts) : Math.max(4, Math.round(demand / parts));
}

function walkMm(bin: Bin, from: { xMm: number; yMm: number }): number {
  return Math.abs(bin.at.xMm - from.xMm) + Math.abs(bin.at.yMm - from.yMm);
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const found = map.get(key) ?? [];
  map.set(key, found);
  return found;
}
