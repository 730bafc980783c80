import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { count, epochMs } from '#shared/model/common.ts';

/** The stages whose times are measured, in an order's way. */
export const labourStages = ['waiting', 'picking', 'toPacking', 'packing', 'shelf', 'courier'] as const;

/** Figures of one person. Times are milliseconds, shares 0 to 1; null where there is nothing to divide by. */
export const operatorScore = z.object({
  operatorId: idSchema<'operator'>(),
  linesPicked: count,
  pickMs: count,
  linesPerHour: z.number().nullable(),
  accuracy: z.number().min(0).max(1).nullable(),
  ordersPacked: count,
  packMs: count,
  ordersPerHour: z.number().nullable(),
});
export type OperatorScore = z.infer<typeof operatorScore>;

/** Who worked how, and where orders spent their time; by the definitions of a version. */
export const labourReport = z.object({
  version: z.number().int().positive(),
  fromMs: epochMs,
  toMs: epochMs,
  operators: z.array(operatorScore).max(1_000),
  /** Of the whole site, for supervisors; empty for others. */
  stages: z.array(z.object({ stage: z.enum(labourStages), orders: count, p50Ms: count, p90Ms: count })).max(labourStages.length),
  /** False: the window held more than is counted, the oldest part is missing. */
  isWhole: z.boolean(),
});
export type LabourReport = z.infer<typeof labourReport>;
