import type { Order } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';

/** When an order's goods must be at packing, so that the budgets of the later stages still fit before the promise. */
export function pickDueAtMs(order: Pick<Order, 'promiseAtMs'>, site: Pick<Site, 'stageBudgetsMs'>): number {
  const { pack, handover, ride } = site.stageBudgetsMs;
  return Math.max(0, order.promiseAtMs - pack - handover - ride);
}
