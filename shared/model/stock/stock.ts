import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { calendarDay, code, count, epochMs } from '#shared/model/common.ts';

/** A batch of one SKU with one expiry. */
export const lot = z.object({
  id: idSchema<'lot'>(),
  skuId: idSchema<'sku'>(),
  code,
  expiresOn: calendarDay.nullable(),
  receivedAtMs: epochMs,
  status: z.enum(['released', 'held', 'recalled']),
});
export type Lot = z.infer<typeof lot>;

export const stockStatus = z.enum(['available', 'inspection', 'hold', 'expired', 'damaged']);
export type StockStatus = z.infer<typeof stockStatus>;

/** Quantity of one SKU, lot and status in one bin. Its id is made of these four (see stockIdOf). */
export const stockRow = z.object({
  id: idSchema<'stock'>(),
  skuId: idSchema<'sku'>(),
  binId: idSchema<'bin'>(),
  lotId: idSchema<'lot'>().nullable(),
  status: stockStatus,
  /** Units or grams there. A fact may take more than the books have: then it is negative and a discrepancy is open. */
  quantity: z.number().int(),
  /** Part of `quantity` promised to released orders and not yet picked. */
  allocated: count,
});
export type StockRow = z.infer<typeof stockRow>;

/** Where goods can be. Every move takes a quantity from one place to another, so the ledger always sums to zero. */
export const stockPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bin'), stockId: idSchema<'stock'>() }),
  z.object({ kind: z.literal('tote'), toteId: idSchema<'tote'>() }),
  z.object({ kind: z.literal('parcel'), parcelId: idSchema<'parcel'>() }),
  z.object({ kind: z.literal('outside'), reason: z.enum(['received', 'handedOver', 'adjusted', 'wasted', 'returned']) }),
]);
export type StockPlace = z.infer<typeof stockPlace>;

/** One entry of the stock ledger. */
export const stockMove = z.object({
  commandId: idSchema<'command'>(),
  entryNo: count,
  atMs: epochMs,
  skuId: idSchema<'sku'>(),
  lotId: idSchema<'lot'>().nullable(),
  quantity: z.number().int().positive(),
  from: stockPlace,
  to: stockPlace,
});
export type StockMove = z.infer<typeof stockMove>;
