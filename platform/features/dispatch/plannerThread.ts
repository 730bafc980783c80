import { parentPort } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import { planSiteTrips } from '#shared/planning/dispatch/planSiteTrips.ts';
import type { PlannerAnswer, PlannerCall } from './plannerMessages.ts';

assert(parentPort, 'this runs in a worker thread');
const port = parentPort;
port.on('message', ({ callNo, snapshot, options, limitMs }: PlannerCall) => {
  const endsAt = performance.now() + limitMs;
  let answer: PlannerAnswer;
  try {
    answer = { callNo, plan: planSiteTrips(snapshot, { ...options, isOver: () => performance.now() > endsAt }) };
  } catch (fault) {
    answer = { callNo, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
  }
  port.postMessage(answer);
});
