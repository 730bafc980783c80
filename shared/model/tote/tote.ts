import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code } from '#shared/model/common.ts';

/** Goods in a tote or parcel for one order line. */
export const contentEntry = z.object({
  orderId: idSchema<'order'>(),
  lineNo: z.number().int().positive(),
  skuId: idSchema<'sku'>(),
  lotId: idSchema<'lot'>().nullable(),
  quantity: z.number().int().positive(),
});
export type ContentEntry = z.infer<typeof contentEntry>;

/** A reusable box that carries one order's goods from the shelf to packing. */
export const tote = z.object({
  id: idSchema<'tote'>(),
  code,
  status: z.enum(['empty', 'picking', 'toPack']),
  orderId: idSchema<'order'>().nullable(),
  contents: z.array(contentEntry),
});
export type Tote = z.infer<typeof tote>;
