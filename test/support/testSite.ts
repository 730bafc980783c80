import { asId } from '#shared/base/ids.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Bin, ShelfPlace, Site, Zone } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { StockImportRow } from '#shared/wire/platform/platformMessages.ts';

/** A warehouse small enough to know by heart: three zones, eight bins, eight SKUs, two couriers. */
export type TestSite = {
  readonly site: Site;
  readonly zones: readonly Zone[];
  readonly bins: readonly Bin[];
  readonly shelfPlaces: readonly ShelfPlace[];
  readonly skus: readonly Sku[];
  readonly stock: readonly StockImportRow[];
  readonly couriers: readonly Courier[];
};

/** The goods by a short name, for tests that read like a shopping list. */
export const testSkuIds = {
  milk: asId<'sku'>('sku-milk'),
  bread: asId<'sku'>('sku-bread'),
  water: asId<'sku'>('sku-water'),
  apples: asId<'sku'>('sku-apples'),
  yoghurt: asId<'sku'>('sku-yoghurt'),
  dumplings: asId<'sku'>('sku-dumplings'),
  noodles: asId<'sku'>('sku-noodles'),
  beer: asId<'sku'>('sku-beer'),
} as const;
export type TestSkuName = keyof typeof testSkuIds;

/** GTIN-13 of each SKU sold by the unit; apples are loose, PLU 20114. */
export const testGtins: Readonly<Record<Exclude<TestSkuName, 'apples'>, string>> = {
  milk: '6901234567892',
  bread: '6901028075831',
  water: '6921168509256',
  yoghurt: '6907992512570',
  dumplings: '6920152400012',
  noodles: '6925303721367',
  beer: '6901035600217',
};

const testBins: Readonly<Record<TestSkuName, { readonly code: string; readonly zone: 'A' | 'C' | 'F'; readonly walkSequence: number }>> = {
  water: { code: 'A01-1-01', zone: 'A', walkSequence: 1 },
  noodles: { code: 'A01-1-02', zone: 'A', walkSequence: 2 },
  bread: { code: 'A01-2-01', zone: 'A', walkSequence: 3 },
  apples: { code: 'A02-1-01', zone: 'A', walkSequence: 4 },
  beer: { code: 'A02-1-02', zone: 'A', walkSequence: 5 },
  milk: { code: 'C01-1-01', zone: 'C', walkSequence: 6 },
  yoghurt: { code: 'C01-1-02', zone: 'C', walkSequence: 7 },
  dumplings: { code: 'F01-1-01', zone: 'F', walkSequence: 8 },
};

const names: Readonly<Record<TestSkuName, { readonly zh: string; readonly en: string }>> = {
  milk: { zh: '鲜牛奶 950 毫升', en: 'Fresh milk 950 ml' },
  bread: { zh: '全麦吐司 400 克', en: 'Wholemeal toast 400 g' },
  water: { zh: '矿泉水 550 毫升', en: 'Mineral water 550 ml' },
  apples: { zh: '红富士苹果', en: 'Fuji apples' },
  yoghurt: { zh: '原味酸奶 200 克', en: 'Plain yoghurt 200 g' },
  dumplings: { zh: '猪肉白菜水饺 500 克', en: 'Pork dumplings 500 g' },
  noodles: { zh: '鸡蛋挂面 1 千克', en: 'Egg noodles 1 kg' },
  beer: { zh: '啤酒 500 毫升', en: 'Beer 500 ml' },
};

const temperatureOfZone = { A: 'ambient', C: 'chilled', F: 'frozen' } as const;
const skuNames = Object.keys(testSkuIds) as TestSkuName[];
const minuteMs = 60_000;

/** The code on the bin label of a SKU's place. */
export function testBinCode(name: TestSkuName): string {
  return testBins[name].code;
}

/** Builds the test site; `unitsPerBin` units (or that many times 100 g) lie in every bin. */
export function createTestSite(siteId = 'site-test', unitsPerBin = 200): TestSite {
  return {
    site: {
      id: asId<'site'>(siteId),
      code: 'TEST',
      name: { zh: '测试前置仓', en: 'Test warehouse' },
      timeZone: 'Asia/Shanghai',
      promiseMs: 30 * minuteMs,
      stageBudgetsMs: { release: minuteMs, pick: 6 * minuteMs, pack: 4 * minuteMs, handover: 4 * minuteMs, ride: 15 * minuteMs },
      floor: { widthMm: 20_000, depthMm: 12_000 },
      location: { lat: 31.2304, lng: 121.4737 },
      packingPoint: { xMm: 1_000, yMm: 1_000 },
      variableMeasureRules: [
        { prefix: '21', length: 13, itemDigits: 5, valueDigits: 5, hasValueVerifier: false, kind: 'weight', decimals: 3 },
      ],
    },
    zones: (['A', 'C', 'F'] as const).map((zone, index) => ({
      id: asId<'zone'>(`zone-${zone}`),
      code: zone,
      name: { zh: `${zone} 区`, en: `Zone ${zone}` },
      temperature: temperatureOfZone[zone],
      area: { xMm: index * 6_000, yMm: 2_000, widthMm: 6_000, depthMm: 8_000 },
    })),
    bins: skuNames.map((name) => ({
      id: asId<'bin'>(`bin-${testBins[name].code}`),
      code: testBins[name].code,
      zoneId: asId<'zone'>(`zone-${testBins[name].zone}`),
      use: 'pickFace',
      at: { xMm: 2_000 * testBins[name].walkSequence, yMm: 4_000 },
      walkSequence: testBins[name].walkSequence,
      isBlocked: false,
    })),
    shelfPlaces: (['ambient', 'chilled'] as const).map((temperature, index) => ({
      id: asId<'shelfPlace'>(`shelf-${index + 1}`),
      code: `H0${index + 1}`,
      temperature,
      at: { xMm: 500, yMm: 500 + index * 400 },
    })),
    skus: skuNames.map(testSku),
    stock: skuNames.map((name) => ({
      skuCode: name.toUpperCase(),
      binCode: testBins[name].code,
      quantity: name === 'apples' ? unitsPerBin * 100 : unitsPerBin,
      lotCode: null,
      expiresOn: null,
    })),
    couriers: [1, 2].map((number) => ({
      id: asId<'courier'>(`courier-${number}`),
      code: `900${number}`,
      name: `骑手${number}`,
      status: 'atSite',
      capacityOrders: 4,
      position: null,
      tripId: null,
      deliveredToday: 0,
    })),
  };
}

function testSku(name: TestSkuName): Sku {
  const isLoose = name === 'apples';
  return {
    id: testSkuIds[name],
    code: name.toUpperCase(),
    name: names[name],
    category: 'test',
    barcodes: isLoose ? [] : [{ gtin: testGtins[name], packUnits: 1 }],
    plu: isLoose ? '20114' : null,
    unit: isLoose ? 'gram' : 'each',
    priceFen: isLoose ? 1_280 : 690,
    temperature: temperatureOfZone[testBins[name].zone],
    shelfLifeDays: null,
    minRemainingLifeDays: 0,
    isLotTracked: false,
    sizeMm: { length: 100, width: 80, height: 60 },
    weightGrams: isLoose ? 0 : 500,
    weightToleranceGrams: isLoose ? 0 : 25,
    isFragile: false,
    ageLimitYears: name === 'beer' ? 18 : null,
    picture: 'groceries',
  };
}
