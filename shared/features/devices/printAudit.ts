import { z } from 'zod';
import { epochMs } from '#shared/model/common.ts';

/** Why a person lets a label be printed again or settles one; sentences in renderer/text. */
export const printReasons = ['damaged', 'lost', 'jammed', 'looked', 'notNeeded', 'other'] as const;

/** Who asks, and why. */
export const printCause = z.object({ operator: z.string().max(80), reason: z.enum(printReasons) });
export type PrintCause = z.infer<typeof printCause>;

/** One decision of a person about a label. */
export const printAuditEntry = z.object({
  atMs: epochMs,
  jobId: z.string().max(80),
  subject: z.string().max(120),
  act: z.enum(['reprint', 'printed', 'notPrinted', 'cancel']),
  operator: z.string().max(80),
  reason: z.enum(printReasons),
});
export type PrintAuditEntry = z.infer<typeof printAuditEntry>;
