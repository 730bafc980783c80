import { planSiteTrips } from '#shared/planning/dispatch/planSiteTrips.ts';
import type { PlanCall } from './createPlannerWorker.ts';

/** Plans what it is sent; the last thing asked is the last thing answered. */
self.addEventListener('message', ({ data }: MessageEvent<PlanCall>) => {
  const endsAt = performance.now() + data.limitMs;
  const plan = planSiteTrips(data.snapshot, { ...data.options, isOver: () => performance.now() > endsAt });
  self.postMessage({ callNo: data.callNo, plan });
});
