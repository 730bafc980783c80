import PouchDB from 'pouchdb-browser';
import type { Subject } from '#test/bench/sync/subject.ts';

/** PouchDB with keys made for the questions: `gtin/…` and `due/…` documents beside the records. */
export function openPouchPeer(): Subject {
  const open = () => new PouchDB('bench-pouch', { auto_compaction: false });
  let db = open();
  let stockId = '';
  return {
    name: 'PouchDB',
    async load(pages, isTimeUp) {
      for (const [index, page] of pages.entries()) {
        if (isTimeUp()) return index;
        const rows: any[] = JSON.parse(page.rowsJson);
        if (page.kind === 'stock' && stockId === '') stockId = `stock/${rows[0].id}`;
        const docs = rows.flatMap((row) => [
          { _id: `${page.kind}/${row.id}`, body: row },
          ...(page.kind === 'sku' ? row.barcodes.map((barcode: any) => ({ _id: `gtin/${barcode.gtin}`, skuId: row.id })) : []),
          ...(page.kind === 'order' ? [{ _id: `due/${row.promiseAtMs}/${row.id}` }] : []),
        ]);
        await db.bulkDocs(docs);
      }
      return pages.length;
    },
    async reopen(gtin) {
      await db.close();
      db = open();
      await this.skuByBarcode(gtin);
    },
    skuByBarcode: async (gtin) => ((await db.get(`gtin/${gtin}`)) as any).skuId,
    ordersDueBefore: async (untilMs) => (await db.allDocs({ startkey: 'due/', endkey: `due/${untilMs}` })).rows.length,
    async commitPick(pickNo) {
      const order: any = await db.get('order/bulk-order-0');
      const stock: any = await db.get(stockId);
      stock.body.quantity -= 1;
      await db.bulkDocs([
        order,
        stock,
        { _id: `outbox/${pickNo}`, kind: 'pickLine', payload: { orderId: 'bulk-order-0', lineNo: 1, quantity: 1, source: 'scan' } } as any,
      ]);
    },
    async applyStock(rows) {
      const keys = rows.map((row) => `stock/${row.id}`);
      const known = await db.allDocs({ keys });
      await db.bulkDocs(rows.map((row, index) => ({ _id: keys[index], _rev: (known.rows[index] as any).value.rev, body: row })) as any);
    },
    close: () => db.close(),
  };
}
