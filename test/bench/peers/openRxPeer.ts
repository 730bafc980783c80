import { createRxDatabase } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Subject } from '#test/bench/sync/subject.ts';

const text = { type: 'string', maxLength: 120 };
const number = { type: 'number', minimum: 0, maximum: 4_000_000_000_000, multipleOf: 1 };
const schemaOf = (properties: Record<string, unknown>, indexes: string[]) => ({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: text, ...properties },
  required: ['id', ...indexes],
  indexes,
  additionalProperties: true,
});

/** RxDB on its Dexie storage. */
export function openRxPeer(): Subject {
  const open = async () => {
    const made = await createRxDatabase({ name: 'bench-rxdb', storage: getRxStorageDexie(), multiInstance: false });
    await made.addCollections({
      sku: { schema: schemaOf({ gtin: text, body: { type: 'object' } }, ['gtin']) as never },
      stock: { schema: schemaOf({ skuId: text, body: { type: 'object' } }, ['skuId']) as never },
      order: { schema: schemaOf({ promiseAtMs: number, body: { type: 'object' } }, ['promiseAtMs']) as never },
      other: { schema: schemaOf({ body: { type: 'object' } }, []) as never },
      outbox: { schema: schemaOf({ body: { type: 'object' } }, []) as never },
    });
    return made;
  };
  let db: Awaited<ReturnType<typeof open>>;
  let stockId = '';
  // Each record is kept whole in `body`, beside the fields that are asked for.
  const toDoc = (kind: string, row: any) => ({
    id: row.id,
    body: row,
    ...(kind === 'sku' ? { gtin: row.barcodes[0]?.gtin ?? '' } : {}),
    ...(kind === 'stock' ? { skuId: row.skuId } : {}),
    ...(kind === 'order' ? { promiseAtMs: row.promiseAtMs } : {}),
  });
  const collection = (name: string) => (db.collections as any)[name];
  const insert = async (kind: string, rows: any[]) => {
    const { error } = await collection(kind).bulkInsert(rows.map((row) => toDoc(kind, row)));
    if (error.length > 0) throw new Error(JSON.stringify(error[0]).slice(0, 500));
  };
  return {
    name: 'RxDB (Dexie storage)',
    async load(pages, isTimeUp) {
      db = await open();
      for (const [index, page] of pages.entries()) {
        if (isTimeUp()) return index;
        const rows = JSON.parse(page.rowsJson);
        if (page.kind === 'stock' && stockId === '') stockId = rows[0].id;
        await insert(page.kind, rows);
      }
      return pages.length;
    },
    async reopen(gtin) {
      await db.close();
      db = await open();
      await this.skuByBarcode(gtin);
    },
    skuByBarcode: async (gtin) => (await collection('sku').findOne({ selector: { gtin } }).exec())?.id,
    ordersDueBefore: (untilMs) =>
      collection('order')
        .count({ selector: { promiseAtMs: { $lt: untilMs } } })
        .exec(),
    async commitPick(pickNo) {
      // No transaction over collections: three writes.
      const order = await collection('order').findOne('bulk-order-0').exec();
      await order.incrementalPatch({ body: { ...order.toJSON().body } });
      const stock = await collection('stock').findOne(stockId).exec();
      const { body } = stock.toJSON();
      await stock.incrementalPatch({ body: { ...body, quantity: body.quantity - 1 } });
      await insert('outbox', [
        { id: String(pickNo), kind: 'pickLine', payload: { orderId: 'bulk-order-0', lineNo: 1, quantity: 1, source: 'scan' } },
      ]);
    },
    async applyStock(rows) {
      const { error } = await collection('stock').bulkUpsert(rows.map((row) => toDoc('stock', row)));
      if (error.length > 0) throw new Error('not applied');
    },
    close: async () => void (await db.close()),
  };
}
