import { z } from 'zod';
import { count, epochMs } from '#shared/model/common.ts';
import type { DispatchPlan } from '#shared/planning/dispatch/dispatchPlanner.ts';
import type { Site } from '#shared/model/site/site.ts';
import { budgetStageOf, budgetStages } from '#shared/rules/order/orderProgress.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** What a wallboard shows: numbers of orders and first letters of couriers, nothing that says who a customer is. */
export const wallboardPicture = z.strictObject({
  atMs: epochMs,
  siteName: z.strictObject({ zh: z.string(), en: z.string() }),
  active: count,
  late: count,
  predictedLate: count,
  delivered: count,
  onTimePercent: z.number().int().min(0).max(100).nullable(),
  stages: z.array(z.strictObject({ stage: z.enum(budgetStages), orders: count, overBudget: count })).length(budgetStages.length),
  /** The most pressing orders, by the number people call them. */
  orders: z
    .array(
      z.strictObject({
        daySequence: z.number().int(),
        leftMs: z.number().int(),
        stage: z.enum(budgetStages),
        standing: z.enum(['onTime', 'soon', 'willBeLate', 'late']),
      }),
    )
    .max(12),
  couriers: z.strictObject({ here: count, riding: count, returning: count, offShift: count, nextBackMs: z.number().int().nullable() }),
  alerts: count,
});
export type WallboardPicture = z.infer<typeof wallboardPicture>;

const dayMs = 24 * 3_600_000;
const maxOrders = 6;

/** The site at a glance, from the records and the newest plan. */
export function pictureOf(
  store: Pick<StationStore, 'find' | 'all'>,
  site: Site,
  plan: DispatchPlan | null,
  nowMs: number,
): WallboardPicture {
  const forecasts = new Map((plan?.orders ?? []).map((each) => [each.orderId as string, each]));
  const open = store.find.openOrders().flatMap((order) => {
    const pace = orderPace(order, site, nowMs);
    const stage = budgetStageOf[order.stage];
    if (stage === null || pace.standing === 'done') return [];
    const willBeLate = pace.standing !== 'late' && (forecasts.get(order.id)?.isLate ?? pace.standing === 'willBeLate');
    const standing = willBeLate ? ('willBeLate' as const) : pace.standing === 'willBeLate' ? ('soon' as const) : pace.standing;
    return [{ daySequence: order.daySequence, leftMs: pace.leftMs, stage, standing, isOver: (pace.stageLeftMs ?? 0) < 0 }];
  });
  const delivered = [...store.all('order')].filter((order) => order.stage === 'delivered' && order.placedAtMs > nowMs - dayMs);
  const onTime = delivered.filter((order) => (order.timeline.at(-1)?.atMs ?? nowMs) <= order.promiseAtMs).length;
  const couriers = [...store.all('courier')];
  const inState = (status: (typeof couriers)[number]['status']) => couriers.filter((courier) => courier.status === status).length;
  const away = (plan?.couriers ?? []).map(({ freeAtMs }) => freeAtMs - nowMs).filter((ms) => ms > 0);
  return {
    atMs: Math.round(nowMs),
    siteName: site.name,
    active: open.length,
    late: open.filter(({ standing }) => standing === 'late').length,
    predictedLate: open.filter(({ standing }) => standing === 'willBeLate').length,
    delivered: delivered.length,
    onTimePercent: delivered.length === 0 ? null : Math.round((100 * onTime) / delivered.length),
    stages: budgetStages.map((stage) => {
      const here = open.filter((each) => each.stage === stage);
      return { stage, orders: here.length, overBudget: here.filter(({ isOver }) => isOver).length };
    }),
    orders: open
      .filter(({ standing }) => standing !== 'onTime')
      .toSorted((a, b) => a.leftMs - b.leftMs)
      .slice(0, maxOrders)
      .map(({ daySequence, leftMs, stage, standing }) => ({ daySequence, leftMs: Math.round(leftMs), stage, standing })),
    couriers: {
      here: inState('atSite'),
      riding: inState('outbound'),
      returning: inState('returning'),
      offShift: inState('offShift'),
      nextBackMs: away.length === 0 ? null : Math.round(Math.min(...away)),
    },
    alerts: [...store.all('alert')].filter((alert) => alert.status === 'open').length,
  };
}
