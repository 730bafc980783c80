import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { Order } from '#shared/model/order/order.ts';
import { labelCodeOf, labelParcelIdOf } from '#shared/rules/packing/parcelNames.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';

/** Words the label needs, already in the site's language. */
export type LabelWords = { readonly channel: string; readonly temperature: string; readonly promise: string };

/** What the host's print call wants for the label of one bag, or of goods that become one. Null when parcel or order are not known here. */
export function parcelLabelOf(
  store: Pick<StationStore, 'view' | 'find'>,
  orderId: OrderId,
  parcelId: ParcelId,
  isReprint: boolean,
  words: LabelWords,
) {
  const order = store.view.get('order', orderId);
  const parcel = store.view.get('parcel', parcelId) ?? labelledGoods(order, parcelId);
  if (order === undefined || parcel === undefined) return null;
  const bags = store.find.parcelsOfOrder(orderId).filter((bag) => bag.status !== 'voided');
  return {
    jobId: `${parcelId}-L${Math.max(1, parcel.labelPrints)}`,
    template: 'bag',
    subject: `${order.daySequence}-${parcel.bagNo}`,
    parcelId,
    isReprint,
    fields: {
      code: toSiteCode('parcel', parcel.code),
      orderNo: `#${order.daySequence}`,
      channel: words.channel,
      bagNo: String(parcel.bagNo),
      bagCount: String(Math.max(1, bags.length)),
      promise: words.promise,
      temperature: words.temperature,
      customer: `${order.recipient.nameMasked} ${order.recipient.phoneMasked}`.slice(0, 60),
      note: order.note.slice(0, 120),
      ...(isReprint ? { reprintNo: String(Math.max(1, parcel.labelPrints - 1)) } : {}),
    },
  };
}

function labelledGoods(order: Order | undefined, parcelId: ParcelId) {
  if (order === undefined || parcelId !== labelParcelIdOf(order.id)) return undefined;
  return { code: labelCodeOf(order), bagNo: 1, labelPrints: 1 };
}
