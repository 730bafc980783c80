import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import { createGroupIndex, createKeyIndex, type RowIndex } from './rowIndex.ts';
import type { StoreLookups } from './stationStore.ts';

type RowsOf = <K extends RecordKind>(kind: K) => Iterable<RecordOf<K>>;
/** The two lists that rules need besides records by id. */
export type RuleLookups = {
  stockOfSku(skuId: string): readonly StockRow[];
  orderIdByChannel(channel: string, channelOrderId: string): string | undefined;
};
export type StoreIndexes = {
  readonly find: StoreLookups;
  readonly forRules: RuleLookups;
  readonly byKind: ReadonlyMap<RecordKind, readonly RowIndex<never>[]>;
};

/** All secondary indexes of the working set, and the lookups that read them. */
export function createStoreIndexes(rowsOf: RowsOf): StoreIndexes {
  const indexes = createIndexes(rowsOf);
  return { find: toLookups(indexes), forRules: toRuleLookups(indexes), byKind: byKindOf(indexes) };
}

function createIndexes(rowsOf: RowsOf) {
  return { ...createCodeIndexes(rowsOf), ...createWorkIndexes(rowsOf) };
}

/** What a code leads to. */
function createCodeIndexes(rowsOf: RowsOf) {
  const byCode = <K extends 'bin' | 'tote' | 'parcel' | 'shelfPlace' | 'courier'>(kind: K) =>
    createKeyIndex(
      () => rowsOf(kind),
      (row: RecordOf<K>) => [[row.code, row] as const],
    );
  const barcodes = createKeyIndex(
    () => rowsOf('sku'),
    (row) => row.barcodes.map((barcode) => [toPlainGtin(barcode.gtin), { skuId: row.id, packUnits: barcode.packUnits }] as const),
  );
  const plus = createKeyIndex(
    () => rowsOf('sku'),
    (row) => (row.plu === null ? [] : [[row.plu, row.id] as const]),
  );
  const bins = byCode('bin');
  const totes = byCode('tote');
  const parcels = byCode('parcel');
  const shelfPlaces = byCode('shelfPlace');
  const couriers = byCode('courier');
  const badges = createKeyIndex(
    () => rowsOf('operator'),
    (row) => [[row.badgeCode, row.id] as const],
  );
  return { barcodes, plus, bins, totes, parcels, shelfPlaces, couriers, badges };
}

/** Orders, tasks and goods by what is asked of them. */
function createWorkIndexes(rowsOf: RowsOf) {
  const channelOrders = createKeyIndex(
    () => rowsOf('order'),
    (row) => [[channelKey(row.channel, row.channelOrderId), row.id] as const],
  );
  const daySequences = createGroupIndex(
    () => rowsOf('order'),
    (row) => String(row.daySequence),
    (a, b) => b.placedAtMs - a.placedAtMs || byId(a, b),
  );
  const openOrders = createGroupIndex(
    () => rowsOf('order'),
    (row) => (isOpenOrder(row) ? 'open' : null),
    (a, b) => a.promiseAtMs - b.promiseAtMs || byId(a, b),
  );
  const openTasks = createGroupIndex(
    () => rowsOf('task'),
    (row) => (row.status === 'open' || row.status === 'claimed' ? 'open' : null),
    byUrgency,
  );
  const parcelsByOrder = createGroupIndex(
    () => rowsOf('parcel'),
    (row) => row.orderId,
    (a, b) => a.bagNo - b.bagNo || byId(a, b),
  );
  const skusByCategory = createGroupIndex(
    () => rowsOf('sku'),
    (row) => row.category,
    byId,
  );
  const openShorts = createGroupIndex(
    () => rowsOf('discrepancy'),
    (row) => (row.status === 'open' && row.kind === 'stockShort' && row.detail.key === 'discrepancy.countBin' ? row.skuId : null),
    (a, b) => a.openedAtMs - b.openedAtMs || byId(a, b),
  );
  const stockBySku = createGroupIndex(
    () => rowsOf('stock'),
    (row) => row.skuId,
    byId,
  );
  return { channelOrders, daySequences, openOrders, openTasks, parcelsByOrder, skusByCategory, openShorts, stockBySku };
}

type Indexes = ReturnType<typeof createIndexes>;

function toLookups(indexes: Indexes): StoreLookups {
  return {
    skuByBarcode: (gtin) => indexes.barcodes.get(toPlainGtin(gtin)),
    skuByPlu: (plu) => indexes.plus.get(plu),
    binByCode: (code) => indexes.bins.get(code)?.id,
    toteByCode: (code) => indexes.totes.get(code)?.id,
    parcelByCode: (code) => indexes.parcels.get(code)?.id,
    shelfPlaceByCode: (code) => indexes.shelfPlaces.get(code),
    courierByCode: (code) => indexes.couriers.get(code)?.id,
    operatorByBadge: (badgeCode) => indexes.badges.get(badgeCode),
    orderByDaySequence: (daySequence) => {
      const orders = indexes.daySequences.get(String(daySequence));
      return (orders.find(isOpenOrder) ?? orders[0])?.id;
    },
    openOrders: () => indexes.openOrders.get('open'),
    openTasks: () => indexes.openTasks.get('open'),
    parcelsOfOrder: (orderId) => indexes.parcelsByOrder.get(orderId),
    skusOfCategory: (category) => indexes.skusByCategory.get(category),
    openShortsOf: (skuId) => indexes.openShorts.get(skuId),
  };
}

function toRuleLookups(indexes: Indexes): RuleLookups {
  return {
    stockOfSku: (skuId) => indexes.stockBySku.get(skuId),
    orderIdByChannel: (channel, channelOrderId) => indexes.channelOrders.get(channelKey(channel, channelOrderId)),
  };
}

function byKindOf(indexes: Indexes): StoreIndexes['byKind'] {
  return new Map<RecordKind, readonly RowIndex<never>[]>([
    ['sku', [indexes.barcodes, indexes.plus, indexes.skusByCategory]],
    ['bin', [indexes.bins]],
    ['tote', [indexes.totes]],
    ['parcel', [indexes.parcels, indexes.parcelsByOrder]],
    ['shelfPlace', [indexes.shelfPlaces]],
    ['courier', [indexes.couriers]],
    ['operator', [indexes.badges]],
    ['order', [indexes.channelOrders, indexes.daySequences, indexes.openOrders]],
    ['task', [indexes.openTasks]],
    ['stock', [indexes.stockBySku]],
    ['discrepancy', [indexes.openShorts]],
  ]);
}

/** One key for a channel's order number. */
export function channelKey(channel: string, channelOrderId: string): string {
  return `${channel} ${channelOrderId}`;
}

function isOpenOrder(row: RecordOf<'order'>): boolean {
  return row.stage !== 'delivered' && row.stage !== 'cancelled';
}

function byUrgency(a: RecordOf<'task'>, b: RecordOf<'task'>): number {
  return b.priority - a.priority || a.dueAtMs - b.dueAtMs || byId(a, b);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * GTINs of 8 to 14 digits are the same number with or without leading zeros (GS1 General Specifications 3.3.2). Most
 * have none and stay the string they are, which is what makes the index cheap to build.
 */
function toPlainGtin(gtin: string): string {
  return gtin.startsWith('0') ? gtin.replace(/^0+/, '') : gtin;
}
