import type { DispatchWish, Order } from '#shared/model/order/order.ts';

/** What nobody asked anything of. */
const noWish: DispatchWish = { courierId: null, notCourierIds: [], heldUntilMs: null };

/** What a person asked of the dispatch of an order. */
export function wishOf(order: Pick<Order, 'dispatchWish'>): DispatchWish {
  return order.dispatchWish ?? noWish;
}

/** Whether the order may go with the courier, as far as people asked. */
export function mayGoWith(order: Pick<Order, 'dispatchWish'>, courierId: string): boolean {
  const wish = wishOf(order);
  return !wish.notCourierIds.some((id) => id === courierId) && (wish.courierId === null || wish.courierId === courierId);
}
