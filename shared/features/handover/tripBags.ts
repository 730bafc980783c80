import type { CourierId, OrderId, ParcelId } from '#shared/base/ids.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { HandoverTools } from './handoverState.ts';

/** An order a courier is to take, with the bags it consists of. */
export type OrderToTake = { readonly order: RecordOf<'order'>; readonly parcels: readonly RecordOf<'parcel'>[] };

/** Bags that count: closed and not voided. */
export function bagsOf(orderId: OrderId, tools: Pick<HandoverTools, 'find'>): readonly RecordOf<'parcel'>[] {
  return tools.find.parcelsOfOrder(orderId).filter((parcel) => parcel.status !== 'voided' && parcel.status !== 'open');
}

/** Orders of the courier's trip that have not left yet, in delivery order. */
export function ordersToTake(courierId: CourierId, tools: Pick<HandoverTools, 'view' | 'find'>): readonly OrderToTake[] {
  const tripId = tools.view.get('courier', courierId)?.tripId;
  const trip = tripId == null ? undefined : tools.view.get('trip', tripId);
  return (trip?.orderIds ?? []).flatMap((orderId) => {
    const order = tools.view.get('order', orderId);
    if (order === undefined || (order.stage !== 'packed' && order.stage !== 'shelved')) return [];
    return [{ order, parcels: bagsOf(orderId, tools) }];
  });
}

/** The order of a bag that nobody has planned a trip for: a person may give it to the courier at the counter all the same. */
export function ordersWithoutTrip(parcelId: ParcelId, tools: Pick<HandoverTools, 'view' | 'find'>): readonly OrderToTake[] {
  const parcel = tools.view.get('parcel', parcelId);
  const order = parcel === undefined ? undefined : tools.view.get('order', parcel.orderId);
  if (order === undefined || order.tripId !== null || (order.stage !== 'packed' && order.stage !== 'shelved')) return [];
  return [{ order, parcels: bagsOf(order.id, tools) }];
}
