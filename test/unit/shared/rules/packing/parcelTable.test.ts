import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import { outcomeOf, parseTable } from '#test/support/rulesTable.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, parcelId, parcelCode, toteId, courierId } = orderIdsOf('o1');
const states = ['none', 'open', 'packed', 'shelved', 'handedOver', 'delivered', 'voided', 'foreign'] as const;
type State = (typeof states)[number];

function siteWithParcel(state: State): RulesWorld {
  const world = createRulesSite();
  const stage = { none: 'picked', open: 'packing', voided: 'packed', foreign: 'packing' } as const;
  bringTo(world, 'o1', state === 'packed' || state === 'shelved' || state === 'handedOver' || state === 'delivered' ? state : stage[state]);
  if (state === 'voided') {
    world.must({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } }, { id: 'cancel' });
    world.must({ kind: 'returnStep', payload: { taskId: asId('cancel-return'), stepNo: 1, binId: asId('b1'), quantity: 2 } });
  }
  if (state === 'foreign') {
    world.put('parcel', { ...world.get('parcel', parcelId), orderId: asId('other') });
    world.put('order', { ...world.get('order', orderId), parcelIds: [] });
  }
  return world;
}

function commandsFor(world: RulesWorld): CommandDraft[] {
  const commandId = world.view.get('parcel', parcelId)?.packs?.[0]?.commandId ?? asId<'command'>('none');
  return [
    { kind: 'openParcel', payload: { orderId, parcelId, parcelCode, bagType: 'small' } },
    { kind: 'packItem', payload: { orderId, lineNo: 1, parcelId, toteId, quantity: 2 } },
    { kind: 'undoPack', payload: { orderId, lineNo: 1, parcelId, commandId } },
    { kind: 'closeParcels', payload: { orderId, weightGrams: 500 } },
    { kind: 'recordLabel', payload: { orderId, parcelId, jobId: 'job', isReprint: false } },
    { kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: 'H02' } },
    { kind: 'handOver', payload: { orderId, courierId, parcelIds: [parcelId] } },
    { kind: 'confirmDelivery', payload: { orderId, courierId } },
  ];
}

const stateOf = (world: RulesWorld) => {
  const parcel = world.view.get('parcel', parcelId);
  return parcel === undefined ? 'none' : `${parcel.status}(${parcel.contents.length})`;
};

/** Cells: the parcel's status and how many entries it holds, where that changed. */
const approved = `
openParcel      | >open(0) stageMismatch    | = doubleWork                 | = doubleWork                | = doubleWork                | = doubleWork  | = doubleWork | = doubleWork              | = doubleWork
packItem        | = unknownSubject          | >open(1)                     | = lateFact stageMismatch    | = lateFact stageMismatch    | = lateFact    | = lateFact   | = lateFact                | = unknownSubject
undoPack        | = unknownSubject          | = lateFact                   | >packed(0) lateFact         | >shelved(0) lateFact        | = lateFact    | = lateFact   | = lateFact                | = unknownSubject
closeParcels    | = stageMismatch           | >packed(0) stageMismatch     | = lateFact                  | = lateFact                  | = lateFact    | = lateFact   | = lateFact                | = stageMismatch
recordLabel     | = unknownSubject          | =                            | =                           | =                           | =             | =            | =                         | = unknownSubject
shelveParcel    | = unknownSubject          | >shelved(0) stageMismatch    | >shelved(1)                 | =                           | = lateFact    | = lateFact   | = lateFact                | = unknownSubject
handOver        | = unknownSubject lateFact | >handedOver(0) stageMismatch | >handedOver(0)              | >handedOver(0)              | = lateFact    | = lateFact   | = unknownSubject lateFact | = unknownSubject lateFact
confirmDelivery | = stageMismatch           | >delivered(0) stageMismatch  | >delivered(0) stageMismatch | >delivered(0) stageMismatch | >delivered(0) | = lateFact   | = lateFact                | = stageMismatch
`;
const expected = parseTable(states, approved);

describe.each(states)('a parcel that is %s', (state) => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('[PA10] [HO11] command %i does what the table says', (index) => {
    const world = siteWithParcel(state);
    const draft = commandsFor(world)[index];
    if (draft === undefined) throw new Error('no command');
    expect({ [draft.kind]: outcomeOf(world, draft, stateOf) }).toEqual({ [draft.kind]: expected[draft.kind]?.[state] });
  });
});
