import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { labourReport } from './labourReport.ts';

/** Longest window that is measured at once, milliseconds. */
export const maxLabourWindowMs = 7 * 86_400_000;
const moment = z.coerce.number().int().nonnegative();

/** Figures of work. A station names the operator who asks; the admin sees everybody. */
export const labourContract = {
  read: oc
    .route({
      method: 'GET',
      path: '/sites/{siteId}/labour',
      tags: ['labour'],
      summary: 'Lines an hour, accuracy and stage times of a window of at most 7 days (station with askedBy, admin)',
    })
    .input(
      z.object({
        siteId: idSchema<'site'>(),
        fromMs: moment,
        toMs: moment,
        askedBy: idSchema<'operator'>().optional(),
      }),
    )
    .output(labourReport),
};
