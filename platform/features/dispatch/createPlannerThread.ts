import { Worker } from 'node:worker_threads';
import type { DispatchPlan, DispatchPlanner } from '#shared/planning/dispatch/dispatchPlanner.ts';
import type { PlannerAnswer, PlannerCall } from './plannerMessages.ts';

/** The search of one decision ends after this with the best so far. */
const searchLimitMs = 800;
/** A thread that has not answered by then is ended; the next decision starts another. */
const answerLimitMs = 10_000;

/** A new thread does not inherit the loader that runs TypeScript from source: it registers its own, then goes on. */
const threadSource = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loaderUrl).then(({ register }) => { register(); return import(workerData.moduleUrl); });
`;

type Waiting = { readonly resolve: (plan: DispatchPlan) => void; readonly reject: (fault: Error) => void };

/** The site's planner in a thread of its own, started with the first decision. */
export type PlannerThread = DispatchPlanner & { close(): Promise<void> };

/** Builds it. A decision rejects when the thread fails or stays silent: the caller tries again at its next turn. */
export function createPlannerThread(): PlannerThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastCallNo = 0;
  const drop = async (fault: Error): Promise<void> => {
    const gone = worker;
    worker = null;
    for (const call of waiting.values()) call.reject(fault);
    waiting.clear();
    await gone?.terminate();
  };
  const open = (): Worker => {
    const moduleUrl = new URL('plannerThread.ts', import.meta.url).href;
    const started = new Worker(threadSource, { eval: true, workerData: { moduleUrl, loaderUrl: import.meta.resolve('tsx/esm/api') } });
    started.unref();
    started.on('error', (fault: Error) => void drop(fault));
    started.on('exit', () => {
      if (worker === started) void drop(new Error('the planner thread ended'));
    });
    started.on('message', (answer: PlannerAnswer) => {
      const call = waiting.get(answer.callNo);
      waiting.delete(answer.callNo);
      if ('plan' in answer) call?.resolve(answer.plan);
      else call?.reject(new Error(answer.fault));
    });
    return started;
  };
  return {
    async planDispatch(snapshot, { maxOrdersPerTrip, groupRadiusMetres, seed, steps }) {
      worker ??= open();
      lastCallNo += 1;
      const callNo = lastCallNo;
      const call: PlannerCall = { callNo, snapshot, options: { maxOrdersPerTrip, groupRadiusMetres, seed, steps }, limitMs: searchLimitMs };
      const answered = new Promise<DispatchPlan>((resolve, reject) => waiting.set(callNo, { resolve, reject }));
      worker.postMessage(call);
      const limit = setTimeout(() => void drop(new Error('the planner did not answer in time')), answerLimitMs);
      return answered.finally(() => clearTimeout(limit));
    },
    close: () => drop(new Error('the planner was closed')),
  };
}
