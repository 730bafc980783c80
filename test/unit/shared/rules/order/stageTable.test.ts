import { describe, expect, test } from 'vitest';
import { stageColumns } from '#shared/rules/order/stageTable.ts';
import { orderCommands, outcomeOf, parseTable, siteInStage } from '#test/support/rulesTable.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

/** Order o1: two breads, one tote, one parcel. `>` the stage it moves to, `=` no move, then the discrepancies opened. Columns: stageColumns. */
const approved = `
acceptOrder     | >accepted                      | ALREADY_DONE                   | ALREADY_DONE                        | ALREADY_DONE              | ALREADY_DONE              | ALREADY_DONE              | ALREADY_DONE             | ALREADY_DONE             | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ORDER_CANCELLED
releaseOrder    | STAGE_DOES_NOT_ALLOW           | >released                      | ALREADY_DONE                        | ALREADY_DONE              | ALREADY_DONE              | ALREADY_DONE              | ALREADY_DONE             | ALREADY_DONE             | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ORDER_CANCELLED
editOrder       | =                              | =                              | =                                   | =                         | =                         | =                         | =                        | =                        | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ORDER_CANCELLED
cancelOrder     | >cancelled                     | >cancelled                     | >cancelled                          | >cancelled                | >cancelled                | >cancelled                | >cancelled               | >cancelled               | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ALREADY_DONE
claimTask       | UNKNOWN_TASK                   | UNKNOWN_TASK                   | >picking                            | =                         | TASK_FINISHED             | TASK_FINISHED             | TASK_FINISHED            | TASK_FINISHED            | TASK_FINISHED      | TASK_FINISHED      | TASK_FINISHED
releaseTask     | = unknownSubject               | = unknownSubject               | =                                   | =                         | =                         | =                         | =                        | =                        | =                  | =                  | =
bindTote        | = stageMismatch                | = stageMismatch                | >picking stageMismatch              | =                         | =                         | =                         | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = lateFact
pickLine        | = unknownSubject stageMismatch | = unknownSubject stageMismatch | >picking stageMismatch              | =                         | = lateFact                | = lateFact                | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = lateFact
undoPick        | = unknownSubject               | = unknownSubject               | = lateFact                          | = lateFact                | = lateFact                | = lateFact                | = stageMismatch          | = stageMismatch          | = stageMismatch    | = stageMismatch    | = lateFact
shortLine       | = unknownSubject               | = unknownSubject               | >cancelled stageMismatch stockShort | >cancelled stockShort     | = lateFact                | = lateFact                | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = lateFact
skipStep        | = unknownSubject               | = unknownSubject               | =                                   | =                         | = doubleWork              | = doubleWork              | = doubleWork             | = doubleWork             | = doubleWork       | = doubleWork       | = doubleWork
finishPicking   | = unknownSubject               | = unknownSubject               | = stageMismatch                     | = stageMismatch           | = lateFact                | = lateFact                | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = lateFact
startPacking    | STAGE_DOES_NOT_ALLOW           | STAGE_DOES_NOT_ALLOW           | STAGE_DOES_NOT_ALLOW                | STAGE_DOES_NOT_ALLOW      | >packing                  | =                         | ALREADY_DONE             | ALREADY_DONE             | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ORDER_CANCELLED
reopenPacking   | STAGE_DOES_NOT_ALLOW | STAGE_DOES_NOT_ALLOW | STAGE_DOES_NOT_ALLOW | STAGE_DOES_NOT_ALLOW | STAGE_DOES_NOT_ALLOW | ALREADY_DONE | >packing | >packing | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ORDER_CANCELLED
openParcel      | = stageMismatch                | = stageMismatch                | = stageMismatch                     | = stageMismatch           | >packing stageMismatch    | =                         | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = lateFact
packItem        | = unknownSubject               | = unknownSubject               | = unknownSubject                    | = unknownSubject          | = unknownSubject          | =                         | = lateFact stageMismatch | = lateFact stageMismatch | = lateFact         | = lateFact         | = unknownSubject
undoPack        | = unknownSubject               | = unknownSubject               | = unknownSubject                    | = unknownSubject          | = unknownSubject          | = lateFact                | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = unknownSubject
closeParcels    | = stageMismatch                | = stageMismatch                | = stageMismatch                     | = stageMismatch           | = stageMismatch           | = stageMismatch           | = lateFact               | = lateFact               | = lateFact         | = lateFact         | = lateFact
recordLabel     | = unknownSubject               | = unknownSubject               | = unknownSubject                    | = unknownSubject          | = unknownSubject          | =                         | =                        | =                        | =                  | =                  | = unknownSubject
shelveParcel    | = unknownSubject               | = unknownSubject               | = unknownSubject                    | = unknownSubject          | = unknownSubject          | >shelved stageMismatch    | >shelved                 | =                        | = lateFact         | = lateFact         | = unknownSubject
planTrip        | STAGE_DOES_NOT_ALLOW           | =                              | =                                   | =                         | =                         | =                         | =                        | =                        | ORDER_ALREADY_LEFT | ORDER_ALREADY_LEFT | ORDER_CANCELLED
handOver        | = unknownSubject lateFact      | = unknownSubject lateFact      | = unknownSubject lateFact           | = unknownSubject lateFact | = unknownSubject lateFact | >handedOver stageMismatch | >handedOver              | >handedOver              | = lateFact         | = lateFact         | = unknownSubject lateFact
collectOrder    | = unknownSubject lateFact | = unknownSubject lateFact | = unknownSubject lateFact | = unknownSubject lateFact | = unknownSubject lateFact | >delivered stageMismatch | >delivered | >delivered | = lateFact | = lateFact | = unknownSubject lateFact
returnOrder     | = unknownSubject lateFact | = unknownSubject lateFact | = unknownSubject lateFact | = unknownSubject lateFact | = unknownSubject lateFact | = lateFact | = lateFact | = lateFact | >packed | = lateFact | = unknownSubject lateFact
confirmDelivery | = stageMismatch                | = stageMismatch                | = stageMismatch                     | = stageMismatch           | = stageMismatch           | >delivered stageMismatch  | >delivered stageMismatch | >delivered stageMismatch | >delivered         | = lateFact         | = lateFact
`;

const stageOf = (world: RulesWorld) => world.view.get('order', 'o1')?.stage ?? '-';
const expected = parseTable(stageColumns, approved);

describe.each(stageColumns)('an order that is %s', (stage) => {
  const count = orderCommands(siteInStage(stage)).length;
  test.each(Array.from({ length: count }, (_, index) => index))('[OR1] command %i does what the table says', (index) => {
    const world = siteInStage(stage);
    const draft = orderCommands(world)[index];
    if (draft === undefined) throw new Error('no command');
    expect({ [draft.kind]: outcomeOf(world, draft, stageOf) }).toEqual({ [draft.kind]: expected[draft.kind]?.[stage] });
  });
});
