import type { TemperatureClass } from '#shared/model/common.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { RecordView } from '#shared/rules/decision.ts';

/** The coldest temperature that anything in a bag needs; a bag nobody knows the contents of needs what its order does. */
export function parcelTemperature(view: Pick<RecordView, 'get'>, parcel: Pick<Parcel, 'contents' | 'orderId'>): TemperatureClass {
  const inBag = parcel.contents.flatMap((entry) => view.get('sku', entry.skuId)?.temperature ?? []);
  const temperatures = parcel.contents.length > 0 ? inBag : (view.get('order', parcel.orderId)?.temperatures ?? []);
  return (['frozen', 'chilled'] as const).find((cold) => temperatures.includes(cold)) ?? 'ambient';
}
