import { expect, test } from 'vitest';
import type { RecordWrite } from '#shared/model/records.ts';
import { createOverlayView } from '#shared/sync/overlayView.ts';
import { createWorkingSet } from '#shared/sync/workingSet.ts';
import { stockId, stockWrite } from '#test/support/storeBench.ts';

const put = (kind: string, row: { id: string } & Record<string, unknown>) => ({ kind, id: row.id, row }) as unknown as RecordWrite;
const sku = (id: string, gtins: readonly string[], plu: string | null = null) =>
  put('sku', { id, plu, barcodes: gtins.map((gtin) => ({ gtin, packUnits: 1 })) });
const order = (id: string, stage: string, promiseAtMs: number, daySequence = 1, placedAtMs = 1) =>
  put('order', { id, stage, promiseAtMs, daySequence, placedAtMs, channel: 'app', channelOrderId: `ch-${id}` });

test('[SY23] barcodes find their SKU with and without leading zeros, and follow changes', () => {
  const { put: write, find } = createWorkingSet();
  write(sku('s1', ['6901234567892'], '1234'));
  expect([find.skuByBarcode('06901234567892')?.skuId, find.skuByBarcode('6901234567892')?.skuId, find.skuByPlu('1234')]).toEqual([
    's1',
    's1',
    's1',
  ]);
  write(sku('s1', ['12345670']));
  expect([find.skuByBarcode('6901234567892'), find.skuByBarcode('12345670')?.skuId, find.skuByPlu('1234')]).toEqual([
    undefined,
    's1',
    undefined,
  ]);
});

test('[SY23] of two SKUs with one barcode the lower id answers, and the other when it is gone', () => {
  const { put: write, find } = createWorkingSet();
  write(sku('s2', ['12345670']));
  expect(find.skuByBarcode('12345670')?.skuId).toBe('s2');
  write(sku('s1', ['12345670']));
  expect(find.skuByBarcode('12345670')?.skuId).toBe('s1');
  write({ kind: 'sku', id: 's1', row: null });
  expect(find.skuByBarcode('12345670')?.skuId).toBe('s2');
});

test('[SY23] open orders stand by promise, without those that are over, and a list once given does not change', () => {
  const { put: write, find } = createWorkingSet();
  write(order('o1', 'picking', 30));
  write(order('o2', 'placed', 10));
  const before = find.openOrders();
  write(order('o3', 'placed', 20));
  write(order('o1', 'delivered', 30));
  write(order('o2', 'placed', 40));
  expect([before.map(({ id }) => id), find.openOrders().map(({ id }) => id)]).toEqual([
    ['o2', 'o1'],
    ['o3', 'o2'],
  ]);
});

test('[SY23] a day number means the open order, else the latest', () => {
  const { put: write, find } = createWorkingSet();
  write(order('o1', 'delivered', 1, 37, 100));
  write(order('o2', 'delivered', 1, 37, 200));
  expect(find.orderByDaySequence(37)).toBe('o2');
  write(order('o0', 'picking', 1, 37, 50));
  expect([find.orderByDaySequence(37), find.orderByDaySequence(38)]).toEqual(['o0', undefined]);
});

test('[SY23] codes find bins, totes, parcels, shelf places, couriers and operators', () => {
  const { put: write, find } = createWorkingSet();
  for (const kind of ['bin', 'tote', 'parcel', 'shelfPlace', 'courier'])
    write(put(kind, { id: `${kind}-1`, code: 'X-1', orderId: 'o1', bagNo: 1 }));
  write(put('operator', { id: 'op-1', badgeCode: 'B7' }));
  const found = [
    find.binByCode('X-1'),
    find.toteByCode('X-1'),
    find.parcelByCode('X-1'),
    find.shelfPlaceByCode('X-1')?.id,
    find.courierByCode('X-1'),
    find.operatorByBadge('B7'),
  ];
  expect([...found, find.parcelsOfOrder('o1' as never).length, find.binByCode('X-2')]).toEqual([
    'bin-1',
    'tote-1',
    'parcel-1',
    'shelfPlace-1',
    'courier-1',
    'op-1',
    1,
    undefined,
  ]);
});

test('[SY23] tasks stand most urgent first: priority, then due, finished ones not at all', () => {
  const { put: write, find } = createWorkingSet();
  const task = (id: string, priority: number, dueAtMs: number, status = 'open') => write(put('task', { id, priority, dueAtMs, status }));
  task('t1', 0, 20);
  task('t2', 0, 10, 'claimed');
  task('t3', 5, 90);
  task('t4', 9, 1, 'done');
  expect(find.openTasks().map(({ id }) => id)).toEqual(['t3', 't2', 't1']);
});

test('[SY2] an overlay shows what was written over it in every lookup of the rules, and leaves below alone', () => {
  const working = createWorkingSet();
  working.put(stockWrite(1, 'bin-1'));
  working.put(stockWrite(2, 'bin-3'));
  working.put(order('o1', 'placed', 1));
  const overlay = createOverlayView(working.view);
  overlay.write([
    stockWrite(5, 'bin-2'),
    { kind: 'stock', id: stockId('bin-3'), row: null },
    stockWrite(7, 'bin-1'),
    order('o2', 'placed', 1),
    { kind: 'order', id: 'o1', row: null },
  ]);
  overlay.write([put('site', { id: 'site-1' })]);
  expect([
    overlay.view.stockOfSku('sku-1' as never).map(({ id, quantity }) => [id, quantity]),
    overlay.view.orderByChannelId('app', 'ch-o2')?.id,
    overlay.view.orderByChannelId('app', 'ch-o1'),
    overlay.view.site()?.id,
    working.view.stockOfSku('sku-1' as never).length,
    working.view.orderByChannelId('app', 'ch-o1')?.id,
    working.view.site(),
  ]).toEqual([
    [
      [stockId('bin-1'), 7],
      [stockId('bin-2'), 5],
    ],
    'o2',
    undefined,
    'site-1',
    2,
    'o1',
    undefined,
  ]);
});
