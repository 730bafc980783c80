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
