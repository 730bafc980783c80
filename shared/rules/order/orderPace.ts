import type { Order } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';
import { type BudgetStage, orderProgress, type OrderProgress } from './orderProgress.ts';

/** How an order stands against its promise, in the words of the screens. */
export type OrderPace = {
  /** Until the promise; negative when it has passed. */
  readonly leftMs: number;
  readonly stage: BudgetStage | null;
  /** Until the budget of the stage it is in is used up; negative when it is. Null for orders that are done. */
  readonly stageLeftMs: number | null;
  /** Share of the stage's budget used, 0 and up. */
  readonly stageShare: number;
  readonly standing: 'onTime' | 'soon' | 'willBeLate' | 'late' | 'done';
  readonly reason: OrderProgress['reason'];
};

/** Below this share of the promise an order is called urgent. */
const soonShare = 0.25;

/** Time left and standing at an instant. */
export function orderPace(order: Order, site: Pick<Site, 'stageBudgetsMs' | 'promiseMs'>, nowMs: number): OrderPace {
  const { stage, stageBudgetMs, stageUsedMs, reason, ...progress } = orderProgress(order, site.stageBudgetsMs, nowMs);
  const leftMs = order.promiseAtMs - nowMs;
  if (stage === null) return { leftMs, stage, stageLeftMs: null, stageShare: 0, standing: 'done', reason };
  return {
    leftMs,
    stage,
    stageLeftMs: stageBudgetMs - stageUsedMs,
    stageShare: stageBudgetMs === 0 ? 0 : stageUsedMs / stageBudgetMs,
    standing: standingOf(progress, leftMs, site.promiseMs),
    reason,
  };
}

function standingOf(progress: Pick<OrderProgress, 'isLate' | 'isPredictedLate'>, leftMs: number, promiseMs: number): OrderPace['standing'] {
  if (progress.isLate) return 'late';
  if (progress.isPredictedLate) return 'willBeLate';
  return leftMs < promiseMs * soonShare ? 'soon' : 'onTime';
}
