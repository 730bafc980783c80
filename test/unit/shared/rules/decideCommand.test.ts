import { expect, test } from 'vitest';
import { bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';

test('an order goes from placed to delivered, and the books hold at the end', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'delivered', { bread: 2, milk: 5, apples: 500, dumplings: 1 });
  const { orderId, courierId, tripId, toteId, parcelId } = orderIdsOf('o1');
  expect(world.violations()).toEqual([]);
  expect(world.discrepancies()).toEqual([]);
  const order = world.get('order', orderId);
  expect(order.timeline.map((entry) => entry.stage)).toEqual([
    'placed',
    'accepted',
    'released',
    'picking',
    'picked',
    'packing',
    'packed',
    'shelved',
    'handedOver',
    'delivered',
  ]);
  expect(order.lines.map((line) => [line.pickedQuantity, line.packedQuantity, line.shortQuantity])).toEqual([
    [2, 2, 0],
    [5, 5, 0],
    [500, 500, 0],
    [1, 1, 0],
  ]);
  expect(world.get('courier', courierId)).toMatchObject({ status: 'returning', tripId: null, deliveredToday: 1 });
  expect(world.get('trip', tripId)).toMatchObject({ status: 'done' });
  expect(world.get('tote', toteId)).toMatchObject({ status: 'empty', orderId: null, contents: [] });
  expect(world.get('parcel', parcelId)).toMatchObject({ status: 'delivered', contents: [], labelPrints: 1, weightGrams: 1000 });
});

test('the same command on the same records gives the same decision', () => {
  const decide = () => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'accepted', { bread: 2, milk: 5 });
    return world.must({ kind: 'releaseOrder', payload: { orderId: orderIdsOf('o1').orderId, taskId: orderIdsOf('o1').taskId } });
  };
  expect(decide()).toEqual(decide());
});
