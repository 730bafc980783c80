import type { OrderId, SkuId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

/** How many other open orders still want goods of a SKU that was just found short: they are warned at every station. */
export function ordersStillWanting(skuId: SkuId, exceptOrderId: OrderId, find: Pick<StoreLookups, 'openOrders'>): number {
  return find
    .openOrders()
    .filter(
      (order) =>
        order.id !== exceptOrderId &&
        order.lines.some((line) => line.skuId === skuId && line.pickedQuantity + line.shortQuantity < line.orderedQuantity),
    ).length;
}

/** The SKUs an open order still waits for that somebody has found short since: its picker is warned before the walk. */
export function doubtfulSkus(order: Order, find: Pick<StoreLookups, 'openShortsOf'>): readonly SkuId[] {
  return order.lines
    .filter((line) => line.pickedQuantity + line.shortQuantity < line.orderedQuantity && find.openShortsOf(line.skuId).length > 0)
    .map((line) => line.skuId);
}
