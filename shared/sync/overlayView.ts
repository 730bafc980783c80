import type { AnyRecord, RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { channelKey } from './storeLookups.ts';

/** A view with writes laid over it; what is below is not touched. */
export type OverlayView = {
  readonly view: RecordView;
  write(writes: Iterable<RecordWrite>): void;
  /** The last write of every record written. */
  written(): Iterable<RecordWrite>;
};

/** An overlay with nothing written yet over `below`. */
export function createOverlayView(below: RecordView): OverlayView {
  const top = new Map<string, RecordWrite>();
  const stockBySku = new Map<string, Set<string>>();
  const ordersByChannel = new Map<string, string>();
  const siteIds = new Set<string>();
  const get = <K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined => {
    const write = top.get(recordKey(kind, id));
    return write ? ((write.row ?? undefined) as RecordOf<K> | undefined) : below.get(kind, id);
  };
  return {
    view: {
      get,
      site() {
        const row = below.site();
        for (const id of siteIds) {
          const site = get('site', id);
          if (site) return site;
        }
        return row && get('site', row.id);
      },
      stockOfSku(skuId) {
        const touched = stockBySku.get(skuId);
        if (!touched) return below.stockOfSku(skuId);
        const ids = new Set(touched);
        for (const row of below.stockOfSku(skuId)) ids.add(row.id);
        const rows: StockRow[] = [];
        for (const id of ids) {
          const row = get('stock', id);
          if (row && row.skuId === skuId) rows.push(row);
        }
        return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
      },
      orderByChannelId(channel, channelOrderId) {
        const id = ordersByChannel.get(channelKey(channel, channelOrderId)) ?? below.orderByChannelId(channel, channelOrderId)?.id;
        const row = id === undefined ? undefined : get('order', id);
        return row?.channel === channel && row.channelOrderId === channelOrderId ? row : undefined;
      },
    },
    write(writes) {
      for (const write of writes) {
        const before: AnyRecord | undefined = get(write.kind, write.id);
        top.set(recordKey(write.kind, write.id), write);
        if (write.kind === 'site') siteIds.add(write.id);
        if (write.kind === 'stock') {
          if (before) noteStock(stockBySku, before as StockRow);
          if (write.row) noteStock(stockBySku, write.row);
        }
        if (write.kind === 'order' && write.row) ordersByChannel.set(channelKey(write.row.channel, write.row.channelOrderId), write.id);
      }
    },
    written: () => top.values(),
  };
}

/** One key for a record of any kind. */
export function recordKey(kind: RecordKind, id: string): string {
  return `${kind} ${id}`;
}

/** Everything a rule could have asked for that shows this row: the record itself, and the lists it stands in. */
export function keysOfRow(kind: RecordKind, id: string, row: AnyRecord | null | undefined): readonly string[] {
  const keys = [recordKey(kind, id)];
  if (kind === 'site') keys.push('site');
  if (row && kind === 'stock') keys.push(`stockOfSku ${(row as StockRow).skuId}`);
  if (row && kind === 'order') {
    const order = row as RecordOf<'order'>;
    keys.push(`channelOrder ${channelKey(order.channel, order.channelOrderId)}`);
  }
  return keys;
}

const keysOfWriteMade = new WeakMap<RecordWrite, readonly string[]>();

/** The keys (see keysOfRow) of what a write leaves, the record's own first; worked out once for each write. */
export function keysOfWrite(write: RecordWrite): readonly string[] {
  const known = keysOfWriteMade.get(write);
  if (known) return known;
  const keys = keysOfRow(write.kind, write.id, write.row);
  keysOfWriteMade.set(write, keys);
  return keys;
}

/** The same view, noting in `reads` the keys (see keysOfRow) of everything that is asked. */
export function createTrackingView(below: RecordView, reads: Set<string>): RecordView {
  return {
    get(kind, id) {
      reads.add(recordKey(kind, id));
      return below.get(kind, id);
    },
    site() {
      const row = below.site();
      reads.add('site');
      return row;
    },
    stockOfSku(skuId) {
      reads.add(`stockOfSku ${skuId}`);
      return below.stockOfSku(skuId);
    },
    orderByChannelId(channel, channelOrderId) {
      reads.add(`channelOrder ${channelKey(channel, channelOrderId)}`);
      return below.orderByChannelId(channel, channelOrderId);
    },
  };
}

function noteStock(bySku: Map<string, Set<string>>, row: StockRow): void {
  const ids = bySku.get(row.skuId);
  if (ids) ids.add(row.id);
  else bySku.set(row.skuId, new Set([row.id]));
}
