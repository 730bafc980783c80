import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { leaseMs } from '#shared/rules/task/renewLease.ts';
import { bringTo, createRulesSite, orderIdsOf, pickDrafts } from '#test/support/rulesSite.ts';
import { outcomeOf, parseTable } from '#test/support/rulesTable.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { taskId, orderId, toteCode } = orderIdsOf('o1');
const states = ['open', 'own', 'others', 'expired', 'done', 'cancelled', 'return'] as const;
type State = (typeof states)[number];

function siteWithTask(state: State): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', state === 'open' ? 'released' : state === 'done' || state === 'return' ? 'picked' : 'picking', {
    bread: 2,
    water: 1,
  });
  if (state === 'others' || state === 'expired')
    world.must({ kind: 'claimTask', payload: { taskId, isTakeover: true } }, { operatorId: 'op2', stationId: 'st2' });
  if (state === 'expired') world.nowMs += leaseMs;
  if (state === 'cancelled' || state === 'return')
    world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } }, { id: 'cancel' });
  return world;
}

function commandsFor(world: RulesWorld, state: State): CommandDraft[] {
  const id = state === 'return' ? asId<'task'>('cancel-return') : taskId;
  const step = world.get('task', id).steps[0];
  const ref = { taskId: id, orderId, lineNo: 1, stepNo: 1 };
  const commandId = world.view.get('task', taskId)?.steps[0]?.picks?.[0]?.commandId ?? asId<'command'>('none');
  const open = pickDrafts(world, 'o1')[0];
  const pick: CommandDraft = {
    kind: 'pickLine',
    payload: { ...ref, binId: step?.binId ?? asId('b1'), lotId: null, toteCode, quantity: 2, source: 'scan' },
  };
  return [
    { kind: 'claimTask', payload: { taskId: id, isTakeover: false } },
    { kind: 'releaseTask', payload: { taskId: id } },
    state === 'open' || open === undefined ? pick : open,
    { kind: 'undoPick', payload: { ...ref, commandId } },
    { kind: 'shortLine', payload: { ...ref, reason: 'notFound' } },
    { kind: 'skipStep', payload: { taskId: id, stepNo: 1 } },
    { kind: 'finishPicking', payload: { taskId: id } },
    { kind: 'returnStep', payload: { taskId: id, stepNo: 1, binId: asId('b1'), quantity: 2 } },
  ];
}

const stateOf = (world: RulesWorld) => {
  const task = world.view.get('task', 'cancel-return') ?? world.get('task', taskId);
  return `${task.status}${task.holder === null ? '' : `(${task.holder.operatorId})`}`;
};

/** Columns: open, held by the sender, held by another, held by another whose lease is over, done, cancelled, a return task. */
const approved = `
claimTask     | >claimed(op1)                  | =                | TASK_HELD_BY_ANOTHER | >claimed(op1)    | TASK_FINISHED    | TASK_FINISHED    | >claimed(op1)
releaseTask   | =                              | >open            | = lateFact           | = lateFact       | =                | =                | =
pickLine      | = stageMismatch unknownSubject | =                | =                    | =                | = lateFact       | = lateFact       | = unknownSubject lateFact
undoPick      | = lateFact                     | = lateFact       | = lateFact           | = lateFact       | = lateFact       | = lateFact       | = lateFact
shortLine     | = stageMismatch stockShort     | = stockShort     | = stockShort         | = stockShort     | = lateFact       | = lateFact       | = unknownSubject
skipStep      | =                              | =                | =                    | =                | = doubleWork     | = doubleWork     | =
finishPicking | = stageMismatch                | = stageMismatch  | = stageMismatch      | = stageMismatch  | = lateFact       | = lateFact       | = stageMismatch
returnStep    | = unknownSubject               | = unknownSubject | = unknownSubject     | = unknownSubject | = unknownSubject | = unknownSubject | =
`;
const expected = parseTable(states, approved);

describe.each(states)('a task that is %s', (state) => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('[PK20] command %i does what the table says', (index) => {
    const world = siteWithTask(state);
    const draft = commandsFor(world, state)[index];
    if (draft === undefined) throw new Error('no command');
    expect({ [draft.kind]: outcomeOf(world, draft, stateOf) }).toEqual({ [draft.kind]: expected[draft.kind]?.[state] });
  });
});
