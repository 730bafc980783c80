import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { addStock, bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const minuteMs = 60_000;
const [one, two, three] = [orderIdsOf('o1'), orderIdsOf('o2'), orderIdsOf('o3')];
const newTaskId = asId<'task'>('pulled');

const join = (into = one.taskId, ...from: (typeof one.taskId)[]) =>
  ({ kind: 'joinTask', payload: { taskId: into, fromTaskIds: from } }) as const;
const pull = (orderId = two.orderId) => ({ kind: 'pullOrder', payload: { taskId: one.taskId, orderId, newTaskId } }) as const;
const codeOf = (world: RulesWorld, draft: CommandDraft, operatorId = 'op1') => {
  const result = world.send(draft, { operatorId });
  return result.ok ? 'granted' : result.error.code;
};

/** Three released orders with a task each. */
function threeTasks(): RulesWorld {
  const world = createRulesSite((empty) => addStock(empty, 'bread', 'b4', 5));
  bringTo(world, 'o1', 'released', { bread: 2, milk: 1 });
  bringTo(world, 'o2', 'released', { milk: 2, water: 1 });
  bringTo(world, 'o3', 'released', { dumplings: 1 });
  return world;
}

function allocatedOf(world: RulesWorld): unknown {
  return world.all('stock').map((row) => [row.id, row.allocated]);
}

const pickOf = (world: RulesWorld, names: typeof one, taskId: typeof one.taskId, stepNo: number, binOf = taskId): CommandDraft => {
  const step = world.get('task', binOf).steps.find((candidate) => candidate.orderId === names.orderId);
  if (step === undefined) throw new Error('no step');
  const { lineNo, binId, lotId, quantity } = step;
  return {
    kind: 'pickLine',
    payload: {
      taskId,
      orderId: names.orderId,
      lineNo,
      stepNo,
      binId,
      lotId,
      toteCode: names.toteCode,
      toteId: names.toteId,
      quantity,
      source: 'scan',
    },
  };
};

test('[TK1] joined tasks share a trolley: places, steps and promises', () => {
  const world = threeTasks();
  const before = allocatedOf(world);
  world.must(join(one.taskId, two.taskId, three.taskId));
  const task = world.get('task', one.taskId);
  expect({
    orderIds: task.orderIds,
    places: task.placeByOrder,
    steps: task.steps.map((step) => [step.stepNo, step.orderId, step.skuId]),
    temperatures: task.temperatures,
    taskIds: ['o1', 'o2', 'o3'].map((id) => world.get('order', id).taskId),
    others: [two, three].map(({ taskId }) => world.get('task', taskId)).map(({ status, joinedInto }) => [status, joinedInto]),
    allocated: allocatedOf(world),
    violations: world.violations(),
  }).toEqual({
    orderIds: ['o1', 'o2', 'o3'],
    places: { o1: 1, o2: 2, o3: 3 },
    steps: [
      [1, 'o1', 'bread'],
      [2, 'o1', 'milk'],
      [3, 'o2', 'water'],
      [4, 'o2', 'milk'],
      [5, 'o3', 'dumplings'],
    ],
    temperatures: ['ambient', 'chilled', 'frozen'],
    taskIds: [one.taskId, one.taskId, one.taskId],
    others: [
      ['cancelled', { taskId: one.taskId, stepOffset: 2 }],
      ['cancelled', { taskId: one.taskId, stepOffset: 4 }],
    ],
    allocated: before,
    violations: [],
  });
});

test('[TK2] what is held, begun, finished or too much is not joined', () => {
  const claimed = threeTasks();
  claimed.must({ kind: 'claimTask', payload: { taskId: two.taskId, isTakeover: false } });
  const begun = threeTasks();
  begun.must({ kind: 'bindTote', payload: { taskId: two.taskId, orderId: two.orderId, toteId: two.toteId, toteCode: two.toteCode } });
  const finished = threeTasks();
  finished.must({ kind: 'cancelOrder', payload: { orderId: two.orderId, reason: 'customer' } });
  const small = threeTasks();
  const trolley = { ...defaultPickingPolicy.trolley, orders: 2 };
  small.must({ kind: 'setPickingPolicy', payload: { policy: { ...defaultPickingPolicy, trolley } } });
  const plain = threeTasks();
  expect([
    codeOf(claimed, join(one.taskId, two.taskId)),
    codeOf(begun, join(one.taskId, two.taskId)),
    codeOf(finished, join(one.taskId, two.taskId)),
    codeOf(finished, join(two.taskId, one.taskId)),
    codeOf(small, join(one.taskId, two.taskId, three.taskId)),
    codeOf(small, join(one.taskId, two.taskId)),
    codeOf(plain, join(one.taskId, one.taskId)),
    codeOf(plain, join(one.taskId, asId('nothing'))),
  ]).toEqual([
    'TASK_HELD_BY_ANOTHER',
    'TASK_BEGUN',
    'TASK_FINISHED',
    'TASK_FINISHED',
    'TROLLEY_FULL',
    'granted',
    'TASK_FINISHED',
    'UNKNOWN_TASK',
  ]);
});

test('[TK3] a new order joins a trolley under way', () => {
  const world = threeTasks();
  world.must({ kind: 'claimTask', payload: { taskId: one.taskId, isTakeover: false } });
  world.must(join(one.taskId, three.taskId));
  const { holder, placeByOrder, orderIds } = world.get('task', one.taskId);
  expect([holder?.operatorId, placeByOrder, orderIds, world.get('order', 'o3').stage, world.violations()]).toEqual([
    'op1',
    { o1: 1, o3: 2 },
    ['o1', 'o3'],
    'picking',
    [],
  ]);
});

test('[TK4] what a station away from the others picked for a joined task counts', () => {
  const world = threeTasks();
  world.must(join(two.taskId, three.taskId));
  world.must(join(one.taskId, two.taskId));
  const { orderId, taskId, toteId, toteCode } = three;
  world.must({ kind: 'bindTote', payload: { taskId, orderId, toteId, toteCode } });
  world.must(pickOf(world, three, taskId, 1, one.taskId));
  world.must({ kind: 'shortLine', payload: { taskId: two.taskId, orderId: two.orderId, lineNo: 2, stepNo: 1, reason: 'damaged' } });
  world.must({ kind: 'skipStep', payload: { taskId: two.taskId, stepNo: 2 } });
  world.must({ kind: 'finishPicking', payload: { taskId } });
  const task = world.get('task', one.taskId);
  expect({
    steps: task.steps.map((step) => [step.stepNo, step.orderId, step.status, step.isSkipped ?? false]),
    tote: task.toteByOrder,
    picked: world.get('order', 'o3').lines[0]?.pickedQuantity,
    stage: world.get('order', 'o3').stage,
    isTwice: world.all('discrepancy').some((found) => found.kind === 'doubleWork'),
    violations: world.violations(),
  }).toEqual({
    steps: [
      [1, 'o1', 'open', false],
      [2, 'o1', 'open', false],
      [3, 'o2', 'short', false],
      [5, 'o3', 'picked', false],
      [4, 'o2', 'open', true],
    ],
    tote: { o3: three.toteCode },
    picked: 1,
    stage: 'picked',
    isTwice: false,
    violations: [],
  });
});

test('[TK5] an order that will be late is pulled out of its trolley', () => {
  const world = threeTasks();
  world.must(join(one.taskId, two.taskId, three.taskId));
  world.must({ kind: 'claimTask', payload: { taskId: one.taskId, isTakeover: false } });
  world.must(pull());
  const [task, pulled] = [world.get('task', one.taskId), world.get('task', newTaskId)];
  world.must({ kind: 'claimTask', payload: { taskId: newTaskId, isTakeover: false } });
  world.must(pickOf(world, two, one.taskId, 3, newTaskId));
  expect({
    left: [task.orderIds, task.placeByOrder, task.steps.map((step) => step.stepNo), task.temperatures],
    pulled: [pulled.orderIds, pulled.status, pulled.holder, pulled.placeByOrder, pulled.steps.map((step) => step.stepNo), pulled.dueAtMs],
    taskId: world.get('order', 'o2').taskId,
    counted: world.get('task', newTaskId).steps.map((step) => step.status),
    violations: world.violations(),
  }).toEqual({
    left: [['o1', 'o3'], { o1: 1, o3: 3 }, [1, 2, 5], ['ambient', 'chilled', 'frozen']],
    pulled: [['o2'], 'open', null, undefined, [3, 4], world.get('task', one.taskId).dueAtMs],
    taskId: newTaskId,
    counted: ['picked', 'open'],
    violations: [],
  });
});

test('[TK6] an order that is begun or alone stays', () => {
  const begun = threeTasks();
  begun.must(join(one.taskId, two.taskId));
  begun.must({ kind: 'bindTote', payload: { taskId: one.taskId, orderId: two.orderId, toteId: two.toteId, toteCode: two.toteCode } });
  const alone = threeTasks();
  expect([codeOf(begun, pull()), codeOf(alone, pull(one.orderId)), codeOf(alone, pull(two.orderId))]).toEqual([
    'TASK_BEGUN',
    'ALREADY_DONE',
    'UNKNOWN_ORDER',
  ]);
});

test('[TK7] a planned walking order', () => {
  const world = threeTasks();
  world.must(join(one.taskId, two.taskId));
  world.must({ kind: 'shortLine', payload: { taskId: one.taskId, orderId: one.orderId, lineNo: 2, stepNo: 2, reason: 'damaged' } });
  world.must({ kind: 'arrangeTask', payload: { taskId: one.taskId, stepNos: [4, 99, 2, 1] } });
  const arranged = world.get('task', one.taskId).steps.map((step) => step.stepNo);
  world.must({ kind: 'arrangeTask', payload: { taskId: two.taskId, stepNos: [2, 1] } });
  world.must({ kind: 'arrangeTask', payload: { taskId: asId('nothing'), stepNos: [1] } });
  expect([arranged, world.get('task', two.taskId).steps.map((step) => step.stepNo), world.violations()]).toEqual([
    // The short milk is taken from its other bin, as step 5.
    [2, 4, 1, 3, 5],
    [1, 2],
    [],
  ]);
});

test('[TK8] the policy is the site’s own', () => {
  const world = threeTasks();
  for (const [id, role] of [
    ['chief', 'supervisor'],
    ['op1', 'picker'],
  ] as const) {
    world.put('operator', {
      id: asId<'operator'>(id),
      badgeCode: id,
      name: id,
      roles: [role],
      pinHash: 'x',
      validUntilMs: world.nowMs + minuteMs,
      locale: 'zh-CN',
    } as never);
  }
  const draft = { kind: 'setPickingPolicy', payload: { policy: { ...defaultPickingPolicy, picking: 'single' } } } as const;
  const codes = [codeOf(world, draft, 'op1'), codeOf(world, draft, 'chief')];
  expect([codes, world.view.site()?.pickingPolicy?.picking]).toEqual([['NOT_PERMITTED', 'granted'], 'single']);
});
