import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Lot } from '#shared/model/stock/stock.ts';
import { lotMayLeave } from '#shared/rules/stock/lotMayLeave.ts';
import { bringTo, createRulesSite, orderIdsOf, pickDrafts, ruleSku } from '#test/support/rulesSite.ts';

const bread = asId<'sku'>('bread');
const b1 = asId<'bin'>('b1');
const breadRow = 'bread|b1|-|available';

test('[SK1] every move of an order from bin to door is in the ledger', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'delivered');
  expect(world.moves.map((move) => [move.from.kind, move.to.kind, move.quantity])).toEqual([
    ['bin', 'tote', 2],
    ['tote', 'parcel', 2],
    ['parcel', 'outside', 2],
  ]);
  expect(world.violations()).toEqual([]);
});

test('[SK2] received goods come from outside into the bin with their lot', () => {
  const world = createRulesSite();
  const lot = { id: asId<'lot'>('milk-3'), code: 'milk-3', expiresOn: '2026-03-25' };
  const { moves } = world.must({ kind: 'receiveStock', payload: { skuId: asId('milk'), binId: asId('b4'), quantity: 6, lot } });
  expect(moves).toMatchObject([
    { quantity: 6, from: { kind: 'outside', reason: 'received' }, to: { kind: 'bin', stockId: 'milk|b4|milk-3|available' } },
  ]);
  expect(world.get('lot', 'milk-3')).toMatchObject({ skuId: 'milk', status: 'released', expiresOn: '2026-03-25' });
});

test('[SK3] an expired lot is received as expired stock with a discrepancy', () => {
  const world = createRulesSite();
  const lot = { id: asId<'lot'>('milk-3'), code: 'milk-3', expiresOn: '2026-03-01' };
  world.must({ kind: 'receiveStock', payload: { skuId: asId('milk'), binId: asId('b4'), quantity: 6, lot } });
  expect([world.get('stock', 'milk|b4|milk-3|expired').quantity, world.discrepancies()]).toEqual([6, ['forbiddenLot']]);
});

test('[SK4] a count books the difference, and fewer than promised is a discrepancy', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'released');
  const payload = { skuId: bread, binId: b1, lotId: null, status: 'available', reason: 'count' } as const;
  const more = world.must({ kind: 'adjustStock', payload: { ...payload, countedQuantity: 23 } });
  expect(more.moves).toMatchObject([{ quantity: 3, from: { kind: 'outside', reason: 'adjusted' }, to: { kind: 'bin' } }]);
  expect(world.discrepancies()).toEqual([]);
  const fewer = world.must({ kind: 'adjustStock', payload: { ...payload, countedQuantity: 1 } });
  expect(fewer.moves).toMatchObject([{ quantity: 22, from: { kind: 'bin' }, to: { kind: 'outside', reason: 'adjusted' } }]);
  expect([world.get('stock', breadRow), world.discrepancies(), world.violations()]).toMatchObject([
    { quantity: 1, allocated: 2 },
    ['stockShort'],
    [],
  ]);
  expect(world.must({ kind: 'adjustStock', payload: { ...payload, countedQuantity: 1 } }).moves).toEqual([]);
});

describe('lotMayLeave', () => {
  const site = { timeZone: 'Asia/Shanghai' };
  const lot: Lot = { id: asId('l'), skuId: bread, code: 'l', expiresOn: '2026-03-05', receivedAtMs: 0, status: 'released' };
  const lastSecond = Date.UTC(2026, 2, 5, 15, 59, 59);

  test.each([
    ['at noon of its last day', Date.UTC(2026, 2, 5, 4), true],
    ['at 23:59:59 of its last day', lastSecond, true],
    ['at 00:00:00 of the day after', lastSecond + 1000, false],
  ])('[SK5] a lot that expires on 5 March %s in Shanghai: %s', (_name, atMs, mayLeave) => {
    expect(lotMayLeave(lot, ruleSku('x'), site, atMs)).toBe(mayLeave);
  });

  test('[SK5] the same instant is another day in another time zone', () => {
    expect(lotMayLeave(lot, ruleSku('x'), { timeZone: 'UTC' }, lastSecond + 1000)).toBe(true);
  });

  test.each([
    [3, true],
    [4, false],
  ])('[SK6] on 2 March it has three days left; a SKU that asks for %i: %s', (minRemainingLifeDays, mayLeave) => {
    expect(lotMayLeave(lot, ruleSku('x', { minRemainingLifeDays }), site, Date.UTC(2026, 2, 2, 2))).toBe(mayLeave);
  });

  test('[SK7] held, recalled and unknown lots stay; stock without lot or expiry goes', () => {
    const may = (candidate: Lot | null | undefined) =>
      lotMayLeave(candidate, ruleSku('x', { minRemainingLifeDays: 2 }), site, Date.UTC(2026, 2, 2));
    expect([
      may({ ...lot, status: 'held' }),
      may({ ...lot, status: 'recalled' }),
      may(undefined),
      may(null),
      may({ ...lot, expiresOn: null }),
    ]).toEqual([false, false, false, true, true]);
  });
});

test('[SK8] a pick of more than the books have makes the row negative', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking', { bread: 2 });
  world.must({
    kind: 'adjustStock',
    payload: { skuId: bread, binId: b1, lotId: null, status: 'available', countedQuantity: 0, reason: 'count' },
  });
  for (const draft of pickDrafts(world, 'o1')) world.must(draft);
  expect([world.get('stock', breadRow), world.discrepancies(), world.violations()]).toMatchObject([
    { quantity: -2, allocated: 0 },
    ['stockShort', 'stockShort'],
    [],
  ]);
});

test('[SK9] the promise rises with the release and falls with pick, short, undo and cancel', () => {
  const world = createRulesSite();
  const { taskId, orderId, toteCode } = orderIdsOf('o1');
  const promised = () => world.get('stock', breadRow).allocated;
  const seen: number[] = [promised()];
  bringTo(world, 'o1', 'picking', { bread: 4 });
  seen.push(promised());
  const ref = { taskId, orderId, lineNo: 1, stepNo: 1 };
  world.must({ kind: 'pickLine', payload: { ...ref, binId: b1, lotId: null, toteCode, quantity: 3, source: 'scan' } }, { id: 'pick' });
  seen.push(promised());
  world.must({ kind: 'undoPick', payload: { ...ref, commandId: asId('pick') } });
  seen.push(promised());
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } });
  seen.push(promised());
  expect([seen, world.violations()]).toEqual([[0, 4, 1, 4, 0], []]);
});

test('[SK10] an unknown SKU or bin changes nothing', () => {
  const world = createRulesSite();
  const before = world.all('stock');
  world.must({ kind: 'receiveStock', payload: { skuId: asId('nothing'), binId: b1, quantity: 1, lot: null } });
  world.must({
    kind: 'adjustStock',
    payload: { skuId: bread, binId: asId('nowhere'), lotId: null, status: 'available', countedQuantity: 1, reason: '' },
  });
  expect([world.all('stock'), world.moves, world.discrepancies()]).toEqual([before, [], ['unknownSubject', 'unknownSubject']]);
});
