import { maxLabourWindowMs } from '#shared/wire/platform/labourContract.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { Database } from '#platform/db/database.ts';
import { readLabour } from '#platform/features/labour/readLabour.ts';
import { platformRoutes, requireCaller } from './guard.ts';

/** Figures of work, for a station's operator or the admin. */
export function createLabourRoutes(ports: { readonly db: Database }) {
  return {
    read: platformRoutes.labour.read.handler(({ input, context }) => {
      const caller = requireCaller(context, ['station', 'admin'], input.siteId);
      const { siteId, fromMs, toMs, askedBy = null } = input;
      if (toMs <= fromMs || toMs - fromMs > maxLabourWindowMs)
        throw new RequestProblem(422, 'BAD_WINDOW', 'The window ends after it begins and holds at most 7 days.');
      if (caller.kind === 'station' && askedBy === null)
        throw new RequestProblem(403, 'FORBIDDEN', 'A station names the operator who asks.');
      return readLabour(ports.db, { siteId, fromMs, toMs, askedBy });
    }),
  };
}
