import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { bilingualText, code, count, temperatureClass } from '#shared/model/common.ts';

/** A barcode of a SKU and how many units one scan of it means (1 for a single item, 6 for a six-pack). */
export const skuBarcode = z.object({ gtin: z.string().regex(/^\d{8,14}$/), packUnits: z.number().int().positive() });

/** What accepted packs taught about the weight of one unit; the catalogue's weight is where it begins. */
export const learnedWeight = z.object({ meanMilligrams: count, deviationMilligrams: count, packs: count });
export type LearnedWeight = z.infer<typeof learnedWeight>;

/** What a customer can order. */
export const sku = z.object({
  id: idSchema<'sku'>(),
  code,
  name: bilingualText,
  category: z.string().max(40),
  barcodes: z.array(skuBarcode).max(20),
  /** Price look-up number of loose goods, as in a variable-measure barcode; null for others. */
  plu: z
    .string()
    .regex(/^\d{4,6}$/)
    .nullable(),
  /** What quantities count: whole units, or grams of goods weighed at picking. */
  unit: z.enum(['each', 'gram']),
  /** Fen per unit; for goods in grams, fen per kilogram. */
  priceFen: count,
  temperature: temperatureClass,
  shelfLifeDays: count.nullable(),
  /** Days a lot must still have when it leaves. */
  minRemainingLifeDays: count,
  isLotTracked: z.boolean(),
  sizeMm: z.object({ length: count, width: count, height: count }),
  /** Weight of one unit; 0 for goods in grams. */
  weightGrams: count,
  weightToleranceGrams: count,
  learnedWeight: learnedWeight.optional(),
  isFragile: z.boolean(),
  /** Youngest age of a buyer, or null. */
  ageLimitYears: count.nullable(),
  /** File name below resources/demoSite/pictures, without ending. */
  picture: z.string().max(80),
});
export type Sku = z.infer<typeof sku>;
