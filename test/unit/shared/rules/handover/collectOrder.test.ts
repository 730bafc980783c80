import { expect, test } from 'vitest';
import { bringTo, createRulesSite, orderIdsOf, ruleSku } from '#test/support/rulesSite.ts';

const { orderId, parcelId } = orderIdsOf('o1');

test('[HO14] collected with all bags: the goods leave the books and the order is delivered', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  world.must({ kind: 'collectOrder', payload: { orderId, parcelIds: [parcelId], isAgeChecked: false } });
  expect([world.get('order', 'o1').stage, world.get('parcel', parcelId), world.discrepancies(), world.violations()]).toMatchObject([
    'delivered',
    { status: 'delivered', contents: [], shelfCode: null },
    [],
    [],
  ]);
});

test('[HO14] goods with an age limit nobody checked are a discrepancy', () => {
  const world = createRulesSite((site) => site.put('sku', ruleSku('bread', { ageLimitYears: 18 })));
  bringTo(world, 'o1', 'packed');
  world.must({ kind: 'collectOrder', payload: { orderId, parcelIds: [parcelId], isAgeChecked: false } });
  expect([world.get('order', 'o1').stage, world.all('discrepancy').map((one) => one.detail.key)]).toEqual([
    'delivered',
    ['discrepancy.ageNotChecked'],
  ]);
});

test('[HO20] an order that left while customs had not cleared it is a discrepancy, however it left', () => {
  const world = createRulesSite();
  const { courierId } = orderIdsOf('o1');
  bringTo(world, 'o1', 'shelved');
  bringTo(world, 'o2', 'shelved');
  for (const name of ['o1', 'o2']) world.must({ kind: 'editOrder', payload: { orderId: orderIdsOf(name).orderId, customs: 'pending' } });
  world.must({ kind: 'collectOrder', payload: { orderId, parcelIds: [parcelId], isAgeChecked: false } });
  const other = orderIdsOf('o2');
  world.must({ kind: 'handOver', payload: { orderId: other.orderId, courierId, parcelIds: [other.parcelId] } });
  expect([world.all('discrepancy').map((one) => [one.orderId, one.detail.key]), world.violations()]).toEqual([
    [
      ['o1', 'discrepancy.customsPending'],
      ['o2', 'discrepancy.customsPending'],
    ],
    [],
  ]);
});
