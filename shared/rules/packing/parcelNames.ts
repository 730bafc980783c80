import { type OrderId, type ParcelId, asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';

/** Code printed on the label of a parcel: day number, bag number and a part of its id that tells days apart. */
export function parcelCodeOf(daySequence: number, bagNo: number, parcelId: string): string {
  return `${daySequence}-${bagNo}-${parcelId.replaceAll('-', '').slice(-6).toUpperCase()}`;
}

/** Job id of the first label of a parcel, the same on every station: two stations cannot print it twice unmarked. */
export function labelJobIdOf(parcelId: string, printNo: number): string {
  return `${parcelId}-L${printNo}`;
}

/** Goods picked by their label are the order's only bag; its number is known before there is one. */
export function labelParcelIdOf(orderId: OrderId): ParcelId {
  return asId<'parcel'>(`label-${orderId}`);
}

/** Code on the label that is printed before the goods are picked. */
export function labelCodeOf(order: Pick<Order, 'id' | 'daySequence'>): string {
  return parcelCodeOf(order.daySequence, 1, labelParcelIdOf(order.id));
}
