import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';

/** The station's name in training; no real station is called so. */
export const practiceStationId = asId<'station'>('training');
/** Totes that lie ready. */
export const practiceTotes = ['P01', 'P02', 'P03', 'P04', 'P05', 'P06'] as const;

const minuteMs = 60_000;
const plenty = 100_000;
const zones = [
  { code: 'A', zh: '常温', en: 'Ambient', temperature: 'ambient' },
  { code: 'C', zh: '冷藏', en: 'Chilled', temperature: 'chilled' },
] as const;

type Goods = readonly [bin: string, zh: string, en: string, weightGrams: number];
/** Goods by the piece. Their numbers begin with 952, which GS1 keeps for examples: they are never those of real goods. */
const goods: readonly Goods[] = [
  ['A01-1-01', '练习矿泉水', 'Practice water', 550],
  ['A01-1-02', '练习饼干', 'Practice biscuits', 200],
  ['A01-2-01', '练习面条', 'Practice noodles', 1000],
  ['A02-1-01', '练习纸巾', 'Practice tissues', 300],
  ['C01-1-01', '练习牛奶', 'Practice milk', 980],
  ['C01-1-02', '练习酸奶', 'Practice yoghurt', 210],
];
/** Goods by weight, with a number of the scales. */
const loose = { bin: 'A02-1-02', zh: '练习苹果', en: 'Practice apples', plu: '90001' } as const;

const skuIdAt = (index: number) => asId<'sku'>(`practice-${index + 1}`);
const binIdOf = (code: string) => asId<'bin'>(`practice-${code}`);

/** Number of the practice goods on their barcodes. */
export function practiceGtin(index: number): string {
  const digits = `952000000${String(index + 1).padStart(3, '0')}`;
  return `${digits}${gtinCheckDigit(digits)}`;
}

/** The label that a scale sticks on `grams` of the loose goods. */
export function practiceWeightLabel(grams: number): string {
  const digits = `21${loose.plu}${String(grams).padStart(5, '0')}`;
  return `${digits}${gtinCheckDigit(digits)}`;
}

/** The SKUs of the practice site; the last is the loose one. */
export function practiceSkus(): readonly Sku[] {
  const common = {
    category: 'practice',
    priceFen: 690,
    shelfLifeDays: null,
    minRemainingLifeDays: 0,
    isLotTracked: false,
    sizeMm: { length: 100, width: 80, height: 60 },
    isFragile: false,
    ageLimitYears: null,
    picture: '',
  };
  const pieces = goods.map(([bin, zh, en, weightGrams], index): Sku => ({
    ...common,
    id: skuIdAt(index),
    code: `PRACTICE${index + 1}`,
    name: { zh, en },
    barcodes: [{ gtin: practiceGtin(index), packUnits: 1 }],
    plu: null,
    unit: 'each',
    temperature: bin.startsWith('C') ? 'chilled' : 'ambient',
    weightGrams,
    weightToleranceGrams: 20,
  }));
  const byWeight: Sku = {
    ...common,
    id: skuIdAt(goods.length),
    code: `PRACTICE${goods.length + 1}`,
    name: { zh: loose.zh, en: loose.en },
    barcodes: [],
    plu: loose.plu,
    unit: 'gram',
    temperature: 'ambient',
    weightGrams: 0,
    weightToleranceGrams: 0,
  };
  return [...pieces, byWeight];
}

/** Every record of the practice site, with whoever practises as somebody who may pick, pack and hand over. */
export function practiceSite(operator: Operator): readonly RecordWrite[] {
  const siteId = asId<'site'>('practice');
  const skus = practiceSkus();
  const bins = [...goods.map(([bin]) => bin), loose.bin];
  const row = <K extends RecordWrite['kind']>(kind: K, record: Readonly<Record<string, unknown>> & { readonly id: string }) =>
    ({ kind, id: record.id, row: record }) as unknown as RecordWrite;
  return [
    row('site', {
      id: siteId,
      code: 'PRACTICE',
      name: { zh: '练习仓', en: 'Practice warehouse' },
      timeZone: 'Asia/Shanghai',
      promiseMs: 30 * minuteMs,
      stageBudgetsMs: { release: minuteMs, pick: 6 * minuteMs, pack: 4 * minuteMs, handover: 4 * minuteMs, ride: 15 * minuteMs },
      floor: { widthMm: 20_000, depthMm: 12_000 },
      location: { lat: 31.2304, lng: 121.4737 },
      packingPoint: { xMm: 1_000, yMm: 1_000 },
      variableMeasureRules: [
        { prefix: '21', length: 13, itemDigits: 5, valueDigits: 5, hasValueVerifier: false, kind: 'weight', decimals: 3 },
      ],
    }),
    ...zones.map(({ code, zh, en, temperature }, index) =>
      row('zone', {
        id: `practice-${code}`,
        code,
        name: { zh, en },
        temperature,
        area: { xMm: index * 8_000, yMm: 2_000, widthMm: 8_000, depthMm: 8_000 },
      }),
    ),
    ...bins.map((code, index) =>
      row('bin', {
        id: binIdOf(code),
        code,
        zoneId: `practice-${code.slice(0, 1)}`,
        use: 'pickFace',
        at: { xMm: 2_000 * (index + 1), yMm: 4_000 },
        walkSequence: index + 1,
        isBlocked: false,
      }),
    ),
    ...(['ambient', 'chilled'] as const).map((temperature, index) =>
      row('shelfPlace', {
        id: `practice-shelf-${index + 1}`,
        code: `P${index + 1}`,
        temperature,
        at: { xMm: 500, yMm: 500 + 400 * index },
      }),
    ),
    ...skus.map((sku) => row('sku', sku)),
    ...skus.map((sku, index) => {
      const binId = binIdOf(bins[index]!);
      const id = stockIdOf(sku.id, binId, null, 'available');
      return row('stock', { id, skuId: sku.id, binId, lotId: null, status: 'available', quantity: plenty, allocated: 0 });
    }),
    row('courier', practiceCourier()),
    row('operator', { ...operator, roles: [...new Set([...operator.roles, 'picker', 'packer', 'storeStaff'])] }),
  ];
}

function practiceCourier() {
  return {
    id: asId<'courier'>('practice-courier'),
    code: 'P9001',
    name: '练习骑手',
    status: 'atSite',
    capacityOrders: 5,
    position: null,
    tripId: null,
    deliveredToday: 0,
  };
}
