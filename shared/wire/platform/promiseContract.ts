import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { count, epochMs } from '#shared/model/common.ts';

/** What a channel may show a customer before there is an order. */
export const promiseContract = {
  quote: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/promise',
      tags: ['orders'],
      summary: 'The time that can be promised for a new order now, from load and couriers; says when none can (channel)',
    })
    .input(
      z.object({
        siteId: idSchema<'site'>(),
        destination: z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
        lines: z.number().int().min(1).max(200).default(4),
      }),
    )
    .output(
      z.object({
        promiseAtMs: epochMs,
        leadMs: count,
        isAccepting: z.boolean(),
        reason: z.enum(['noCourier', 'tooBusy', 'tooFar']).nullable(),
        openOrders: count,
        couriersOnShift: count,
      }),
    ),
};
