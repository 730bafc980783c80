import type { DispatchOptions, DispatchPlan, DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';

export type PlanCall = {
  readonly callNo: number;
  readonly snapshot: DispatchSnapshot;
  readonly options: Omit<DispatchOptions, 'isOver'>;
  readonly limitMs: number;
};

/** The search of one decision ends after this with the best so far. */
const searchLimitMs = 800;

/** The site's planner in a worker of this page. */
export type PlannerWorker = {
  planDispatch(snapshot: DispatchSnapshot, options: Omit<DispatchOptions, 'isOver'>): Promise<DispatchPlan>;
  close(): void;
};

/** Opens it. A fault of the worker rejects what waits; where there are no workers (tests without a browser) nothing is planned. */
export function createPlannerWorker(): PlannerWorker | null {
  if (typeof Worker === 'undefined') return null;
  const worker = new Worker(new URL('./planner.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve(plan: DispatchPlan): void; reject(fault: Error): void }>();
  let lastCallNo = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<{ callNo: number; plan: DispatchPlan }>) => {
    waiting.get(data.callNo)?.resolve(data.plan);
    waiting.delete(data.callNo);
  });
  worker.addEventListener('error', (event) => {
    for (const call of waiting.values()) call.reject(new Error(event.message));
    waiting.clear();
  });
  return {
    planDispatch(snapshot, { maxOrdersPerTrip, groupRadiusMetres, seed, steps }) {
      lastCallNo += 1;
      const callNo = lastCallNo;
      const call: PlanCall = { callNo, snapshot, options: { maxOrdersPerTrip, groupRadiusMetres, seed, steps }, limitMs: searchLimitMs };
      return new Promise((resolve, reject) => {
        waiting.set(callNo, { resolve, reject });
        worker.postMessage(call);
      });
    },
    close: () => worker.terminate(),
  };
}
