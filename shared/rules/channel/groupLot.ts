import type { Order } from '#shared/model/order/order.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { siteDayOf } from '#shared/rules/stock/siteDay.ts';

/** What a lot is known by: its leader, where it is picked up, and the day; null for an order that is in none. */
function lotKeyOf(order: Pick<Order, 'groupLot' | 'channel' | 'promiseAtMs'>, timeZone: string): string | null {
  if (order.groupLot === null) return null;
  return [order.channel, order.groupLot.leader, order.groupLot.pickupPoint, siteDayOf(timeZone, order.promiseAtMs)].join('\n');
}

/** The orders of an order's lot among others, itself too, in the order of their numbers; cancelled ones are not of it. */
export function ordersOfLot(view: RecordView, order: Order, others: readonly Order[]): readonly Order[] {
  const { timeZone } = siteRulesOf(view);
  const key = lotKeyOf(order, timeZone);
  if (key === null) return [order];
  const lot = others.filter((other) => other.id !== order.id && other.stage !== 'cancelled' && lotKeyOf(other, timeZone) === key);
  return [order, ...lot].toSorted((one, other) => one.daySequence - other.daySequence);
}

/** Those of a lot that are not packed yet: without them the leader gets nothing. */
export function unpackedOf(lot: readonly Order[]): readonly Order[] {
  return lot.filter((order) => !['packed', 'shelved', 'handedOver', 'delivered'].includes(order.stage));
}
