import { Dexie } from 'dexie';
import type { Subject } from '#test/bench/sync/subject.ts';

/** Dexie as its guide has it: a row per record, indexes for the queries. */
export function openDexiePeer(): Subject {
  const open = () => {
    const made = new Dexie('bench-dexie', { chromeTransactionDurability: 'strict' });
    made.version(1).stores({ sku: 'id, *gtins', stock: 'id, skuId', order: 'id, promiseAtMs', other: 'id', outbox: 'no' });
    return made;
  };
  let db = open();
  return {
    name: 'Dexie rows',
    async load(pages, isTimeUp) {
      await db.open();
      for (const [index, page] of pages.entries()) {
        if (isTimeUp()) return index;
        const rows = JSON.parse(page.rowsJson);
        if (page.kind === 'sku') for (const row of rows) row.gtins = row.barcodes.map((barcode: { gtin: string }) => barcode.gtin);
        await db.table(page.kind).bulkPut(rows);
      }
      return pages.length;
    },
    async reopen(gtin) {
      db.close();
      db = open();
      await this.skuByBarcode(gtin);
    },
    skuByBarcode: async (gtin) => (await db.table('sku').where('gtins').equals(gtin).first())?.id,
    ordersDueBefore: (untilMs) => db.table('order').where('promiseAtMs').below(untilMs).count(),
    commitPick: (pickNo) =>
      db.transaction('rw', ['order', 'stock', 'outbox'], async () => {
        await db.table('order').put(await db.table('order').get('bulk-order-0'));
        const row = await db.table('stock').limit(1).first();
        await db.table('stock').put({ ...row, quantity: row.quantity - 1 });
        await db
          .table('outbox')
          .put({ no: pickNo, kind: 'pickLine', payload: { orderId: 'bulk-order-0', lineNo: 1, quantity: 1, source: 'scan' } });
      }),
    applyStock: async (rows) => void (await db.table('stock').bulkPut([...rows])),
    close: async () => db.close(),
  };
}
