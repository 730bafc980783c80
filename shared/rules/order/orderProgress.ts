import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { StageBudgetsMs } from '#shared/model/site/site.ts';

/** The parts of the promise, in order. */
export const budgetStages = ['release', 'pick', 'pack', 'handover', 'ride'] as const satisfies readonly (keyof StageBudgetsMs)[];
export type BudgetStage = (typeof budgetStages)[number];

/** Which part of the promise an order is in; null once it is over. */
export const budgetStageOf: Readonly<Record<OrderStage, BudgetStage | null>> = {
  placed: 'release',
  accepted: 'release',
  released: 'pick',
  picking: 'pick',
  picked: 'pack',
  packing: 'pack',
  packed: 'handover',
  shelved: 'handover',
  handedOver: 'ride',
  delivered: null,
  cancelled: null,
};

/** A stage over its budget is expected to need this share of the budget still. */
export const overrunShare = 0.25;

/** Share of its budget that a stage still to come is expected to take: seconds over one budget are no reason for an alarm. */
export const expectedShare = 0.9;

/** How an order stands against its promise. Durations in milliseconds; negative `leftMs` is late. */
export type OrderProgress = {
  readonly leftMs: number;
  readonly stage: BudgetStage | null;
  readonly stageUsedMs: number;
  readonly stageBudgetMs: number;
  readonly predictedDoneAtMs: number;
  readonly isLate: boolean;
  readonly isPredictedLate: boolean;
  /** Message key below `progress` and parameters; null while all is well. */
  readonly reason: { readonly key: string; readonly params: Readonly<Record<string, string | number>> } | null;
};

/** Time left, use of the current stage's budget, and whether the order will be late if the rest goes by its budgets. */
export function orderProgress(order: Order, stageBudgetsMs: StageBudgetsMs, atMs: number): OrderProgress {
  const stage = budgetStageOf[order.stage];
  if (stage === null) return finishedProgress(order);
  const stageUsedMs = Math.max(0, atMs - stageStartMs(order, stage));
  const stageBudgetMs = stageBudgetsMs[stage];
  const restMs = Math.max(stageBudgetMs - stageUsedMs, stageUsedMs > stageBudgetMs ? Math.round(stageBudgetMs * overrunShare) : 0);
  const laterBudgetMs = budgetStages.slice(budgetStages.indexOf(stage) + 1).reduce((sum, later) => sum + stageBudgetsMs[later], 0);
  const laterMs = Math.round(laterBudgetMs * expectedShare);
  const predictedDoneAtMs = atMs + restMs + laterMs;
  const leftMs = order.promiseAtMs - atMs;
  const isLate = leftMs < 0;
  const isPredictedLate = isLate || predictedDoneAtMs > order.promiseAtMs;
  const progress = { leftMs, stage, stageUsedMs, stageBudgetMs, predictedDoneAtMs, isLate, isPredictedLate };
  return { ...progress, reason: reasonOf(progress, order.promiseAtMs) };
}

function reasonOf(progress: Omit<OrderProgress, 'reason'>, promiseAtMs: number): OrderProgress['reason'] {
  if (!progress.isPredictedLate) return null;
  const stage = progress.stage ?? 'ride';
  if (progress.isLate) return { key: 'progress.late', params: { stage, lateMs: -progress.leftMs } };
  const lateMs = progress.predictedDoneAtMs - promiseAtMs;
  const overMs = progress.stageUsedMs - progress.stageBudgetMs;
  if (overMs > 0) return { key: 'progress.stageOverBudget', params: { stage, overMs, lateMs } };
  return { key: 'progress.startedLate', params: { stage, lateMs } };
}

function stageStartMs(order: Order, stage: BudgetStage): number {
  if (stage === 'release') return order.placedAtMs;
  return order.timeline.find((entry) => budgetStageOf[entry.stage] === stage)?.atMs ?? order.placedAtMs;
}

function finishedProgress(order: Order): OrderProgress {
  const doneAtMs = order.timeline.at(-1)?.atMs ?? order.placedAtMs;
  const leftMs = order.promiseAtMs - doneAtMs;
  const isLate = order.stage === 'delivered' && leftMs < 0;
  const reason = isLate ? { key: 'progress.deliveredLate', params: { lateMs: -leftMs } } : null;
  return { leftMs, stage: null, stageUsedMs: 0, stageBudgetMs: 0, predictedDoneAtMs: doneAtMs, isLate, isPredictedLate: isLate, reason };
}
