import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import { leaseMs } from '#shared/rules/task/renewLease.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { addLot, addStock, bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, taskId, toteId, toteCode } = orderIdsOf('o1');
const claim = (isTakeover = false) => ({ kind: 'claimTask', payload: { taskId, isTakeover } }) as const;

/** Picks from a step of o1's task; fields as given. */
function pick(world: RulesWorld, fields: Partial<PayloadOf<'pickLine'>>, id = 'pick') {
  const stepNo = fields.stepNo ?? 1;
  const step = world.get('task', taskId).steps.find((candidate) => candidate.stepNo === stepNo);
  if (step === undefined) throw new Error('no step');
  const payload = {
    taskId,
    orderId,
    lineNo: step.lineNo,
    stepNo,
    binId: step.binId,
    lotId: step.lotId,
    toteCode,
    quantity: step.quantity,
    source: 'scan',
  } as const;
  return world.must({ kind: 'pickLine', payload: { ...payload, ...fields } }, { id });
}

const undo = (commandId = 'pick') =>
  ({ kind: 'undoPick', payload: { taskId, orderId, lineNo: 1, stepNo: 1, commandId: asId<'command'>(commandId) } }) as const;
const lineOf = (world: RulesWorld, index = 0) => world.get('order', 'o1').lines[index];
const stepOf = (world: RulesWorld, stepNo = 1) => world.get('task', taskId).steps.find((step) => step.stepNo === stepNo);

function pickingSite(wants: Readonly<Record<string, number>>, seed?: (world: RulesWorld) => void): RulesWorld {
  const world = createRulesSite(seed);
  bringTo(world, 'o1', 'picking', wants);
  return world;
}

describe('claims', () => {
  test('[PK1] a claim is a lease; the own claim and a pick keep it alive', () => {
    const world = pickingSite({ bread: 2 });
    const untils = [world.get('task', taskId).holder?.untilMs];
    world.nowMs += 60_000;
    world.must(claim());
    untils.push(world.get('task', taskId).holder?.untilMs);
    world.nowMs += 60_000;
    pick(world, { quantity: 1 });
    untils.push(world.get('task', taskId).holder?.untilMs);
    expect(untils).toEqual([0, 1, 2].map((minutes) => testStartMs + minutes * 60_000 + leaseMs));
    expect(world.get('task', taskId).holder?.sinceMs).toBe(testStartMs);
  });

  test('[PK2] another operator is refused until the lease is over, or takes over on purpose', () => {
    const world = pickingSite({ bread: 2 });
    const by = { operatorId: 'op2', stationId: 'st2' };
    expect(world.send(claim(), by)).toMatchObject({ ok: false, error: { code: 'TASK_HELD_BY_ANOTHER', params: { operatorId: 'op1' } } });
    world.nowMs += leaseMs;
    world.must(claim(), by);
    world.must(claim(true));
    expect(world.get('task', taskId).holder).toMatchObject({ operatorId: 'op1', stationId: 'st1' });
    expect(world.send(claim(), { operatorId: null })).toMatchObject({ ok: false, error: { code: 'NOT_PERMITTED' } });
  });

  test('[PK3] a finished task is not claimed', () => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'picked');
    expect(world.send(claim())).toMatchObject({ ok: false, error: { code: 'TASK_FINISHED' } });
  });

  test('[PK22] only the holder puts a task back', () => {
    const world = pickingSite({ bread: 2 });
    const release = { kind: 'releaseTask', payload: { taskId } } as const;
    world.must(release, { operatorId: 'op2', stationId: 'st2' });
    expect([world.get('task', taskId).status, world.discrepancies()]).toEqual(['claimed', ['lateFact']]);
    world.must(release);
    expect(world.get('task', taskId)).toMatchObject({ status: 'open', holder: null });
  });
});

test('[PK4] a pick moves goods and counts for line, step and promise', () => {
  const world = pickingSite({ bread: 3 });
  pick(world, { quantity: 2 });
  expect([lineOf(world)?.pickedQuantity, stepOf(world)?.status, world.get('stock', 'bread|b1|-|available')]).toMatchObject([
    2,
    'open',
    { quantity: 18, allocated: 1 },
  ]);
  pick(world, { quantity: 1 }, 'pick2');
  expect([lineOf(world)?.pickedQuantity, stepOf(world)?.status, world.get('tote', toteId).contents]).toMatchObject([
    3,
    'picked',
    [{ quantity: 3, lotId: null }],
  ]);
  expect(world.discrepancies()).toEqual([]);
});

test('[PK5] the scanned lot and bin win', () => {
  const world = pickingSite({ milk: 2 });
  expect(stepOf(world)?.lotId).toBe('milk-old');
  pick(world, { binId: asId('b5'), lotId: asId('milk-new') });
  expect([
    world.get('tote', toteId).contents,
    world.get('stock', 'milk|b4|milk-old|available'),
    world.get('stock', 'milk|b5|milk-new|available'),
  ]).toMatchObject([[{ lotId: 'milk-new', quantity: 2 }], { quantity: 3, allocated: 0 }, { quantity: 8, allocated: 0 }]);
  expect([lineOf(world)?.pickedQuantity, world.discrepancies()]).toEqual([2, []]);
});

test('[PK6] both pickers are believed, the line is finished once, the second goods go back', () => {
  const world = pickingSite({ bread: 2, water: 1 });
  pick(world, {});
  pick(world, { toteId: asId('tote-2'), toteCode: 'tote-2' }, 'again');
  expect([lineOf(world)?.pickedQuantity, stepOf(world)?.pickedQuantity, world.get('stock', 'bread|b1|-|available').quantity]).toEqual([
    2, 2, 16,
  ]);
  expect(world.discrepancies()).toEqual(['doubleWork']);
  expect(world.get('task', 'again-return')).toMatchObject({
    kind: 'returnToShelf',
    steps: [{ skuId: 'bread', binId: 'b1', quantity: 2, goodsAt: { kind: 'tote', toteId: 'tote-2' } }],
  });
  world.must({ kind: 'returnStep', payload: { taskId: asId('again-return'), stepNo: 1, binId: asId('b1'), quantity: 2 } });
  expect([world.get('stock', 'bread|b1|-|available').quantity, world.get('tote', 'tote-2').contents, world.violations()]).toEqual([
    18,
    [],
    [],
  ]);
});

test('[PK7] too many are taken: what was asked counts, the rest goes back', () => {
  const world = pickingSite({ bread: 2 });
  pick(world, { quantity: 5 });
  expect([
    lineOf(world)?.pickedQuantity,
    stepOf(world)?.status,
    world.get('task', 'pick-return').steps[0]?.quantity,
    world.discrepancies(),
  ]).toEqual([2, 'picked', 3, ['overPicked']]);
});

test.each(['held', 'recalled'] as const)('[PK8] goods of a %s lot are in the tote but not in the line', (status) => {
  const world = pickingSite({ milk: 1 }, (w) => {
    addLot(w, 'milk-bad', 'milk', '2026-04-01', status);
    addStock(w, 'milk', 'b4', 5, 'milk-bad');
  });
  pick(world, { lotId: asId('milk-bad') });
  expect([lineOf(world)?.pickedQuantity, stepOf(world)?.status, world.discrepancies()]).toEqual([0, 'open', ['forbiddenLot']]);
  expect(world.get('task', 'pick-return').steps).toMatchObject([{ lotId: 'milk-bad', quantity: 1 }]);
});

test('[PK8] a lot the release chose stays good over midnight, until it expires', () => {
  const counted = (days: number) => {
    const world = pickingSite({ milk: 1 });
    world.nowMs += days * 86_400_000;
    pick(world, {});
    return lineOf(world)?.pickedQuantity;
  };
  expect([counted(2), counted(3), counted(4)]).toEqual([1, 1, 0]);
});

test('[PK8] goods from a blocked stock row are not counted', () => {
  const world = pickingSite({ bread: 1 }, (w) => addStock(w, 'bread', 'b5', 5, null, 'damaged'));
  pick(world, { binId: asId('b5') });
  expect([lineOf(world)?.pickedQuantity, world.get('stock', 'bread|b5|-|damaged').quantity, world.discrepancies()]).toEqual([
    0,
    4,
    ['forbiddenLot'],
  ]);
});

describe('weighed goods', () => {
  test.each([
    [460, 460, 'picked', 0],
    [540, 540, 'picked', 0],
    [300, 300, 'open', 0],
    [900, 500, 'picked', 400],
  ])('[PK9] 500 g asked, %i g on the scale: %i g count, the step is %s, %i g go back', (grams, counted, status, returned) => {
    const world = pickingSite({ apples: 500 });
    pick(world, { quantity: grams, source: 'scale' });
    expect([lineOf(world)?.pickedQuantity, stepOf(world)?.status, world.view.get('task', 'pick-return')?.steps[0]?.quantity ?? 0]).toEqual([
      counted,
      status,
      returned,
    ]);
    expect(world.violations()).toEqual([]);
  });
});

describe('undo', () => {
  test('[PK10] undo reverts the pick it names, and only once', () => {
    const world = pickingSite({ bread: 3 });
    const before = [world.get('stock', 'bread|b1|-|available'), lineOf(world)];
    pick(world, { quantity: 3 });
    world.must(undo());
    expect([world.get('stock', 'bread|b1|-|available'), lineOf(world), stepOf(world)?.status, world.get('tote', toteId).contents]).toEqual([
      ...before,
      'open',
      [],
    ]);
    const again = world.must(undo());
    expect([again.moves, world.discrepancies()]).toEqual([[], ['lateFact']]);
  });

  test('[PK10] undo of a pick with surplus drops its return task', () => {
    const world = pickingSite({ bread: 2 });
    pick(world, { quantity: 5 });
    world.must(undo());
    expect([world.get('task', 'pick-return').status, world.get('stock', 'bread|b1|-|available').quantity, world.violations()]).toEqual([
      'cancelled',
      20,
      [],
    ]);
  });

  test('[PK11] packed goods are not undone', () => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'packed');
    const commandId = stepOf(world)?.picks?.[0]?.commandId ?? '';
    expect([world.must(undo(commandId)).moves, world.discrepancies()]).toEqual([[], ['stageMismatch']]);
  });

  test('[PK21] after picking was finished the undone part is short', () => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'picked', { bread: 2, water: 1 });
    world.must(undo(stepOf(world)?.picks?.[0]?.commandId));
    expect([lineOf(world), stepOf(world)?.status, world.discrepancies()]).toMatchObject([
      { pickedQuantity: 0, shortQuantity: 2 },
      'short',
      ['lateFact'],
    ]);
  });
});

test('[PK14] a skipped step goes to the end and keeps its number', () => {
  const world = pickingSite({ bread: 1, water: 1, apples: 300 });
  world.must({ kind: 'skipStep', payload: { taskId, stepNo: 1 } });
  expect(world.get('task', taskId).steps.map((step) => step.stepNo)).toEqual([2, 3, 1]);
});

test('[PK15] finishing with open steps is a discrepancy, with none the order is picked', () => {
  const world = pickingSite({ bread: 1, water: 1 });
  const finish = { kind: 'finishPicking', payload: { taskId } } as const;
  pick(world, {});
  world.must(finish);
  expect([world.get('order', 'o1').stage, world.discrepancies()]).toEqual(['picking', ['stageMismatch']]);
  world.must({ kind: 'shortLine', payload: { taskId, orderId, lineNo: 2, stepNo: 2, reason: 'notFound' } });
  world.must(finish);
  expect([world.get('order', 'o1').stage, world.get('task', taskId), world.get('tote', toteId).status]).toMatchObject([
    'picked',
    { status: 'done', holder: null },
    'toPack',
  ]);
});

test('[PK17] an unknown tote is booked as a stray tote', () => {
  const world = pickingSite({ bread: 2 });
  pick(world, { toteCode: 'T-nobody-knows' });
  expect([world.get('tote', 'stray|o1|T-nobody-knows'), lineOf(world)?.pickedQuantity, world.discrepancies()]).toMatchObject([
    { orderId, contents: [{ quantity: 2 }] },
    2,
    ['unknownSubject'],
  ]);
});
