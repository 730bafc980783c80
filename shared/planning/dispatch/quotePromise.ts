import { asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { DispatchPlan, DispatchSnapshot } from './dispatchPlanner.ts';
import { distanceMetres, type GeoPoint } from './distanceMetres.ts';

/** What a channel asks before it shows a time: where to, and how much is in the basket. */
export type PromiseQuestion = { readonly destination: GeoPoint; readonly lines: number };

/** The answer. `isAccepting` false: no time can be kept now, and `reason` says why; `promiseAtMs` is what it would take. */
export type PromiseQuote = {
  readonly promiseAtMs: number;
  readonly leadMs: number;
  readonly isAccepting: boolean;
  readonly reason: 'noCourier' | 'tooBusy' | 'tooFar' | null;
  /** Open orders and couriers on shift the quote goes by. */
  readonly openOrders: number;
  readonly couriersOnShift: number;
};

/** The order asked about, among the others of the snapshot. */
export const quotedOrderId = asId<'order'>('quoted');
/** Nine of ten orders are ready by the mean and this many spreads. */
const sureSpreads = 1.28;
const minuteMs = 60_000;
/** More than this much over the site's own promise is no promise. */
const mostOverShare = 1;
/** Further than this nobody rides in half an hour. */
const mostMetres = 8000;

/** The snapshot with the order asked about in it, as if it had been placed and accepted now. */
export function withQuestion(snapshot: DispatchSnapshot, { destination, lines }: PromiseQuestion): DispatchSnapshot {
  const { atMs, site } = snapshot;
  const line = { skuId: asId<'sku'>('quoted'), orderedQuantity: 1, pickedQuantity: 0, packedQuantity: 0, shortQuantity: 0, priceFen: 0 };
  const order: Order = {
    ...{ id: quotedOrderId, channel: 'app', channelOrderId: 'quoted', daySequence: 1, memberTier: 'standard', stage: 'accepted' },
    ...{ placedAtMs: atMs, promiseAtMs: atMs + site.promiseMs, payment: 'paid', customs: 'notNeeded', groupLot: null },
    ...{ substitution: 'never', note: '', temperatures: [], recipient: { nameMasked: '', phoneMasked: '', area: '' } },
    ...{ taskId: null, toteIds: [], parcelIds: [], tripId: null, cancelReason: null, timeline: [{ stage: 'accepted', atMs }] },
    lines: Array.from({ length: Math.max(1, lines) }, (_, index) => ({ ...line, lineNo: index + 1, shortReason: null })),
    destination: { ...destination, distanceMetres: Math.round(distanceMetres(site.location, destination)) },
  };
  return { ...snapshot, orders: [...snapshot.orders, order] };
}

/**
 * Reads the quote off a plan of `withQuestion`: the site's own promise where it can be kept, else what it takes in whole minutes; and no
 * promise at all where nobody rides, the door is too far, or it would take more than twice the site's own.
 */
export function quotePromise(snapshot: DispatchSnapshot, plan: DispatchPlan): PromiseQuote {
  const { atMs, site } = snapshot;
  const forecast = plan.orders.find(({ orderId }) => orderId === quotedOrderId);
  const asked = snapshot.orders.find(({ id }) => id === quotedOrderId);
  const couriersOnShift = plan.couriers.length;
  const surelyMs = forecast?.doorAtMs == null ? null : forecast.doorAtMs + sureSpreads * forecast.readySpreadMs - atMs;
  const leadMs = Math.max(site.promiseMs, Math.ceil((surelyMs ?? site.promiseMs) / minuteMs) * minuteMs);
  const isTooFar = (asked?.destination.distanceMetres ?? 0) > mostMetres;
  const isTooLong = surelyMs === null || surelyMs > site.promiseMs * (1 + mostOverShare);
  const reason = couriersOnShift === 0 ? 'noCourier' : isTooFar ? 'tooFar' : isTooLong ? 'tooBusy' : null;
  return {
    ...{ promiseAtMs: atMs + leadMs, leadMs, isAccepting: reason === null, reason },
    ...{ openOrders: snapshot.orders.length - 1, couriersOnShift },
  };
}
