import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { bringTo, createRulesSite, orderIdsOf, pickDrafts } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, toteId, toteCode, parcelId } = orderIdsOf('o1');

function pickingSite(wants: Readonly<Record<string, number>>): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking', wants);
  return world;
}

test('[PK16] returned goods go to the bin, with the last step the task is done and tote and bag are free', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'packing', { bread: 2, water: 1 });
  world.must({ kind: 'packItem', payload: { orderId, lineNo: 1, parcelId, toteId, quantity: 2 } });
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } }, { id: 'cancel' });
  const returnTaskId = asId<'task'>('cancel-return');
  for (const step of world.get('task', returnTaskId).steps) {
    world.must({ kind: 'returnStep', payload: { taskId: returnTaskId, stepNo: step.stepNo, binId: step.binId, quantity: step.quantity } });
  }
  expect([world.get('task', returnTaskId).status, world.get('tote', toteId).status, world.get('parcel', parcelId).status]).toEqual([
    'done',
    'empty',
    'voided',
  ]);
  expect([world.get('stock', 'bread|b1|-|available').quantity, world.discrepancies(), world.violations()]).toEqual([20, [], []]);
});

test('[PK18] a pick for a cancelled order is booked and goes back', () => {
  const world = pickingSite({ bread: 2 });
  const draft = pickDrafts(world, 'o1')[0];
  if (draft === undefined) throw new Error('no pick');
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } });
  world.must(draft, { id: 'late' });
  expect([
    world.get('tote', toteId).contents.length,
    world.get('task', 'late-return').steps.length,
    world.discrepancies(),
    world.violations(),
  ]).toEqual([1, 1, ['lateFact'], []]);
});

test('[PK23] a tote in use for another order is a discrepancy', () => {
  const world = pickingSite({ bread: 2 });
  bringTo(world, 'o2', 'released');
  const second = orderIdsOf('o2');
  world.must({ kind: 'claimTask', payload: { taskId: second.taskId, isTakeover: false } });
  world.must({ kind: 'bindTote', payload: { taskId: second.taskId, orderId: second.orderId, toteId, toteCode } });
  expect([world.discrepancies(), world.get('tote', toteId).orderId, world.get('order', 'o2').toteIds]).toEqual([
    ['doubleWork'],
    'o2',
    [toteId],
  ]);
});
