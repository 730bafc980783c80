import { assert } from '#shared/base/assert.ts';
import { asId } from '#shared/base/ids.ts';
import { type Prng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { toCaseGtin, toGtin13 } from './gtin.ts';
import { shuffle } from './shuffle.ts';
import { ambientFamilies } from './vocabulary/ambientFamilies.ts';
import { brands } from './vocabulary/brands.ts';
import type { Family, LooseGoods, PackSize, Phrase } from './vocabulary/family.ts';
import { freshFamilies } from './vocabulary/freshFamilies.ts';
import { frozenFamilies } from './vocabulary/frozenFamilies.ts';
import { householdFamilies } from './vocabulary/householdFamilies.ts';
import { looseGoods } from './vocabulary/looseGoods.ts';
import { pantryFamilies } from './vocabulary/pantryFamilies.ts';

const families: readonly Family[] = [...freshFamilies, ...frozenFamilies, ...ambientFamilies, ...pantryFamilies, ...householdFamilies];

/** Composes `skuCount` SKUs: all loose goods, and packed goods in the proportions of the families. */
export function composeSkus(prng: Prng, skuCount: number): readonly Sku[] {
  const shares = shareOut(
    skuCount - looseGoods.length,
    families.map((family) => family.skuCount),
  );
  const skus: Sku[] = looseGoods.map((goods, index) => looseSku(prng, goods, index));
  const usedItemNumbers = new Set<string>();
  families.forEach((family, familyNo) => {
    for (const choice of choicesOf(prng, family, shares[familyNo] ?? 0)) {
      skus.push(packedSku(prng, family, choice, skus.length + 1, usedItemNumbers));
    }
  });
  assert(skus.length === skuCount, `composed ${skus.length} SKUs instead of ${skuCount}`);
  return skus;
}

/** Shares out `total` in proportion to `weights`, whole and summing to `total` (largest remainder). */
export function shareOut(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  const exact = weights.map((weight) => (weight * total) / sum);
  const shares = exact.map(Math.floor);
  const byRemainder = exact.map((share, index) => ({ index, remainder: share - Math.floor(share) }));
  byRemainder.sort((left, right) => right.remainder - left.remainder || left.index - right.index);
  let left = total - shares.reduce((sumSoFar, share) => sumSoFar + share, 0);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares;
}

type Choice = { readonly brand: Phrase; readonly kind: Phrase; readonly packSize: PackSize; readonly sizeNo: number };

function choicesOf(prng: Prng, family: Family, wanted: number): readonly Choice[] {
  const all: Choice[] = [];
  for (const brand of brands[family.brandGroup] ?? []) {
    for (const kind of family.kinds) {
      family.sizes.forEach((packSize, sizeNo) => all.push({ brand, kind, packSize, sizeNo }));
    }
  }
  assert(all.length >= wanted, `${family.category} ${family.picture} has ${all.length} combinations, ${wanted} wanted`);
  return shuffle(prng, all).slice(0, wanted);
}

function packedSku(prng: Prng, family: Family, choice: Choice, no: number, used: Set<string>): Sku {
  const { brand, kind, packSize, sizeNo } = choice;
  const [low, high] = family.priceFen;
  const share = family.sizes.length === 1 ? 0 : sizeNo / (family.sizes.length - 1);
  const rawFen = (low + (high - low) * share) * (0.9 + prng.next() * 0.25);
  const noun = family.noun;
  return {
    id: asId(skuCodeOf(no)),
    code: skuCodeOf(no),
    name: { zh: `${brand[0]} ${kind[0]}${noun[0]} ${packSize.zh}`, en: englishName([brand[1], kind[1], noun[1], packSize.en]) },
    category: family.category,
    barcodes: barcodesOf(prng, family.caseUnits, used),
    plu: null,
    unit: 'each',
    priceFen: retailPriceFen(rawFen),
    temperature: family.temperature,
    shelfLifeDays: family.shelfLifeDays,
    minRemainingLifeDays: minRemainingLifeDays(family.shelfLifeDays),
    isLotTracked: family.shelfLifeDays !== null,
    sizeMm: sizeOf(prng, packSize.weightGrams),
    weightGrams: packSize.weightGrams,
    weightToleranceGrams: Math.max(
      3,
      Math.round(packSize.weightGrams * (family.category === 'vegetable' || family.category === 'fruit' ? 0.08 : 0.025)),
    ),
    isFragile: family.isFragile,
    ageLimitYears: /零醇/.test(kind[0]) ? null : family.ageLimitYears,
    picture: family.picture,
  };
}

function looseSku(prng: Prng, goods: LooseGoods, index: number): Sku {
  const plu = String(10_001 + index);
  return {
    id: asId(skuCodeOf(index + 1)),
    code: skuCodeOf(index + 1),
    name: { zh: `${goods.name[0]}（称重）`, en: `${goods.name[1]} (by weight)` },
    category: goods.category,
    barcodes: [],
    plu,
    unit: 'gram',
    priceFen: goods.priceFen,
    temperature: goods.temperature,
    shelfLifeDays: goods.shelfLifeDays,
    minRemainingLifeDays: minRemainingLifeDays(goods.shelfLifeDays),
    isLotTracked: true,
    sizeMm: sizeOf(prng, 500),
    weightGrams: 0,
    weightToleranceGrams: 20,
    isFragile: goods.picture === 'strawberry' || goods.picture === 'peach',
    ageLimitYears: null,
    picture: goods.picture,
  };
}

/** One to three item codes (old and new packaging) and the code of the case; half of the SKUs also have a small multi-pack. */
function barcodesOf(prng: Prng, caseUnits: number, used: Set<string>): Sku['barcodes'] {
  const items = Array.from({ length: nextInt(prng, 1, 3) }, () => freshGtin(prng, used));
  const barcodes = items.map((gtin) => ({ gtin, packUnits: 1 }));
  if (prng.next() < 0.4 && caseUnits >= 12) barcodes.push({ gtin: freshGtin(prng, used), packUnits: caseUnits / 2 });
  barcodes.push({ gtin: toCaseGtin(items[0] ?? ''), packUnits: caseUnits });
  return barcodes.filter((barcode) => Number.isInteger(barcode.packUnits));
}

function freshGtin(prng: Prng, used: Set<string>): string {
  for (;;) {
    const prefix = String(nextInt(prng, 690, 699));
    const digits = prefix + pickOne(prng, ['10', '23', '41', '58', '77', '86']) + String(nextInt(prng, 0, 9_999_999)).padStart(7, '0');
    if (used.has(digits)) continue;
    used.add(digits);
    return toGtin13(digits);
  }
}

function retailPriceFen(rawFen: number): number {
  const yuan = Math.max(1, Math.floor(rawFen / 100));
  return yuan * 100 + (Math.round(rawFen) % 3 === 0 ? 80 : 90);
}

function minRemainingLifeDays(shelfLifeDays: number | null): number {
  if (shelfLifeDays === null) return 0;
  if (shelfLifeDays <= 7) return 1;
  if (shelfLifeDays <= 30) return 2;
  return shelfLifeDays <= 120 ? 7 : 30;
}

function sizeOf(prng: Prng, weightGrams: number): Sku['sizeMm'] {
  const sideMm = Math.cbrt((weightGrams / 0.55) * 1000);
  const stretch = 0.7 + prng.next() * 0.8;
  return { length: Math.round(sideMm * stretch), width: Math.round(sideMm * 0.9), height: Math.round(sideMm / (stretch * 0.9)) };
}

function skuCodeOf(no: number): string {
  return `S${String(no).padStart(4, '0')}`;
}

function englishName(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
