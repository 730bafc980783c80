import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DemoSiteFiles, demoSiteSchemas } from '#platform/world/site/demoSiteFiles.ts';
import { demoHint } from '#platform/world/site/demoPeople.ts';
import { generateDemoSite } from '#platform/world/site/generateDemoSite.ts';
import { toCaseGtin, toWeightLabel } from '#platform/world/site/gtin.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import { demoSiteSeed } from '#platform/world/site/writeDemoSite.ts';
import { argon2Verify } from 'hash-wasm';

const folder = join(process.cwd(), 'resources/demoSite');
const files = Object.fromEntries(
  Object.entries(demoSiteSchemas).map(([name, schema]) => [
    name,
    schema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))),
  ]),
) as unknown as DemoSiteFiles;

describe('the demo site', () => {
  it('is what the generator makes of its seed', async () => {
    expect(await generateDemoSite(demoSiteSeed)).toEqual(files);
  });

  it('has 2,000 SKUs with names of their own in both languages', () => {
    const { skus } = files;
    expect({
      skus: skus.length,
      zh: new Set(skus.map((sku) => sku.name.zh)).size,
      en: new Set(skus.map((sku) => sku.name.en)).size,
      untidy: skus.filter((sku) => /undefined|  |^ | $/.test(sku.name.zh + sku.name.en)),
    }).toEqual({ skus: 2000, zh: 2000, en: 2000, untidy: [] });
  });

  it('gives every barcode a right check digit and to one SKU only', () => {
    const gtins = files.skus.flatMap((sku) => sku.barcodes.map((barcode) => barcode.gtin));
    expect({
      wrong: gtins.filter((gtin) => gtinCheckDigit(gtin.slice(0, -1)) !== gtin.slice(-1)),
      foreign: gtins.filter((gtin) => !/^(69\d{11}|169\d{11})$/.test(gtin)),
      doubled: gtins.length - new Set(gtins).size,
    }).toEqual({ wrong: [], foreign: [], doubled: 0 });
    expect(gtins.length).toBeGreaterThan(5000);
  });

  it('gives every packed SKU a case code and every weighed SKU a PLU of five digits', () => {
    const weighed = files.skus.filter((sku) => sku.unit === 'gram');
    const packed = files.skus.filter((sku) => sku.unit === 'each');
    expect({
      weighed: weighed.length,
      plus: new Set(weighed.map((sku) => sku.plu)).size,
      withoutCase: packed.filter((sku) => !sku.barcodes.some((barcode) => barcode.packUnits > 1 && barcode.gtin.length === 14)),
      withoutItem: packed.filter((sku) => !sku.barcodes.some((barcode) => barcode.packUnits === 1)),
    }).toEqual({ weighed: 120, plus: 120, withoutCase: [], withoutItem: [] });
  });

  it('keeps every SKU in a bin of its temperature with stock that may be sold', () => {
    const binById = new Map(files.bins.map((bin) => [bin.id, bin]));
    const zoneById = new Map(files.zones.map((zone) => [zone.id, zone]));
    const lotById = new Map(files.lots.map((lot) => [lot.id, lot]));
    const sellable = new Set<string>();
    const wrong: string[] = [];
    for (const row of files.stock) {
      const sku = files.skus.find((candidate) => candidate.id === row.skuId);
      const bin = binById.get(row.binId);
      const zone = bin === undefined ? undefined : zoneById.get(bin.zoneId);
      if (sku === undefined || zone?.temperature !== sku.temperature) wrong.push(`${row.skuId} in ${row.binId}`);
      const lot = row.lotId === null ? undefined : lotById.get(row.lotId);
      if (sku?.isLotTracked !== (lot !== undefined)) wrong.push(`${row.skuId} lot ${row.lotId}`);
      const isFresh = lot === undefined || (lot.expiresInDays ?? 0) > (sku?.minRemainingLifeDays ?? 0);
      if (isFresh) sellable.add(row.skuId);
    }
    expect({ wrong, sellable: sellable.size }).toEqual({ wrong: [], sellable: 2000 });
  });

  it('has codes of its own in every list, and walks every bin once', () => {
    const doubled = (codes: readonly (string | number)[]): number => codes.length - new Set(codes).size;
    expect([
      doubled(files.bins.map((bin) => bin.code)),
      doubled(files.bins.map((bin) => bin.walkSequence)),
      doubled(files.shelfPlaces.map((place) => place.code)),
      doubled(files.skus.map((sku) => sku.code)),
      doubled(files.lots.map((lot) => `${lot.skuId} ${lot.code}`)),
      doubled(files.operators.map((operator) => operator.badgeCode)),
      doubled(files.couriers.map((courier) => courier.code)),
      doubled(files.totes.map((tote) => tote.code)),
    ]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('draws a picture for every SKU and stays below 3 MB', () => {
    const drawn = new Set(readdirSync(join(folder, 'pictures')));
    const bytes = ['', 'pictures'].flatMap((sub) => readdirSync(join(folder, sub)).map((name) => statSync(join(folder, sub, name)).size));
    expect({
      missing: [...new Set(files.skus.map((sku) => sku.picture))].filter((name) => !drawn.has(`${name}.svg`)),
      isSmall: bytes.reduce((left, right) => left + right, 0) < 3_000_000,
    }).toEqual({ missing: [], isSmall: true });
  });

  it('lets the newcomer in with the badge and PIN that are shown', async () => {
    const operator = files.operators.find((candidate) => candidate.badgeCode === demoHint.badgeCode);
    expect({ name: operator?.name, isPin: await argon2Verify({ password: demoHint.pin, hash: operator?.pinHash ?? '' }) }).toEqual({
      name: demoHint.operatorName,
      isPin: true,
    });
  });
});

describe('GTINs', () => {
  it('carry the check digit of the GS1 General Specifications', () => {
    expect([gtinCheckDigit('629104150021'), toCaseGtin('6291041500213'), toWeightLabel('21', '10001', 530)]).toEqual([
      '3',
      '16291041500210',
      '2110001005305',
    ]);
  });
});
