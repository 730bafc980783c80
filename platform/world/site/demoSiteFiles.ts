import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count } from '#shared/model/common.ts';
import { courier } from '#shared/model/delivery/delivery.ts';
import { operator } from '#shared/model/operator/operator.ts';
import { bin, shelfPlace, site, zone } from '#shared/model/site/site.ts';
import { sku } from '#shared/model/sku/sku.ts';
import { lot } from '#shared/model/stock/stock.ts';

/** A lot as stored: days relative to the day the demo is started, so that it never goes stale. */
export const storedLot = lot
  .pick({ id: true, skuId: true, code: true })
  .extend({ expiresInDays: z.number().int().nullable(), receivedDaysAgo: count });
export type StoredLot = z.infer<typeof storedLot>;

/** What lies in a bin when the demo starts, all of it free to sell. */
export const storedStock = z.object({
  skuId: idSchema<'sku'>(),
  binId: idSchema<'bin'>(),
  lotId: idSchema<'lot'>().nullable(),
  quantity: z.number().int().positive(),
});
export type StoredStock = z.infer<typeof storedStock>;

/** A person as stored; the badge stays valid for so many days after the start. */
export const storedOperator = operator.omit({ validUntilMs: true }).extend({ validForDays: count });
export type StoredOperator = z.infer<typeof storedOperator>;

export const storedCourier = courier.pick({ id: true, code: true, name: true, capacityOrders: true });
export type StoredCourier = z.infer<typeof storedCourier>;

/** An empty tote waiting at the packing tables. */
export const storedTote = z.object({ id: idSchema<'tote'>(), code });
export type StoredTote = z.infer<typeof storedTote>;

/** The files of resources/demoSite by name, each a list of rows (one per line) or, for `site`, one record. */
export const demoSiteSchemas = {
  site: z.array(site).length(1),
  zones: z.array(zone),
  bins: z.array(bin),
  shelfPlaces: z.array(shelfPlace),
  skus: z.array(sku),
  lots: z.array(storedLot),
  stock: z.array(storedStock),
  operators: z.array(storedOperator),
  couriers: z.array(storedCourier),
  totes: z.array(storedTote),
  /** SKU ids, the one customers buy most first. */
  popularity: z.array(idSchema<'sku'>()),
} as const;

export type DemoSiteFiles = { readonly [K in keyof typeof demoSiteSchemas]: z.infer<(typeof demoSiteSchemas)[K]> };
