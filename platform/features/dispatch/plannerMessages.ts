import type { DispatchOptions, DispatchPlan, DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';

/** What is asked of the planner's thread. */
export type PlannerCall = {
  readonly callNo: number;
  readonly snapshot: DispatchSnapshot;
  readonly options: Omit<DispatchOptions, 'isOver'>;
  /** The search ends after so long with the best so far. */
  readonly limitMs: number;
};

export type PlannerAnswer = { readonly callNo: number; readonly plan: DispatchPlan } | { readonly callNo: number; readonly fault: string };
