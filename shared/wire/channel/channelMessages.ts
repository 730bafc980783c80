import { z } from 'zod';
import { code, count, epochMs } from '#shared/model/common.ts';
import { channel } from '#shared/model/order/order.ts';

/** What a channel is told of one of its orders. `reportId` is the same at every try: the channel takes it once. */
export const channelReport = z.object({
  reportId: z.string().min(1).max(120),
  kind: z.enum(['pickDone', 'cancelled']),
  siteId: z.string().min(1).max(80),
  channel,
  channelOrderId: code,
  /** When it was picked, or cancelled. */
  atMs: epochMs,
  lines: z.array(z.object({ lineNo: z.number().int().positive(), pickedQuantity: count, shortQuantity: count })).max(200),
  /** Why it was cancelled; '' otherwise. */
  reason: z.string().max(120),
});
export type ChannelReport = z.infer<typeof channelReport>;

/** Its answer. `alreadyDone` is as good as `taken`; `tooEarly` names the moment; `refused` is for good. */
export const channelAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['taken', 'alreadyDone']) }),
  z.object({ status: z.literal('tooEarly'), notBeforeMs: epochMs }),
  z.object({ status: z.literal('refused'), reason: z.string().min(1).max(200) }),
]);
export type ChannelAnswer = z.infer<typeof channelAnswer>;

/** Header with the HMAC-SHA256 of the body under the secret both sides have, in hexadecimal. */
export const channelSignatureHeader = 'x-halfhour-signature';
