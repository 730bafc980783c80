import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';

/** How an order stands against its promise. */
export type OrderPace = {
  /** Until the promise; negative when it has passed. */
  readonly leftMs: number;
  /** Until the budget of the stage it is in is used up; negative when it is. Null for orders that are done. */
  readonly stageLeftMs: number | null;
  /** Share of the stage's budget used, 0 and up. */
  readonly stageShare: number;
  readonly standing: 'onTime' | 'soon' | 'willBeLate' | 'late' | 'done';
};

type Budget = keyof Site['stageBudgetsMs'];

/** Which part of the promise each stage lives on. */
export const budgetOfStage: Readonly<Record<OrderStage, Budget | null>> = {
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
const budgetsInOrder: readonly Budget[] = ['release', 'pick', 'pack', 'handover', 'ride'];
/** Share of its budget that a stage to come is expected to take. */
const expectedShare = 0.9;
/** Below this share of the promise an order is called urgent. */
const soonShare = 0.25;

/** Time left, and whether the stages still to come fit into it when each takes its budget. */
export function orderPace(order: Order, site: Pick<Site, 'stageBudgetsMs' | 'promiseMs'>, nowMs: number): OrderPace {
  const leftMs = order.promiseAtMs - nowMs;
  const budget = budgetOfStage[order.stage];
  if (budget === null) return { leftMs, stageLeftMs: null, stageShare: 0, standing: 'done' };
  const budgetMs = site.stageBudgetsMs[budget];
  const sinceMs = order.timeline.find(({ stage }) => budgetOfStage[stage] === budget)?.atMs ?? order.placedAtMs;
  const usedMs = Math.max(0, nowMs - sinceMs);
  const toComeMs = budgetsInOrder.slice(budgetsInOrder.indexOf(budget) + 1).reduce((sum, later) => sum + site.stageBudgetsMs[later], 0);
  const neededMs = Math.max(0, budgetMs - usedMs) + toComeMs * expectedShare;
  return {
    leftMs,
    stageLeftMs: budgetMs - usedMs,
    stageShare: budgetMs === 0 ? 0 : usedMs / budgetMs,
    standing: standingOf(leftMs, neededMs, site.promiseMs),
  };
}

function standingOf(leftMs: number, neededMs: number, promiseMs: number): OrderPace['standing'] {
  if (leftMs < 0) return 'late';
  if (neededMs > leftMs) return 'willBeLate';
  return leftMs < promiseMs * soonShare ? 'soon' : 'onTime';
}
