import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { epochMs } from '#shared/model/common.ts';

/** A fact that disagreed with the books and waits for a person. */
export const discrepancy = z.object({
  id: idSchema<'discrepancy'>(),
  kind: z.enum([
    'stockShort',
    'overPicked',
    'lateFact',
    'unknownSubject',
    'doubleWork',
    'stageMismatch',
    'forbiddenLot',
    'bagMissing',
    'deliveryFailed',
  ]),
  commandId: idSchema<'command'>(),
  orderId: idSchema<'order'>().nullable(),
  skuId: idSchema<'sku'>().nullable(),
  /** Message key and parameters. */
  detail: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  openedAtMs: epochMs,
  status: z.enum(['open', 'resolved']),
  resolution: z.string().max(200).nullable(),
});
export type Discrepancy = z.infer<typeof discrepancy>;

/** A call for help or a warning shown on the supervisor's board. */
export const alert = z.object({
  id: idSchema<'alert'>(),
  kind: z.enum(['help', 'late', 'device', 'stock', 'robot', 'sync']),
  stationId: idSchema<'station'>().nullable(),
  orderId: idSchema<'order'>().nullable(),
  reason: z.string().max(120),
  raisedAtMs: epochMs,
  status: z.enum(['open', 'acknowledged', 'closed']),
});
export type Alert = z.infer<typeof alert>;
