import type { Order } from '#shared/model/order/order.ts';
import type { DispatchPlan, DispatchSnapshot, OrderForecast } from '#shared/planning/dispatch/dispatchPlanner.ts';
import type { CarrierQuote } from '#shared/wire/carrier/carrierMessages.ts';
import { wishOf } from '#shared/rules/delivery/wishOf.ts';

/** Why the site's own couriers cannot make it: only then somebody else is paid. */
const reasonsToPay = new Set(['dispatch.lateCourier', 'dispatch.lateNobody', 'dispatch.lateAlready']);
/** Less late than this may still come right. */
const surelyLateMs = 2 * 60_000;
/** Only orders that lie on the shelf by then are offered. */
const readyWithinMs = 8 * 60_000;
/** A carrier is paid for at least so much time won. */
const leastGainMs = 4 * 60_000;
/** Most orders offered in one decision. */
const mostOffered = 3;

/** An order that will be late for want of a courier, and what is expected of it. */
export type LateOrder = { readonly order: Order; readonly forecast: OrderForecast };

/** What is worth offering to carriers, nearest promise first. */
export function chooseOrders(snapshot: DispatchSnapshot, plan: DispatchPlan): LateOrder[] {
  const forecasts = new Map(plan.orders.map((each) => [each.orderId as string, each]));
  const due = new Set<string>(plan.trips.filter(({ isDue }) => isDue).flatMap(({ orderIds }) => orderIds));
  return snapshot.orders
    .flatMap((order) => {
      const forecast = forecasts.get(order.id);
      return forecast === undefined || due.has(order.id) || !isOffered(order, forecast, snapshot.atMs) ? [] : [{ order, forecast }];
    })
    .toSorted((a, b) => a.order.promiseAtMs - b.order.promiseAtMs || (a.order.id < b.order.id ? -1 : 1))
    .slice(0, mostOffered);
}

function isOffered(order: Order, forecast: OrderForecast, atMs: number): boolean {
  const wish = wishOf(order);
  const lateMs = (forecast.doorAtMs ?? Infinity) - order.promiseAtMs;
  return (
    order.tripId === null &&
    order.stage !== 'handedOver' &&
    wish.courierId === null &&
    (wish.heldUntilMs ?? 0) <= atMs &&
    forecast.readyAtMs <= atMs + readyWithinMs &&
    lateMs > surelyLateMs &&
    reasonsToPay.has(forecast.reason?.key ?? '')
  );
}

/** The cheapest offer that keeps the promise, else the soonest that wins enough; null: none is worth it. */
export function chooseOffer<T extends { readonly quote: CarrierQuote; readonly maxFeeFen: number }>(
  { order, forecast }: LateOrder,
  offers: readonly T[],
): T | null {
  const doorMs = (offer: T) => offer.quote.doorAtMs;
  const worth = offers.filter(
    (offer) => offer.quote.feeFen <= offer.maxFeeFen && doorMs(offer) + leastGainMs <= (forecast.doorAtMs ?? Infinity),
  );
  const kept = worth.filter((offer) => doorMs(offer) <= order.promiseAtMs).toSorted((a, b) => a.quote.feeFen - b.quote.feeFen);
  return kept[0] ?? worth.toSorted((a, b) => doorMs(a) - doorMs(b))[0] ?? null;
}
