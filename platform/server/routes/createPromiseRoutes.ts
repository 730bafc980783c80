import type { Clock } from '#shared/base/clock.ts';
import { defaultDispatchOptions, type DispatchPlanner } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { quotePromise, withQuestion } from '#shared/planning/dispatch/quotePromise.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { SnapshotReader } from '#platform/features/dispatch/readSiteSnapshot.ts';
import { platformRoutes, requireCaller } from './guard.ts';

/** Steps of search for a quote: it is asked for often and answered at once. */
const quoteSteps = 60;

/** Quotes of a promise: the planner over this moment with the order in it. */
export function createPromiseRoutes(ports: { readonly reader: SnapshotReader; readonly planner: DispatchPlanner; readonly clock: Clock }) {
  return {
    quote: platformRoutes.promise.quote.handler(async ({ input, context }) => {
      requireCaller(context, ['admin', 'channel'], input.siteId);
      const snapshot = await ports.reader.read(input.siteId, Math.floor(ports.clock.nowMs()));
      if (snapshot === null) throw new RequestProblem(404, 'UNKNOWN_SITE', 'There is no such site, or it has no layout yet.');
      const asked = withQuestion(snapshot, input);
      return quotePromise(asked, await ports.planner.planDispatch(asked, { ...defaultDispatchOptions, steps: quoteSteps }));
    }),
  };
}
