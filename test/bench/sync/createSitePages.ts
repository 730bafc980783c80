import { createHash } from 'node:crypto';
import { asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import { recordKinds, type AnyRecord, type RecordKind } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import type { SitePage } from '#test/bench/sync/subject.ts';

const counts = { sku: 30_000, stock: 60_000, order: 5_000 };
const rowsPerPage = 1_000;
/** What many records are of comes last. */
const loadOrder: readonly SitePage['kind'][] = ['other', 'order', 'sku', 'stock'];
/** Units of the order that is picked from. */
const pickUnits = 190;

/** 30,000 SKUs, 60,000 stock rows, 5,000 orders of five lines, and the test site around them; the first order is there to be picked. */
export async function createSitePages(): Promise<{ pages: SitePage[]; dueFromMs: number }> {
  const at = await createTestStore();
  const { store } = at;
  const pickOrderId = await at.place({ water: pickUnits });
  const model = at.order(await at.place({ water: 1, noodles: 1, bread: 1, milk: 1, yoghurt: 1 }));
  const rowsOf = new Map<RecordKind, AnyRecord[]>(recordKinds.map((kind) => [kind, [...store.all(kind)] as AnyRecord[]]));
  await store.close();
  const skus = bulkSkus([...(rowsOf.get('sku') as Sku[])][0] as Sku);
  rowsOf.get('sku')?.push(...skus);
  rowsOf.get('stock')?.push(...bulkStock(skus));
  rowsOf.set('order', [...(rowsOf.get('order') ?? []).filter((row) => (row as Order).id === pickOrderId), ...bulkOrders(model, skus)]);
  const pages: SitePage[] = [];
  for (const [realKind, rows] of rowsOf) {
    const kind = realKind === 'sku' || realKind === 'stock' || realKind === 'order' ? realKind : 'other';
    for (let start = 0; start < rows.length; start += rowsPerPage) {
      const rowsJson = JSON.stringify(rows.slice(start, start + rowsPerPage));
      const hash = createHash('sha256').update(rowsJson).digest('hex');
      pages.push({ kind, realKind, hash, rows: Math.min(rowsPerPage, rows.length - start), rowsJson });
    }
  }
  pages.sort((one, other) => loadOrder.indexOf(one.kind) - loadOrder.indexOf(other.kind));
  // Some of what is many comes before the rest of it, so that a load that is cut has a thousand of each.
  const early = [
    pages.find(({ kind }) => kind === 'order')!,
    ...(['sku', 'stock'] as const).map((kind) => pages.filter((page) => page.kind === kind)[1]!),
  ];
  pages.unshift(...early.flatMap((page) => pages.splice(pages.indexOf(page), 1)));
  return { pages, dueFromMs: model.promiseAtMs };
}

function bulkSkus(model: Sku): Sku[] {
  return Array.from({ length: counts.sku }, (_, index): Sku => {
    const name = { zh: `${model.name.zh} ${index}`, en: `${model.name.en} ${index}` };
    const gtin = withCheckDigit(`6${String(10_000_000_000 + index).slice(0, 11)}`);
    return { ...model, id: asId<'sku'>(`bulk-sku-${index}`), code: `BULK${index}`, name, plu: null, barcodes: [{ gtin, packUnits: 1 }] };
  });
}

function bulkStock(skus: readonly Sku[]) {
  return Array.from({ length: counts.stock }, (_, index) => {
    const skuId = skus[index % skus.length]!.id;
    const binId = asId<'bin'>(`bulk-bin-${Math.floor(index / skus.length)}-${index % 997}`);
    const id = stockIdOf(skuId, binId, null, 'available');
    return { id, skuId, binId, lotId: null, status: 'available' as const, quantity: 20, allocated: 0 };
  });
}

function bulkOrders(model: Order, skus: readonly Sku[]): Order[] {
  return Array.from({ length: counts.order - 1 }, (_, index): Order => ({
    ...model,
    id: asId<'order'>(`bulk-order-${index}`),
    channelOrderId: `bulk-${index}`,
    daySequence: 100 + index,
    taskId: asId<'task'>(`bulk-task-${index}`),
    promiseAtMs: model.promiseAtMs + index * 1_000,
    lines: model.lines.map((line, no) => ({ ...line, skuId: skus[(index * 5 + no) % skus.length]!.id })),
  }));
}

function withCheckDigit(digits12: string): string {
  let sum = 0;
  for (const [index, digit] of [...digits12].entries()) sum += Number(digit) * (index % 2 === 0 ? 1 : 3);
  return digits12 + String((10 - (sum % 10)) % 10);
}
