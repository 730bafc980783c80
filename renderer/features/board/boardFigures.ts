import type { Order } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';
import { orderPace, type OrderPace } from '#shared/rules/order/orderPace.ts';
import { budgetStageOf } from '#shared/rules/order/orderProgress.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

export type PacedOrder = { readonly order: Order; readonly pace: OrderPace };
export type BoardStage = {
  readonly budget: keyof Site['stageBudgetsMs'];
  readonly budgetMs: number;
  readonly orders: readonly PacedOrder[];
  readonly overBudget: number;
};
export type BoardFigures = {
  readonly active: number;
  readonly late: number;
  readonly predictedLate: number;
  readonly delivered: number;
  /** Of today's delivered orders; null before the first. */
  readonly onTimePercent: number | null;
  readonly stages: readonly BoardStage[];
  readonly mostUrgent: readonly PacedOrder[];
  readonly openDiscrepancies: number;
};

const stageOrder = ['release', 'pick', 'pack', 'handover', 'ride'] as const;
const maxUrgent = 8;

/** The numbers of the board, from the records as they are. */
export function boardFigures(store: Pick<StationStore, 'find' | 'all'>, site: Site, nowMs: number): BoardFigures {
  const paced = store.find.openOrders().map((order) => ({ order, pace: orderPace(order, site, nowMs) }));
  const dayBegan = nowMs - 24 * 3_600_000;
  const delivered = [...store.all('order')].filter((order) => order.stage === 'delivered' && order.placedAtMs > dayBegan);
  const onTime = delivered.filter(
    (order) => (order.timeline.find(({ stage }) => stage === 'delivered')?.atMs ?? nowMs) <= order.promiseAtMs,
  ).length;
  return {
    active: paced.length,
    late: paced.filter(({ pace }) => pace.standing === 'late').length,
    predictedLate: paced.filter(({ pace }) => pace.standing === 'willBeLate').length,
    delivered: delivered.length,
    onTimePercent: delivered.length === 0 ? null : Math.round((100 * onTime) / delivered.length),
    stages: stageOrder.map((budget) => {
      const orders = paced.filter(({ order }) => budgetStageOf[order.stage] === budget);
      return {
        budget,
        budgetMs: site.stageBudgetsMs[budget],
        orders,
        overBudget: orders.filter(({ pace }) => (pace.stageLeftMs ?? 0) < 0).length,
      };
    }),
    mostUrgent: paced.filter(({ pace }) => pace.standing !== 'onTime').slice(0, maxUrgent),
    openDiscrepancies: [...store.all('discrepancy')].filter((discrepancy) => discrepancy.status === 'open').length,
  };
}
