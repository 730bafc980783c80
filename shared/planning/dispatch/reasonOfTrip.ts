import type { Order } from '#shared/model/order/order.ts';
import { wishOf } from '#shared/rules/delivery/wishOf.ts';
import type { DispatchReason } from './dispatchPlanner.ts';
import type { ReadyForecast } from './forecastReady.ts';

/** Less than this until the promise is urgent. */
const urgentMs = 12 * 60_000;

/** Why a trip is as it is: what a person would ask first. */
export function reasonOfTrip(
  orders: readonly Order[],
  isHere: boolean,
  atMs: number,
  ready: ReadonlyMap<string, ReadyForecast>,
): DispatchReason {
  const [urgent] = orders.toSorted((a, b) => a.promiseAtMs - b.promiseAtMs);
  const [last] = orders.toSorted((a, b) => ready.get(b.id)!.readyAtMs - ready.get(a.id)!.readyAtMs);
  const leftMs = urgent!.promiseAtMs - atMs;
  const params = { order: urgent!.daySequence, minutes: Math.round(leftMs / 60_000), orders: orders.length };
  const waitMs = Math.max(0, ready.get(last!.id)!.readyAtMs - atMs);
  const waiting = { ...params, last: last!.daySequence, minutes: Math.max(1, Math.round(waitMs / 60_000)) };
  if (orders.some((order) => wishOf(order).courierId !== null)) return { key: 'dispatch.pinned', params };
  if (orders.length > 1 && waitMs > 0 && last!.stage !== 'shelved') return { key: 'dispatch.waitsFor', params: waiting };
  if (waitMs > 0 && last!.stage !== 'shelved') return { key: 'dispatch.notReady', params: waiting };
  if (!isHere) return { key: 'dispatch.courierAway', params };
  if (orders.length > 1) return { key: 'dispatch.together', params };
  return { key: leftMs < urgentMs ? 'dispatch.urgent' : 'dispatch.ready', params };
}
