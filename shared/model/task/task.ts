import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count, epochMs, temperatureClass } from '#shared/model/common.ts';
import { shortReason } from '#shared/model/order/order.ts';
import { stockPlace, stockStatus } from '#shared/model/stock/stock.ts';

/** Most picks remembered per step for undo; the oldest are forgotten first. */
export const maxRememberedPicks = 100;

/** One recorded pick of a step, kept so that it can be undone exactly. */
export const recordedPick = z.object({
  commandId: idSchema<'command'>(),
  binId: idSchema<'bin'>(),
  status: stockStatus,
  lotId: idSchema<'lot'>().nullable(),
  toteId: idSchema<'tote'>(),
  quantity: z.number().int().positive(),
  /** The part of `quantity` that counts towards the line; the rest goes back to the shelf. */
  countedQuantity: count,
});
export type RecordedPick = z.infer<typeof recordedPick>;

/** Take `quantity` of a SKU and lot from a bin for one order line. */
export const pickStep = z.object({
  stepNo: z.number().int().positive(),
  orderId: idSchema<'order'>(),
  lineNo: z.number().int().positive(),
  skuId: idSchema<'sku'>(),
  binId: idSchema<'bin'>(),
  /** The lot the rules chose (first expired, first out); a scanned lot wins over it. */
  lotId: idSchema<'lot'>().nullable(),
  quantity: z.number().int().positive(),
  pickedQuantity: count,
  status: z.enum(['open', 'picked', 'short']),
  shortReason: shortReason.nullable(),
  /** What was picked by which command, newest last. */
  picks: z.array(recordedPick).max(maxRememberedPicks).optional(),
  /** Left for later by the picker: comes after what was not. */
  isSkipped: z.boolean().optional(),
  /** Steps of a returnToShelf task: the tote or parcel the goods are in. */
  goodsAt: stockPlace.optional(),
  /** Steps of a returnToShelf task: the goods were out of the cold for too long and are kept apart, not for sale. */
  isSetApart: z.boolean().optional(),
});
export type PickStep = z.infer<typeof pickStep>;

/** Most steps of one task. */
export const maxTaskSteps = 400;

/** Who has the right to a task, and until when without a sign of life. */
export const lease = z.object({
  stationId: idSchema<'station'>(),
  operatorId: idSchema<'operator'>(),
  sinceMs: epochMs,
  untilMs: epochMs,
});
export type Lease = z.infer<typeof lease>;

/** Work for a picker. Steps stand in walking order; a skipped step goes to the end. */
export const task = z.object({
  id: idSchema<'task'>(),
  kind: z.enum(['pick', 'returnToShelf']),
  status: z.enum(['open', 'claimed', 'done', 'cancelled']),
  orderIds: z.array(idSchema<'order'>()),
  createdAtMs: epochMs,
  /** When the goods must be at packing. */
  dueAtMs: epochMs,
  priority: z.number().int(),
  temperatures: z.array(temperatureClass),
  holder: lease.nullable(),
  toteByOrder: z.record(z.string(), code),
  /** Tasks of several orders: each order's place on the trolley, from 1. Its tote stands there. */
  placeByOrder: z.record(z.string(), z.number().int().positive()).optional(),
  /** Cancelled because its orders went on in another task, and by how much their step numbers grew: facts about it count there. */
  joinedInto: z.object({ taskId: idSchema<'task'>(), stepOffset: count }).optional(),
  steps: z.array(pickStep).max(maxTaskSteps),
  /** Customers asked about a substitute who have not answered: the task waits for them. */
  questions: z
    .array(z.object({ orderId: idSchema<'order'>(), lineNo: z.number().int().positive(), answerByMs: epochMs }))
    .max(maxTaskSteps)
    .optional(),
});
export type Task = z.infer<typeof task>;
