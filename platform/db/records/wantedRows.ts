import type { Command, PayloadOf } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { taskIdsOf } from '#shared/rules/task/tasksOfOrder.ts';

/** What a view holds already: asking for it again would be in vain. */
export type KnownRows = {
  hasRecord(kind: RecordKind, id: string): boolean;
  hasStockOf(skuId: string): boolean;
  hasChannelOrder(key: string): boolean;
};

/** Rows to be brought into a loading view in one query. Keys are `kind/id`; channel orders are JSON `[channel, channelOrderId]`. */
export type WantedRows = {
  readonly records: ReadonlySet<string>;
  readonly stockOfSkus: ReadonlySet<string>;
  readonly channelOrders: ReadonlySet<string>;
  addRecord(kind: RecordKind, id: string): void;
  addStockOf(skuId: string): void;
  addChannelOrder(key: string): void;
  addAll(others: Pick<WantedRows, 'records' | 'stockOfSkus' | 'channelOrders'>): void;
};

const nothingKnown: KnownRows = { hasRecord: () => false, hasStockOf: () => false, hasChannelOrder: () => false };

/** Nothing yet. What is `known` is not taken in. */
export function noWantedRows(known: KnownRows = nothingKnown): WantedRows {
  const [records, stockOfSkus, channelOrders] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const wanted: WantedRows = {
    records,
    stockOfSkus,
    channelOrders,
    addRecord(kind, id) {
      if (!known.hasRecord(kind, id)) records.add(`${kind}/${id}`);
    },
    addStockOf(skuId) {
      if (!known.hasStockOf(skuId)) stockOfSkus.add(skuId);
    },
    addChannelOrder(key) {
      if (!known.hasChannelOrder(key)) channelOrders.add(key);
    },
    addAll(others) {
      for (const key of others.records) wanted.addRecord(...splitRecordKey(key));
      for (const skuId of others.stockOfSkus) wanted.addStockOf(skuId);
      for (const key of others.channelOrders) wanted.addChannelOrder(key);
    },
  };
  return wanted;
}

/** Kind and id of a key. */
export function splitRecordKey(key: string): [RecordKind, string] {
  const end = key.indexOf('/');
  return [key.slice(0, end) as RecordKind, key.slice(end + 1)];
}

/** One record. */
export function wantedRecord(kind: RecordKind, id: string): WantedRows {
  const wanted = noWantedRows();
  wanted.addRecord(kind, id);
  return wanted;
}

/** All stock rows of one SKU. */
export function wantedStockOf(skuId: string): WantedRows {
  const wanted = noWantedRows();
  wanted.addStockOf(skuId);
  return wanted;
}

/** One order by its channel's id. */
export function wantedChannelOrder(key: string): WantedRows {
  const wanted = noWantedRows();
  wanted.addChannelOrder(key);
  return wanted;
}

/** Whether there is nothing to load. */
export function isNothingWanted(wanted: WantedRows): boolean {
  return wanted.records.size === 0 && wanted.stockOfSkus.size === 0 && wanted.channelOrders.size === 0;
}

/** The key of a channel order. */
export function toChannelKey(channel: string, channelOrderId: string): string {
  return JSON.stringify([channel, channelOrderId]);
}

const kindOfField: Readonly<Record<string, RecordKind>> = {
  orderId: 'order',
  taskId: 'task',
  toteId: 'tote',
  parcelId: 'parcel',
  tripId: 'trip',
  courierId: 'courier',
  skuId: 'sku',
  binId: 'bin',
  lotId: 'lot',
  alertId: 'alert',
  discrepancyId: 'discrepancy',
  operatorId: 'operator',
};
const kindOfListField: Readonly<Record<string, RecordKind>> = { orderIds: 'order', parcelIds: 'parcel' };

/** A guess at what deciding a command will read, from the ids in its payload. A wrong guess costs time, never truth. */
export function addRowsOfCommand(wanted: WantedRows, command: Command): void {
  if (command.operatorId !== null) wanted.addRecord('operator', command.operatorId);
  for (const field in command.payload) addField(wanted, field, (command.payload as Readonly<Record<string, unknown>>)[field]);
  if (command.kind === 'placeOrder') {
    const { draft } = command.payload;
    wanted.addChannelOrder(toChannelKey(draft.channel, draft.channelOrderId));
    for (const line of draft.lines) wanted.addRecord('sku', line.skuId);
  }
  if (command.kind === 'receiveStock') addReceivedRows(wanted, command.payload);
}

/** The row goods are put on usually does not exist yet: asking for it here saves a question for each row of an import. */
function addReceivedRows(wanted: WantedRows, { skuId, binId, lot }: PayloadOf<'receiveStock'>): void {
  if (lot !== null) wanted.addRecord('lot', lot.id);
  wanted.addRecord('stock', stockIdOf(skuId, binId, lot?.id ?? null, 'available'));
}

function addField(wanted: WantedRows, field: string, content: unknown): void {
  const kind = kindOfField[field];
  if (kind !== undefined && typeof content === 'string') {
    wanted.addRecord(kind, content);
    if (kind === 'sku') wanted.addStockOf(content);
  }
  const listKind = kindOfListField[field];
  if (listKind !== undefined && Array.isArray(content)) for (const id of content as string[]) wanted.addRecord(listKind, id);
}

const kindsWithRelated: ReadonlySet<RecordKind> = new Set(['order', 'task', 'stock', 'parcel', 'tote', 'trip', 'courier']);

/** Whether rows of a kind point to others that are read with them. */
export function hasRelatedRows(kind: RecordKind): boolean {
  return kindsWithRelated.has(kind);
}

/** What is usually read together with a row. */
export function addRelatedRows(wanted: WantedRows, kind: RecordKind, row: unknown): void {
  switch (kind) {
    case 'order': {
      const order = row as RecordOf<'order'>;
      for (const line of order.lines) addSku(wanted, line.skuId);
      addAll(wanted, 'tote', order.toteIds);
      addAll(wanted, 'parcel', order.parcelIds);
      addAll(wanted, 'task', taskIdsOf(order));
      addAll(wanted, 'trip', [order.tripId]);
      return;
    }
    case 'task': {
      const task = row as RecordOf<'task'>;
      addAll(wanted, 'order', task.orderIds);
      for (const step of task.steps) addSku(wanted, step.skuId);
      return;
    }
    case 'stock': {
      const stock = row as RecordOf<'stock'>;
      addAll(wanted, 'lot', [stock.lotId]);
      addAll(wanted, 'bin', [stock.binId]);
      return;
    }
    case 'parcel':
      addAll(wanted, 'order', [(row as RecordOf<'parcel'>).orderId]);
      return;
    case 'tote':
      addAll(wanted, 'order', [(row as RecordOf<'tote'>).orderId]);
      return;
    case 'trip': {
      const trip = row as RecordOf<'trip'>;
      addAll(wanted, 'order', trip.orderIds);
      addAll(wanted, 'courier', [trip.courierId]);
      return;
    }
    case 'courier':
      addAll(wanted, 'trip', [(row as RecordOf<'courier'>).tripId]);
      return;
    default:
  }
}

function addSku(wanted: WantedRows, skuId: string): void {
  wanted.addRecord('sku', skuId);
  wanted.addStockOf(skuId);
}

function addAll(wanted: WantedRows, kind: RecordKind, ids: ReadonlyArray<string | null>): void {
  for (const id of ids) if (id !== null) wanted.addRecord(kind, id);
}
