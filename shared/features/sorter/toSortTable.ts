import type { RecordOf } from '#shared/model/records.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { SortEntry } from './decideChute.ts';
import { maxPreparedParcels, maxPreparedTrips, type SortTableInput } from './sorterContract.ts';

/** What of a store the sorter's table is made from. */
export type SortSource = Pick<StationStore, 'all' | 'view'>;

const endedStages: ReadonlySet<RecordOf<'order'>['stage']> = new Set(['cancelled', 'handedOver', 'delivered']);

/** The parcels in house with their trips, and the trips that wait, each leaving when its first order is due. */
export function toSortTable(store: SortSource): SortTableInput {
  const parcels: SortTableInput['parcels'] = [];
  for (const parcel of store.all('parcel')) {
    if (parcel.status !== 'packed' && parcel.status !== 'shelved') continue;
    parcels.push(toEntry(parcel, store));
  }
  const trips: SortTableInput['trips'] = [];
  for (const trip of store.all('trip')) {
    if (trip.status !== 'planned') continue;
    const dueMs = trip.orderIds.map((orderId) => store.view.get('order', orderId)?.promiseAtMs ?? trip.plannedAtMs);
    trips.push({ tripId: trip.id, leavesAtMs: Math.min(...dueMs) });
  }
  trips.sort((one, other) => one.leavesAtMs - other.leavesAtMs);
  return { parcels: parcels.slice(-maxPreparedParcels), trips: trips.slice(0, maxPreparedTrips) };
}

/** Where one parcel belongs. */
export function toEntry(parcel: RecordOf<'parcel'>, store: Pick<SortSource, 'view'>): SortEntry {
  const order = store.view.get('order', parcel.orderId);
  const isOrderOpen = order !== undefined && !endedStages.has(order.stage);
  return { parcelCode: parcel.code, orderId: parcel.orderId, tripId: order?.tripId ?? null, isOrderOpen };
}

/** Every code a scanner may read for each parcel: as printed, and the number alone. */
export function byPrintedCode(parcels: readonly SortEntry[]): Map<string, SortEntry> {
  return new Map(
    parcels.flatMap((entry) => [
      [entry.parcelCode, entry],
      [toSiteCode('parcel', entry.parcelCode), entry],
    ]),
  );
}
