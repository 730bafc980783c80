import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { epochMs } from '#shared/model/common.ts';

/** A GTIN of 14 digits, shorter ones filled with zeros on the left. */
export const gtin14 = z.string().regex(/^\d{14}$/);
/** Most units one scan of a linked barcode can mean. */
export const maxPackUnits = 999;
/** How many units of a SKU one scan of a barcode means. */
export const packUnits = z.number().int().min(1).max(maxPackUnits);

const act = z.object({ operatorId: idSchema<'operator'>().nullable(), stationId: idSchema<'station'>(), atMs: epochMs });

/**
 * A barcode that the catalogue does not know and that somebody here gave to a SKU. Its id is the GTIN-14, so that a code has one
 * link at most; it lies beside the catalogue, which an import may replace without losing it.
 */
export const barcodeLink = z.object({
  id: gtin14,
  skuId: idSchema<'sku'>(),
  packUnits,
  linked: act,
  /** Who took it back; null while it holds. */
  withdrawn: act.nullable(),
});
export type BarcodeLink = z.infer<typeof barcodeLink>;
