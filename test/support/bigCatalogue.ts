import { sql } from 'drizzle-orm';
import type { Platform } from '#platform/server/startPlatform.ts';
import { asId } from '#shared/base/ids.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { TestSite } from '#test/support/testSite.ts';

const rowsPerInsert = 2_000;

/** Pads a site with `skuCount` SKUs and `stockRowCount` stock rows, straight into the database: size is what counts here, not the way in. */
export async function fillBigCatalogue(platform: Platform, site: TestSite, skuCount: number, stockRowCount: number): Promise<void> {
  const model = site.skus[0];
  if (model === undefined) throw new Error('the site has no SKU to copy');
  const skuIds = Array.from({ length: skuCount }, (_, index) => asId<'sku'>(`bulk-sku-${index}`));
  const bulkSkus = skuIds.map((id, index): Sku => {
    const gtin12 = `6${String(10_000_000_000 + index).slice(0, 11)}`;
    const name = { zh: `${model.name.zh} ${index}`, en: `${model.name.en} ${index}` };
    return { ...model, id, code: `BULK${index}`, name, barcodes: [{ gtin: withCheckDigit(gtin12), packUnits: 1 }] };
  });
  await insert(platform, site, 'sku', bulkSkus);
  const stock = Array.from({ length: stockRowCount }, (_, index) => {
    const skuId = skuIds[index % skuCount] ?? model.id;
    const binId = asId<'bin'>(`bulk-bin-${Math.floor(index / skuCount)}-${index % 997}`);
    return {
      id: stockIdOf(skuId, binId, null, 'available'),
      skuId,
      binId,
      lotId: null,
      status: 'available' as const,
      quantity: 20,
      allocated: 0,
    };
  });
  await insert(platform, site, 'stock', stock);
}

async function insert(platform: Platform, site: TestSite, kind: string, rows: ReadonlyArray<{ readonly id: string }>): Promise<void> {
  const siteId = site.site.id;
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const part = rows.slice(start, start + rowsPerInsert);
    await platform.db.execute(sql`
      with moved as (update sites set seq = seq + 1 where site_id = ${siteId} returning seq)
      insert into records (site_id, kind, id, seq, body)
      select ${siteId}, ${kind}, added.body ->> 'id', moved.seq, added.body
      from moved, jsonb_array_elements(${JSON.stringify(part)}::jsonb) as added(body)`);
  }
}

function withCheckDigit(digits12: string): string {
  let sum = 0;
  for (const [index, digit] of [...digits12].entries()) sum += Number(digit) * (index % 2 === 0 ? 1 : 3);
  return digits12 + String((10 - (sum % 10)) % 10);
}
