import { sql } from 'drizzle-orm';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { type WantedRows, addRelatedRows, isNothingWanted, noWantedRows, toChannelKey } from './wantedRows.ts';

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
  /** Loads the rows, and those usually read with them, that are not here yet; one query per depth. */
  load(tx: Database, wanted: WantedRows): Promise<void>;
  put(write: RecordWrite): void;
  /** Rows held, absent ones included. */
  rowCount(): number;
};

type LoadedRow = { kind: RecordKind; id: string; body: unknown };

/** A synchronous RecordView over a site's rows. Rows that are not loaded throw NeedRows. */
export function createLoadingView(siteId: string): LoadingView {
  const rows = new Map<string, unknown>();
  const stockIds = new Map<string, Set<string>>();
  const orderByChannel = new Map<string, string | null>();

  const keep = (kind: RecordKind, id: string, body: unknown) => {
    rows.set(`${kind}/${id}`, body);
    if (body === null) return;
    if (kind === 'stock') stockIds.get((body as StockRow).skuId)?.add(id);
    if (kind === 'order') {
      const order = body as RecordOf<'order'>;
      orderByChannel.set(toChannelKey(order.channel, order.channelOrderId), id);
    }
  };

  let relatedToWrites = noWantedRows();
  const load = async (tx: Database, wanted: WantedRows) => {
    let next = joinWanted(wanted, relatedToWrites);
    next.records.add(`site/${siteId}`);
    relatedToWrites = noWantedRows();
    for (let depth = 0; depth < relatedDepth; depth += 1) {
      const missing = withoutKnown(next, rows, stockIds, orderByChannel);
      if (isNothingWanted(missing)) return;
      const found = await selectRows(tx, siteId, missing);
      for (const key of missing.records) rows.set(key, null);
      for (const skuId of missing.stockOfSkus) stockIds.set(skuId, new Set());
      for (const key of missing.channelOrders) orderByChannel.set(key, null);
      next = noWantedRows();
      for (const row of found) {
        keep(row.kind, row.id, row.body);
        if (row.body !== null) addRelatedRows(next, row.kind, row.body);
      }
    }
  };

  const view: RecordView = {
    get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined {
      const row = rows.get(`${kind}/${id}`);
      // All rows of a SKU come together, so one that is not among them does not exist. SKU ids have no bar in them.
      if (row === undefined && kind === 'stock' && stockIds.has(id.slice(0, id.indexOf('|')))) return undefined;
      if (row === undefined) throw new NeedRows({ ...noWantedRows(), records: new Set([`${kind}/${id}`]) });
      return (row as RecordOf<K> | null) ?? undefined;
    },
    stockOfSku(skuId) {
      const ids = stockIds.get(skuId);
      if (ids === undefined) throw new NeedRows({ ...noWantedRows(), stockOfSkus: new Set([skuId]) });
      return [...ids].sort().flatMap((id) => (rows.get(`stock/${id}`) as StockRow | null | undefined) ?? []);
    },
    site() {
      return this.get('site', siteId);
    },
    orderByChannelId(channel, channelOrderId) {
      const key = toChannelKey(channel, channelOrderId);
      const id = orderByChannel.get(key);
      if (id === undefined) throw new NeedRows({ ...noWantedRows(), channelOrders: new Set([key]) });
      return id === null ? undefined : this.get('order', id);
    },
  };
  const put = (write: RecordWrite) => {
    keep(write.kind, write.id, write.row);
    if (write.row !== null) addRelatedRows(relatedToWrites, write.kind, write.row);
  };
  return { view, load, put, rowCount: () => rows.size };
}

function joinWanted(one: WantedRows, other: WantedRows): WantedRows {
  return {
    records: new Set([...one.records, ...other.records]),
    stockOfSkus: new Set([...one.stockOfSkus, ...other.stockOfSkus]),
    channelOrders: new Set([...one.channelOrders, ...other.channelOrders]),
  };
}

function withoutKnown(
  wanted: WantedRows,
  rows: ReadonlyMap<string, unknown>,
  stockIds: ReadonlyMap<string, unknown>,
  orderByChannel: ReadonlyMap<string, unknown>,
): WantedRows {
  return {
    records: new Set([...wanted.records].filter((key) => !rows.has(key))),
    stockOfSkus: new Set([...wanted.stockOfSkus].filter((skuId) => !stockIds.has(skuId))),
    channelOrders: new Set([...wanted.channelOrders].filter((key) => !orderByChannel.has(key))),
  };
}

async function selectRows(tx: Database, siteId: string, wanted: WantedRows): Promise<LoadedRow[]> {
  const keys = [...wanted.records].map((key) => ({ kind: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) }));
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
  return queryRows<LoadedRow>(tx, sql.join(parts, sql` union all `));
}
