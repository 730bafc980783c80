import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count, epochMs, temperatureClass } from '#shared/model/common.ts';
import { shortReason } from '#shared/model/order/order.ts';

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
});
export type PickStep = z.infer<typeof pickStep>;

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
  steps: z.array(pickStep).max(400),
});
export type Task = z.infer<typeof task>;
