import { asId } from '#shared/base/ids.ts';
import { type Prng, createPrng, nextInt } from '#shared/base/prng.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { toGtin13 } from '#platform/world/site/gtin.ts';
import { createTestSite } from '#test/support/testSite.ts';
import { seedOf } from './virtualTime.ts';

/** Where the simulated day begins: 2026-03-02 08:00 in Shanghai. */
export const dayStartMs = Date.UTC(2026, 2, 2, 0, 0, 0);
const skuCount = 24;
const toteCount = 60;
const courierCount = 6;
/** On one day in so many the site picks its zones side by side. */
const daysPerDayWithZones = 3;

/** Badge of the operator of a station. */
export const badgeOf = (station: number): string => String(2001 + station);

/** SKU ids by number. */
export const simulatedSkuId = (number: number) => asId<'sku'>(`sku-${number}`);
const binIdOf = (number: number) => asId<'bin'>(`bin-${number}`);

/** Records of a small site: zones of three temperatures, goods by unit and by weight, with and without lots, few of some. */
export function simulatedSiteWrites(seed: number, stations: number): RecordWrite[] {
  const base = createTestSite();
  const prng = createPrng(seedOf(seed, 'site'));
  const isSplit = seedOf(seed, 'zones') % daysPerDayWithZones === 0;
  const pickingPolicy = { ...defaultPickingPolicy, ...base.site.pickingPolicy, splitByZoneFromLines: 2 + (seed % 2) };
  const writes: RecordWrite[] = [{ kind: 'site', id: base.site.id, row: isSplit ? { ...base.site, pickingPolicy } : base.site }];
  for (const row of base.zones) writes.push({ kind: 'zone', id: row.id, row });
  for (let number = 0; number < skuCount; number += 1) writes.push(...goodsWrites(number, prng));
  for (let number = 0; number < 12; number += 1) {
    const id = asId<'shelfPlace'>(`shelf-${number}`);
    const temperature = (['ambient', 'chilled', 'frozen'] as const)[number % 3]!;
    writes.push({ kind: 'shelfPlace', id, row: { id, code: `H${10 + number}`, temperature, at: { xMm: 500, yMm: 400 * number } } });
  }
  for (let number = 0; number < toteCount; number += 1) {
    const id = asId<'tote'>(`tote-${number}`);
    writes.push({ kind: 'tote', id, row: { id, code: `T${100 + number}`, status: 'empty', orderId: null, contents: [] } });
  }
  for (let number = 0; number < courierCount; number += 1) {
    const id = asId<'courier'>(`courier-${number}`);
    const idle = { status: 'atSite', capacityOrders: 4, position: null, tripId: null, deliveredToday: 0 } as const;
    writes.push({ kind: 'courier', id, row: { id, code: `90${10 + number}`, name: `骑手${number}`, ...idle } });
  }
  for (let number = 0; number < stations; number += 1) {
    const id = asId<'operator'>(`operator-${number}`);
    const person = { name: `店员${number}`, roles: ['storeStaff', 'supervisor'] as const, pinHash: 'none', language: 'zh-CN' } as const;
    const row = { id, badgeCode: badgeOf(number), validUntilMs: dayStartMs * 2, ...person, roles: [...person.roles] };
    writes.push({ kind: 'operator', id, row });
    const stationId = asId<'station'>(`station-${number}`);
    const screen = {
      code: `S${number}`,
      name: `S${number}`,
      publicKey: '',
      enrolledAtMs: dayStartMs,
      lastSeenAtMs: null,
      isRevoked: false,
    };
    writes.push({ kind: 'station', id: stationId, row: { id: stationId, ...screen } });
  }
  return writes;
}

/** One SKU in its pick face and, for some, in a second bin, in one or two lots where lots are tracked. */
function goodsWrites(number: number, prng: Prng): RecordWrite[] {
  const skuId = simulatedSkuId(number);
  const isLoose = number % 8 === 3;
  const isLotTracked = number % 4 === 2;
  const temperature = (['ambient', 'ambient', 'chilled', 'frozen'] as const)[number % 4]!;
  const zoneId = asId<'zone'>(`zone-${{ ambient: 'A', chilled: 'C', frozen: 'F' }[temperature]}`);
  const sku = {
    id: skuId,
    code: `SKU${number}`,
    name: { zh: `商品${number}`, en: `Goods ${number}` },
    category: 'test',
    barcodes: isLoose ? [] : [{ gtin: toGtin13(`690123${String(400_000 + number * 7)}`), packUnits: 1 }],
    plu: isLoose ? `201${10 + number}` : null,
    unit: isLoose ? ('gram' as const) : ('each' as const),
    priceFen: 590,
    temperature,
    shelfLifeDays: null,
    minRemainingLifeDays: isLotTracked ? 1 : 0,
    isLotTracked,
    sizeMm: { length: 100, width: 80, height: 60 },
    weightGrams: isLoose ? 0 : 400,
    weightToleranceGrams: isLoose ? 0 : 20,
    isFragile: false,
    ageLimitYears: null,
    picture: 'groceries',
  };
  const writes: RecordWrite[] = [{ kind: 'sku', id: skuId, row: sku }];
  const places = number % 3 === 0 ? 2 : 1;
  for (let place = 0; place < places; place += 1) {
    const walkSequence = number * 2 + place + 1;
    const binId = binIdOf(walkSequence);
    const code = `${temperature[0]!.toUpperCase()}${10 + number}-${place + 1}-01`;
    const bin = { id: binId, code, zoneId, use: 'pickFace' as const, at: { xMm: 400 * walkSequence, yMm: 3_000 }, walkSequence };
    writes.push({ kind: 'bin', id: binId, row: { ...bin, isBlocked: false } });
    const lotId = isLotTracked ? asId<'lot'>(`lot-${number}-${place}`) : null;
    if (lotId !== null) {
      const lot = { id: lotId, skuId, code: `L${number}${place}`, receivedAtMs: dayStartMs - 86_400_000, status: 'released' as const };
      writes.push({ kind: 'lot', id: lotId, row: { ...lot, expiresOn: place === 0 ? '2026-03-06' : '2026-04-01' } });
    }
    const units = number % 6 === 5 ? nextInt(prng, 3, 12) : nextInt(prng, 60, 400);
    const id = stockIdOf(skuId, binId, lotId, 'available');
    const row = { id, skuId, binId, lotId, status: 'available' as const, quantity: isLoose ? units * 100 : units, allocated: 0 };
    writes.push({ kind: 'stock', id, row });
  }
  return writes;
}
