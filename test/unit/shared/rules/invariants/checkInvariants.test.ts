import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { type Books, checkInvariants } from '#shared/rules/invariants/checkInvariants.ts';
import { bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, parcelId, toteId, taskId } = orderIdsOf('o1');

function brokenBy(breakIt: (world: RulesWorld) => void | Partial<Books>): string[] {
  const world = createRulesSite();
  bringTo(world, 'o1', 'packing', { bread: 2, milk: 1 });
  world.must({ kind: 'packItem', payload: { orderId, lineNo: 1, parcelId, toteId, quantity: 1 } });
  bringTo(world, 'o2', 'released');
  const changed = breakIt(world) ?? {};
  return [...new Set(checkInvariants({ ...world.books(), ...changed }).map((violation) => violation.rule))];
}

test('[SK12] true books have no violation', () => {
  expect(brokenBy(() => {})).toEqual([]);
});

test.each<[string, (world: RulesWorld) => void | Partial<Books>]>([
  ['binEqualsLedger', (w) => w.put('stock', { ...w.get('stock', 'water|b2|-|available'), quantity: 19 })],
  ['toteEqualsLedger', (w) => w.put('tote', { ...w.get('tote', toteId), contents: [] })],
  ['parcelEqualsLedger', (w) => w.put('parcel', { ...w.get('parcel', parcelId), contents: [] })],
  ['allocatedEqualsOpenSteps', (w) => w.put('stock', { ...w.get('stock', 'bread|b1|-|available'), allocated: 0 })],
  ['packedWithinPicked', (w) => changeLine(w, { packedQuantity: 3 })],
  ['pickedWithinOrdered', (w) => changeLine(w, { pickedQuantity: 3 })],
  ['timelineMonotone', (w) => w.put('order', { ...w.get('order', 'o1'), timeline: w.get('order', 'o1').timeline.toReversed() })],
  ['oneOrderPerChannelId', (w) => w.put('order', { ...w.get('order', 'o1'), id: asId<'order'>('twin') })],
  ['factNeverRefused', () => ({ commandResults: [{ commandId: 'c', isFact: true, outcome: 'refused' }] })],
  ['commandOnce', () => ({ commandResults: [1, 2].map(() => ({ commandId: 'c', isFact: true, outcome: 'applied' as const })) })],
])('[SK12] %s is found', (rule, breakIt) => {
  expect(brokenBy(breakIt)).toEqual([rule]);
});

test('[SK12] goods that left after their last day without anybody being told are found', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'delivered', { milk: 1 });
  world.put('lot', { ...world.get('lot', 'milk-old'), expiresOn: '2026-03-01' });
  expect(world.violations().map((violation) => violation.rule)).toEqual(['noForbiddenLotLeft']);
});

test('[SK12] steps on a row that is missing are found', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'released');
  const task = world.get('task', taskId);
  world.put('task', { ...task, steps: task.steps.map((step) => ({ ...step, binId: asId<'bin'>('nowhere') })) });
  expect(world.violations().map((violation) => violation.rule)).toEqual(['allocatedEqualsOpenSteps', 'allocatedEqualsOpenSteps']);
});

function changeLine(world: RulesWorld, fields: { packedQuantity?: number; pickedQuantity?: number }): void {
  const order = world.get('order', 'o1');
  world.put('order', { ...order, lines: order.lines.map((line, index) => (index === 0 ? { ...line, ...fields } : line)) });
}
