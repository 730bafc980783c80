import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count, epochMs } from '#shared/model/common.ts';
import { contentEntry } from '#shared/model/tote/tote.ts';

export const bagType = z.enum(['small', 'medium', 'large', 'insulated', 'box']);
export type BagType = z.infer<typeof bagType>;

/** Most packed items remembered per parcel for undo; the oldest are forgotten first. */
export const maxRememberedPacks = 200;

/** Most ice packs somebody puts into one bag. */
export const maxIcePacksOfParcel = 20;

/** What one command put into a parcel, kept so that it can be undone exactly. */
export const recordedPack = contentEntry.extend({ commandId: idSchema<'command'>(), toteId: idSchema<'tote'>() });
export type RecordedPack = z.infer<typeof recordedPack>;

/** A packed bag or box of one order, with the code on its label. */
export const parcel = z.object({
  id: idSchema<'parcel'>(),
  code,
  orderId: idSchema<'order'>(),
  bagNo: z.number().int().positive(),
  bagType,
  status: z.enum(['open', 'packed', 'shelved', 'handedOver', 'delivered', 'voided']),
  contents: z.array(contentEntry),
  weightGrams: count.nullable(),
  shelfCode: code.nullable(),
  packedAtMs: epochMs.nullable(),
  /** How often its label was printed; above 1 it says so. */
  labelPrints: count,
  /** Ice packs in it; absent: none. */
  icePacks: count.max(maxIcePacksOfParcel).optional(),
  /** The bag, or its ice, was used before. */
  isReused: z.boolean().optional(),
  /** Which bag of the suggestion it is; absent where the packer puts everything into it. */
  planNo: z.number().int().positive().optional(),
  /** What was packed by which command, newest last. */
  packs: z.array(recordedPack).max(maxRememberedPacks).optional(),
});
export type Parcel = z.infer<typeof parcel>;
