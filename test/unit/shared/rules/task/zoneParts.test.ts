import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { missingPartsAt, zoneParams } from '#shared/rules/task/missingParts.ts';
import { bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import { createTestSite } from '#test/support/testSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, taskId } = orderIdsOf('o1');
const coldId = asId<'task'>(`${taskId}|zone-C`);

/** Bread and water lie in zone A, milk in zone C; orders with two lines or more are parted. */
function zonedSite(fromLines: number | null = 2): RulesWorld {
  return createRulesSite((world) => {
    const { site, zones } = createTestSite();
    world.put('site', { ...site, pickingPolicy: { ...defaultPickingPolicy, splitByZoneFromLines: fromLines } });
    for (const zone of zones) world.put('zone', zone);
    for (const id of ['b4', 'b5']) world.put('bin', { ...world.get('bin', id), zoneId: asId<'zone'>('zone-C') });
  });
}

/** Picks all of a part into a tote of its own and brings it. */
function bring(world: RulesWorld, part: typeof taskId, toteCode: string): void {
  const toteId = asId<'tote'>(toteCode);
  const send = (draft: CommandDraft) => world.must(draft, { operatorId: `picker-${toteCode}` });
  send({ kind: 'claimTask', payload: { taskId: part, isTakeover: false } });
  send({ kind: 'bindTote', payload: { taskId: part, orderId, toteId, toteCode } });
  for (const step of world.get('task', part).steps) {
    const { lineNo, stepNo, binId, lotId, quantity } = step;
    send({
      kind: 'pickLine',
      payload: { taskId: part, orderId, lineNo, stepNo, binId, lotId, toteCode, toteId, quantity, source: 'scan' },
    });
  }
  send({ kind: 'finishPicking', payload: { taskId: part } });
}

test('[TK9] an order with enough lines becomes a part for each zone, with the promises and step numbers it had', () => {
  const [whole, parted, short] = [zonedSite(null), zonedSite(), zonedSite(4)];
  for (const world of [whole, parted, short]) bringTo(world, 'o1', 'released', { bread: 2, milk: 1, water: 1 });
  const stepsOf = (world: RulesWorld) => world.all('task').flatMap((task) => task.steps.map((step) => [task.id, step.stepNo, step.skuId]));
  const promised = (world: RulesWorld) => world.all('stock').map((row) => [row.id, row.allocated]);
  expect(stepsOf(parted)).toEqual([
    [taskId, 1, 'bread'],
    [taskId, 2, 'water'],
    [coldId, 3, 'milk'],
  ]);
  expect(stepsOf(whole).map(([, ...step]) => step)).toEqual(stepsOf(parted).map(([, ...step]) => step));
  expect(promised(parted)).toEqual(promised(whole));
  expect(parted.get('order', orderId)).toMatchObject({ taskId, partTaskIds: [coldId] });
  expect(parted.get('task', coldId).temperatures).toEqual(['chilled']);
  expect(short.all('task').map(({ id }) => id)).toEqual([taskId]);
  expect([whole, parted].flatMap((world) => world.violations())).toEqual([]);
});

test('[TK10] the part brought first waits at packing; with the last one the order is picked', () => {
  for (const parts of [[taskId, coldId] as const, [coldId, taskId] as const]) {
    const world = zonedSite();
    bringTo(world, 'o1', 'released', { bread: 2, milk: 1 });
    bring(world, parts[0], 'T1');
    const missing = missingPartsAt(world.view, world.get('order', orderId));
    expect(missing.map(({ task, openSteps, pickerName }) => [task.id, openSteps, pickerName])).toEqual([[parts[1], 1, null]]);
    expect(zoneParams(missing).zonesZh).toBe(parts[1] === coldId ? 'C 区' : 'A 区');
    expect([world.get('order', orderId).stage, world.get('tote', 'T1').status]).toEqual(['picking', 'toPack']);
    bring(world, parts[1], 'T2');
    expect([world.get('order', orderId).stage, world.get('tote', 'T2').status]).toEqual(['picked', 'toPack']);
    expect(missingPartsAt(world.view, world.get('order', orderId))).toEqual([]);
    expect([world.discrepancies(), world.violations()]).toEqual([[], []]);
  }
});

test('[TK10] a part all picked whose tote is still on the way is waited for', () => {
  const world = zonedSite();
  bringTo(world, 'o1', 'released', { bread: 2, milk: 1 });
  const toteId = asId<'tote'>('T9');
  world.must({ kind: 'claimTask', payload: { taskId: coldId, isTakeover: false } }, { operatorId: 'cold' });
  world.must({ kind: 'bindTote', payload: { taskId: coldId, orderId, toteId, toteCode: 'T9' } }, { operatorId: 'cold' });
  const { lineNo, stepNo, binId, lotId, quantity } = world.get('task', coldId).steps[0]!;
  const pick = { taskId: coldId, orderId, lineNo, stepNo, binId, lotId, toteCode: 'T9', toteId, quantity, source: 'scan' } as const;
  world.must({ kind: 'pickLine', payload: pick }, { operatorId: 'cold' });
  bring(world, taskId, 'T1');
  expect(world.get('order', orderId).stage).toBe('picking');
  world.must({ kind: 'finishPicking', payload: { taskId: coldId } }, { operatorId: 'cold' });
  expect([world.get('order', orderId).stage, world.discrepancies()]).toEqual(['picked', []]);
});

test('[TK11] a cancelled order leaves every part, and promises nothing any more', () => {
  const world = zonedSite();
  bringTo(world, 'o1', 'released', { bread: 2, milk: 1 });
  world.must({ kind: 'claimTask', payload: { taskId: coldId, isTakeover: false } });
  world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } });
  expect([taskId, coldId].map((id) => world.get('task', id).status)).toEqual(['cancelled', 'cancelled']);
  expect(world.all('stock').every((row) => row.allocated === 0)).toBe(true);
});

test('[TK11] two parts on one trolley are one task again, and facts about the part that joined count there', () => {
  const world = zonedSite();
  bringTo(world, 'o1', 'released', { bread: 2, milk: 1 });
  const step = world.get('task', coldId).steps[0]!;
  world.must({ kind: 'joinTask', payload: { taskId, fromTaskIds: [coldId] } });
  const { partTaskIds, ...order } = world.get('order', orderId);
  expect([order.taskId, partTaskIds, world.get('task', taskId).orderIds]).toEqual([taskId, undefined, [orderId]]);
  const toteId = asId<'tote'>('T1');
  world.must({ kind: 'claimTask', payload: { taskId, isTakeover: false } });
  world.must({ kind: 'bindTote', payload: { taskId, orderId, toteId, toteCode: 'T1' } });
  const { lineNo, stepNo, binId, lotId, quantity } = step;
  const pick = { taskId: coldId, orderId, lineNo, stepNo, binId, lotId, toteCode: 'T1', toteId, quantity, source: 'scan' } as const;
  world.must({ kind: 'pickLine', payload: pick });
  expect(world.get('task', taskId).steps.map(({ skuId, status }) => [skuId, status])).toEqual([
    ['bread', 'open'],
    ['milk', 'picked'],
  ]);
  expect([world.discrepancies(), world.violations()]).toEqual([[], []]);
});
