import type { Order } from '#shared/model/order/order.ts';
import { earliestPickDoneAtMs } from './channelPolicy.ts';

/** A report "picked" that its channel is owed: once, and not before `notBeforeMs`. */
export type PickDoneReport = { readonly notBeforeMs: number };

/**
 * What an order's channel is to be told of its picking; null where there is nothing to tell: it is not picked yet, it was cancelled (a
 * channel is told so instead, also where the last line was short), or its courier had it before the channel would take the report.
 */
export function pickDoneReport(order: Pick<Order, 'channel' | 'stage' | 'timeline'>): PickDoneReport | null {
  if (order.stage === 'cancelled') return null;
  const pickedAtMs = order.timeline.find((entry) => entry.stage === 'picked')?.atMs;
  if (pickedAtMs === undefined) return null;
  const notBeforeMs = Math.max(pickedAtMs, earliestPickDoneAtMs(order));
  const leftAtMs = order.timeline.find((entry) => entry.stage === 'handedOver' || entry.stage === 'delivered')?.atMs;
  return leftAtMs !== undefined && leftAtMs < notBeforeMs ? null : { notBeforeMs };
}

/** When the report goes, where it has to wait for that; null where it need not. */
export function pickDoneWaitsUntilMs(order: Pick<Order, 'channel' | 'stage' | 'timeline'>, nowMs: number): number | null {
  const report = pickDoneReport(order);
  return report === null || report.notBeforeMs <= nowMs ? null : report.notBeforeMs;
}
