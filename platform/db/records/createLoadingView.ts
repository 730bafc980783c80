import { sql } from 'drizzle-orm';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import {
  type KnownRows,
  type WantedRows,
  addRelatedRows,
  hasRelatedRows,
  isNothingWanted,
  noWantedRows,
  splitRecordKey,
  toChannelKey,
  wantedChannelOrder,
  wantedRecord,
  wantedStockOf,
} from './wantedRows.ts';

/** Thrown by the view when a rule reads what is not loaded: the caller loads it and runs the rule again. */
export class NeedRows extends Error {
  override readonly name = 'NeedRows';
  readonly wanted: WantedRows;
  constructor(wanted: WantedRows) {
    super('rows are not loaded yet');
    this.wanted = wanted;
  }
}

/** How far related rows are followed when loading (order -> SKU and stock -> lot and bin). */
export const relatedDepth = 3;

/** A site's records while its row lock is held: loaded on demand, newest writes on top. */
export type LoadingView = {
  readonly view: RecordView;
  readonly known: KnownRows;
  /** Loads the rows, and those usually read with them, that are not here yet; one query per depth. */
  load(db: Database, wanted: WantedRows): Promise<void>;
  put(write: RecordWrite): void;
  /** Rows held, absent ones included. */
  rowCount(): number;
};

type LoadedRow = { kind: RecordKind; id: string; body: unknown };

type HeldRows = {
  /** Undefined where it was not read yet, null where there is none. */
  get(kind: RecordKind, id: string): unknown;
  /** Ids of the stock rows held, by SKU and in order; all there are once the SKU is in `wholeSkus`. */
  readonly stockIds: Map<string, readonly string[]>;
  readonly wholeSkus: Set<string>;
  readonly orderByChannel: Map<string, string | null>;
  readonly known: KnownRows;
  keep(kind: RecordKind, id: string, body: unknown): void;
  rowCount(): number;
};

function createHeldRows(): HeldRows {
  const rows = new Map<RecordKind, Map<string, unknown>>();
  let rowCount = 0;
  const stockIds = new Map<string, readonly string[]>();
  const wholeSkus = new Set<string>();
  const orderByChannel = new Map<string, string | null>();
  const known: KnownRows = {
    hasRecord: (kind, id) => rows.get(kind)?.has(id) === true,
    hasStockOf: (skuId) => wholeSkus.has(skuId),
    hasChannelOrder: (key) => orderByChannel.has(key),
  };
  const keep = (kind: RecordKind, id: string, body: unknown) => {
    let ofKind = rows.get(kind);
    if (ofKind === undefined) rows.set(kind, (ofKind = new Map()));
    const before = ofKind.get(id);
    if (before === undefined) rowCount += 1;
    ofKind.set(id, body);
    // A stock row's SKU and an order's channel are for life: what was found once stays found.
    if (body === null || (before !== undefined && before !== null)) return;
    if (kind === 'stock') {
      const { skuId } = body as StockRow;
      const ids = stockIds.get(skuId);
      if (ids === undefined) stockIds.set(skuId, [id]);
      else if (!ids.includes(id)) stockIds.set(skuId, [...ids, id].sort());
    }
    if (kind === 'order') {
      const order = body as RecordOf<'order'>;
      orderByChannel.set(toChannelKey(order.channel, order.channelOrderId), id);
    }
  };
  return { get: (kind, id) => rows.get(kind)?.get(id), stockIds, wholeSkus, orderByChannel, known, keep, rowCount: () => rowCount };
}

/** A synchronous RecordView over a site's rows. Rows that are not loaded throw NeedRows. */
export function createLoadingView(siteId: string): LoadingView {
  const { get, stockIds, wholeSkus, orderByChannel, known, keep, rowCount } = createHeldRows();
  /** Written rows whose related rows were not looked for yet. */
  const written = new Map<string, RecordWrite>();

  const load = async (db: Database, wanted: WantedRows) => {
    let next = noWantedRows(known);
    next.addRecord('site', siteId);
    next.addAll(wanted);
    for (const { kind, row } of written.values()) addRelatedRows(next, kind, row);
    written.clear();
    for (let depth = 0; depth < relatedDepth && !isNothingWanted(next); depth += 1) {
      const found = await selectRows(db, siteId, next);
      // What is held is as new as the database's, or newer: rows written since the last commit stay.
      for (const row of found) if (!known.hasRecord(row.kind, row.id)) keep(row.kind, row.id, row.body);
      for (const [kind, id] of [...next.records].map(splitRecordKey)) if (!known.hasRecord(kind, id)) keep(kind, id, null);
      for (const skuId of next.stockOfSkus) wholeSkus.add(skuId);
      for (const key of next.channelOrders) if (!orderByChannel.has(key)) orderByChannel.set(key, null);
      next = noWantedRows(known);
      for (const row of found) if (row.body !== null) addRelatedRows(next, row.kind, row.body);
    }
  };

  const view: RecordView = {
    get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined {
      const row = get(kind, id);
      // All rows of a SKU come together, so one that is not among them does not exist. SKU ids have no bar in them.
      if (row === undefined && kind === 'stock' && wholeSkus.has(id.slice(0, id.indexOf('|')))) return undefined;
      if (row === undefined) throw new NeedRows(wantedRecord(kind, id));
      return (row as RecordOf<K> | null) ?? undefined;
    },
    stockOfSku(skuId) {
      if (!wholeSkus.has(skuId)) throw new NeedRows(wantedStockOf(skuId));
      const ids = stockIds.get(skuId);
      if (ids === undefined) return [];
      return ids.flatMap((id) => (get('stock', id) as StockRow | null | undefined) ?? []);
    },
    site() {
      return this.get('site', siteId);
    },
    orderByChannelId(channel, channelOrderId) {
      const key = toChannelKey(channel, channelOrderId);
      const id = orderByChannel.get(key);
      if (id === undefined) throw new NeedRows(wantedChannelOrder(key));
      return id === null ? undefined : this.get('order', id);
    },
  };
  const put = (write: RecordWrite) => {
    keep(write.kind, write.id, write.row);
    if (write.row !== null && hasRelatedRows(write.kind)) written.set(`${write.kind}/${write.id}`, write);
  };
  return { view, known, load, put, rowCount };
}

async function selectRows(db: Database, siteId: string, wanted: WantedRows): Promise<LoadedRow[]> {
  const keys = [...wanted.records].map(splitRecordKey).map(([kind, id]) => ({ kind, id }));
  const parts = [];
  // `offset 0` keeps the planner from joining: one index look-up per key, whatever the statistics say about fresh tables.
  if (keys.length > 0) {
    parts.push(sql`select r.kind, r.id, r.body from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb) as k(kind text, id text)
      cross join lateral (select * from records where site_id = ${siteId} and kind = k.kind and id = k.id offset 0) r`);
  }
  if (wanted.stockOfSkus.size > 0) {
    parts.push(sql`select r.kind, r.id, r.body from jsonb_array_elements_text(${JSON.stringify([...wanted.stockOfSkus])}::text::jsonb) as s(sku_id)
      cross join lateral (select * from records where site_id = ${siteId} and kind = 'stock' and (body ->> 'skuId') = s.sku_id offset 0) r`);
  }
  if (wanted.channelOrders.size > 0) {
    parts.push(sql`select r.kind, r.id, r.body from jsonb_array_elements(${`[${[...wanted.channelOrders].join(',')}]`}::text::jsonb) as c(pair)
      cross join lateral (select * from records where site_id = ${siteId} and kind = 'order' and (body ->> 'channel') = (c.pair ->> 0)
        and (body ->> 'channelOrderId') = (c.pair ->> 1) offset 0) r`);
  }
  return queryRows<LoadedRow>(db, sql.join(parts, sql` union all `));
}
