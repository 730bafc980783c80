import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';

/** The label of a bag as the host prints it, or null when order or parcel are not known here. */
export function parcelLabel(store: Pick<StationStore, 'view' | 'find'>, orderId: OrderId, parcelId: ParcelId, timeZone: string) {
  const order = store.view.get('order', orderId);
  const parcel = store.view.get('parcel', parcelId);
  if (order === undefined || parcel === undefined) return null;
  const bags = store.find.parcelsOfOrder(orderId).filter((bag) => bag.status !== 'voided');
  const promise = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }).format(order.promiseAtMs);
  return {
    jobId: `${parcelId}-L${Math.max(1, parcel.labelPrints)}`,
    template: 'bag',
    subject: `${order.daySequence}-${parcel.bagNo}`,
    parcelId,
    isReprint: false,
    fields: {
      code: toSiteCode('parcel', parcel.code),
      orderNo: `#${order.daySequence}`,
      channel: order.channel,
      bagNo: String(parcel.bagNo),
      bagCount: String(bags.length),
      promise,
      temperature: order.temperatures.join(' '),
      customer: `${order.recipient.nameMasked} ${order.recipient.phoneMasked}`.slice(0, 60),
      note: order.note.slice(0, 120),
    },
  };
}
