import type { Subject } from '#test/bench/sync/subject.ts';

/** IndexedDB by hand, a row per record: the floor. */
export function openRawPeer(): Subject {
  let db: IDBDatabase;
  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('bench-raw', 1);
      asked.onupgradeneeded = () => {
        const made = asked.result;
        made.createObjectStore('sku', { keyPath: 'id' });
        made.createObjectStore('gtin', { keyPath: 'gtin' });
        made.createObjectStore('stock', { keyPath: 'id' }).createIndex('skuId', 'skuId');
        made.createObjectStore('order', { keyPath: 'id' }).createIndex('promiseAtMs', 'promiseAtMs');
        made.createObjectStore('other', { keyPath: 'id' });
        made.createObjectStore('outbox', { keyPath: 'no' });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const done = (tx: IDBTransaction) =>
    new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
  const ask = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const strict = { durability: 'strict' } as const;
  return {
    name: 'raw IndexedDB rows',
    async load(pages, isTimeUp) {
      db = await open();
      for (const [index, page] of pages.entries()) {
        if (isTimeUp()) return index;
        const tx = db.transaction(page.kind === 'sku' ? ['sku', 'gtin'] : [page.kind], 'readwrite', strict);
        for (const row of JSON.parse(page.rowsJson)) {
          tx.objectStore(page.kind).put(row);
          if (page.kind === 'sku') for (const { gtin } of row.barcodes) tx.objectStore('gtin').put({ gtin, skuId: row.id });
        }
        await done(tx);
      }
      return pages.length;
    },
    async reopen(gtin) {
      db.close();
      db = await open();
      await this.skuByBarcode(gtin);
    },
    skuByBarcode: async (gtin) => (await ask(db.transaction('gtin').objectStore('gtin').get(gtin)))?.skuId,
    ordersDueBefore: (untilMs) =>
      ask(db.transaction('order').objectStore('order').index('promiseAtMs').count(IDBKeyRange.upperBound(untilMs, true))),
    async commitPick(pickNo) {
      const tx = db.transaction(['order', 'stock', 'outbox'], 'readwrite', strict);
      const orders = tx.objectStore('order');
      const stock = tx.objectStore('stock');
      orders.get('bulk-order-0').onsuccess = (event) => orders.put((event.target as IDBRequest).result);
      stock.openCursor().onsuccess = (event) => {
        const row = (event.target as IDBRequest<IDBCursorWithValue>).result.value;
        stock.put({ ...row, quantity: row.quantity - 1 });
      };
      tx.objectStore('outbox').put({
        no: pickNo,
        kind: 'pickLine',
        payload: { orderId: 'bulk-order-0', lineNo: 1, quantity: 1, source: 'scan' },
      });
      await done(tx);
    },
    async applyStock(rows) {
      const tx = db.transaction('stock', 'readwrite', strict);
      for (const row of rows) tx.objectStore('stock').put(row);
      await done(tx);
    },
    close: async () => db.close(),
  };
}
