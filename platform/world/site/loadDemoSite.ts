import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SkuId } from '#shared/base/ids.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import type { Bin, ShelfPlace, Site, Zone } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { StockImportRow } from '#shared/wire/platform/platformMessages.ts';
import { type DemoSiteFiles, type StoredCourier, type StoredTote, demoSiteSchemas } from './demoSiteFiles.ts';

const dayMs = 86_400_000;
/** Making a format costs far more than using it; there is one for each time zone of a site. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The demo site as it is imported: days are counted from the day of the start. */
export type LoadedDemoSite = {
  readonly site: Site;
  readonly zones: readonly Zone[];
  readonly bins: readonly Bin[];
  readonly shelfPlaces: readonly ShelfPlace[];
  readonly skus: readonly Sku[];
  readonly operators: readonly Operator[];
  readonly totes: readonly StoredTote[];
  readonly couriers: readonly StoredCourier[];
  readonly stock: readonly StockImportRow[];
  /** SKU ids, the one customers buy most first. */
  readonly popularity: readonly SkuId[];
};

/** Where resources/demoSite lies on this machine. */
export function demoSiteFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('#resources/demoSite/site.json'));
}

/** Reads and checks the demo site; lots expire so many days after `nowMs` as the files say. Throws ZodError for a damaged file. */
export function loadDemoSite(nowMs: number, folder: string = demoSiteFolder()): LoadedDemoSite {
  const files = readFiles(folder);
  const [site] = files.site;
  if (site === undefined) throw new Error(`${folder}/site.json holds no site`);
  const skuById = new Map(files.skus.map((sku) => [sku.id, sku]));
  const binById = new Map(files.bins.map((bin) => [bin.id, bin]));
  const lotById = new Map(files.lots.map((lot) => [lot.id, lot]));
  return {
    ...files,
    site,
    operators: files.operators.map(({ validForDays, ...operator }) => ({ ...operator, validUntilMs: nowMs + validForDays * dayMs })),
    stock: files.stock.map((row) => {
      const lot = row.lotId === null ? undefined : lotById.get(row.lotId);
      return {
        skuCode: skuById.get(row.skuId)?.code ?? '',
        binCode: binById.get(row.binId)?.code ?? '',
        quantity: row.quantity,
        lotCode: lot?.code ?? null,
        expiresOn: lot?.expiresInDays == null ? null : siteDay(nowMs + lot.expiresInDays * dayMs, site.timeZone),
      };
    }),
  };
}

/** The calendar day at the site, YYYY-MM-DD. */
export function siteDay(atMs: number, timeZone: string): string {
  const known = dayFormats.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  if (known === undefined) dayFormats.set(timeZone, format);
  return format.format(atMs);
}

function readFiles(folder: string): DemoSiteFiles {
  const names = Object.keys(demoSiteSchemas) as (keyof DemoSiteFiles)[];
  const parsed = names.map(
    (name) => [name, demoSiteSchemas[name].parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')))] as const,
  );
  return Object.fromEntries(parsed) as unknown as DemoSiteFiles;
}
