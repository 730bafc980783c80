import type { TemperatureClass } from '#shared/model/common.ts';

/** A phrase in both languages: Chinese, English. */
export type Phrase = readonly [zh: string, en: string];

/** One pack size: how it is written in both languages and what it weighs. */
export type PackSize = { readonly zh: string; readonly en: string; readonly weightGrams: number };

/** A family of packed goods; every SKU of it is a brand, a kind and a size. */
export type Family = {
  readonly category: string;
  readonly picture: string;
  /** Key of `brands`. */
  readonly brandGroup: string;
  readonly noun: Phrase;
  readonly kinds: readonly Phrase[];
  readonly sizes: readonly PackSize[];
  /** Fen of the smallest and of the largest size. */
  readonly priceFen: readonly [low: number, high: number];
  readonly temperature: TemperatureClass;
  readonly shelfLifeDays: number | null;
  /** How many SKUs the demo site carries of it. */
  readonly skuCount: number;
  readonly caseUnits: number;
  readonly ageLimitYears: number | null;
  readonly isFragile: boolean;
};

/** Loose goods sold by weight. */
export type LooseGoods = {
  readonly category: string;
  readonly picture: string;
  readonly name: Phrase;
  /** Fen per kilogram. */
  readonly priceFen: number;
  readonly temperature: TemperatureClass;
  readonly shelfLifeDays: number;
};

const unitWords: Readonly<Record<string, string>> = {
  片: 'pcs',
  卷: 'rolls',
  抽: 'sheets',
  包: 'packs',
  枚: 'eggs',
  支: 'pcs',
  个: 'pcs',
  只: 'pcs',
  袋: 'bags',
  块: 'pcs',
  听: 'cans',
  双: 'pairs',
  把: 'bunch',
  粒: 'pcs',
};

/** Reads phrases from `zh|en; zh|en`. */
export function phrases(text: string): readonly Phrase[] {
  return text.split(';').map((part) => {
    const [zh = '', en = ''] = part.trim().split('|');
    return [zh, en] as const;
  });
}

/**
 * Reads pack sizes from a comma list: `500g`, `1.5L`, `250ml*12` (weight follows), `10片:600`, `24卷:2900` (pieces, then grams).
 */
export function packSizes(text: string): readonly PackSize[] {
  return text.split(',').map((part) => toPackSize(part.trim()));
}

function toPackSize(part: string): PackSize {
  const [label = '', grams] = part.split(':');
  if (grams !== undefined) {
    const amount = label.replace(/\D+$/, '');
    const word = label.slice(amount.length);
    return { zh: label, en: `${amount} ${unitWords[word] ?? word}`, weightGrams: Number(grams) };
  }
  const found = /^([\d.]+)(g|kg|ml|L)(?:\*(\d+))?$/.exec(label);
  if (found === null) throw new Error(`unreadable pack size ${label}`);
  const [, amount = '0', unit = 'g', pieces] = found;
  const oneGrams = Number(amount) * (unit === 'kg' || unit === 'L' ? 1000 : 1);
  const count = pieces === undefined ? 1 : Number(pieces);
  const packagingGrams = unit === 'ml' || unit === 'L' ? 1.06 : 1.04;
  return {
    zh: pieces === undefined ? `${amount}${unit}` : `${amount}${unit}×${count}`,
    en: pieces === undefined ? `${amount} ${unit}` : `${count} × ${amount} ${unit}`,
    weightGrams: Math.round(oneGrams * count * packagingGrams),
  };
}

type FamilyOptions = { readonly caseUnits?: number; readonly ageLimitYears?: number; readonly isFragile?: boolean };

/** Makes a family from one readable row; prices in yuan. */
export function family(
  [category, picture, brandGroup]: readonly [string, string, string],
  noun: string,
  kinds: string,
  sizes: string,
  [lowYuan, highYuan]: readonly [number, number],
  [temperature, shelfLifeDays]: readonly [TemperatureClass, number | null],
  skuCount: number,
  options: FamilyOptions = {},
): Family {
  const [nounPhrase] = phrases(noun);
  if (nounPhrase === undefined) throw new Error(`family without a noun: ${noun}`);
  return {
    category,
    picture,
    brandGroup,
    noun: nounPhrase,
    kinds: phrases(kinds),
    sizes: packSizes(sizes),
    priceFen: [Math.round(lowYuan * 100), Math.round(highYuan * 100)],
    temperature,
    shelfLifeDays,
    skuCount,
    caseUnits: options.caseUnits ?? 12,
    ageLimitYears: options.ageLimitYears ?? null,
    isFragile: options.isFragile ?? false,
  };
}
