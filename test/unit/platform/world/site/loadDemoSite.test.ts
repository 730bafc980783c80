import { describe, expect, it } from 'vitest';
import { stockImportRow } from '#shared/wire/platform/platformMessages.ts';
import { loadDemoSite, siteDay } from '#platform/world/site/loadDemoSite.ts';

describe('loadDemoSite', () => {
  it('is never stale: whenever it is loaded, every lot still has the life its SKU must have', () => {
    for (const nowMs of [Date.UTC(2026, 0, 1), Date.UTC(2031, 6, 9, 20)]) {
      const demo = loadDemoSite(nowMs);
      const skuByCode = new Map(demo.skus.map((sku) => [sku.code, sku]));
      const stale = demo.stock.filter((row) => {
        const leastLifeDays = skuByCode.get(row.skuCode)?.minRemainingLifeDays ?? 0;
        return row.expiresOn !== null && row.expiresOn <= siteDay(nowMs + leastLifeDays * 86_400_000, demo.site.timeZone);
      });
      expect({ stale, rows: demo.stock.length }).toEqual({ stale: [], rows: demo.stock.length });
      expect(demo.operators.every((operator) => operator.validUntilMs > nowMs)).toBe(true);
    }
  });

  it('gives rows that the import takes', () => {
    expect(loadDemoSite(Date.UTC(2026, 0, 1)).stock.filter((row) => !stockImportRow.safeParse(row).success)).toEqual([]);
  });

  it('counts days by the calendar of the site', () => {
    expect([siteDay(Date.UTC(2026, 0, 1, 15, 59), 'Asia/Shanghai'), siteDay(Date.UTC(2026, 0, 1, 16), 'Asia/Shanghai')]).toEqual([
      '2026-01-01',
      '2026-01-02',
    ]);
  });
});
