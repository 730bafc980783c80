import type { CommandDraft } from '#shared/model/command/command.ts';
import type { OrderStage } from '#shared/model/order/order.ts';
import { bringTo, createRulesSite, orderIdsOf, pickDrafts } from './rulesSite.ts';
import type { RulesWorld } from './rulesWorld.ts';

/** What a command did, in one word for a table cell: a refusal, the new state where it changed, `=` where not, and the discrepancies opened. */
export function outcomeOf(world: RulesWorld, draft: CommandDraft, stateOf: (world: RulesWorld) => string): string {
  const before = stateOf(world);
  const known = world.discrepancies().length;
  const result = world.send(draft);
  if (!result.ok) return result.error.code;
  if (world.violations().length > 0) return `BROKEN ${JSON.stringify(world.violations())}`;
  const after = stateOf(world);
  return [after === before ? '=' : `>${after}`, ...world.discrepancies().slice(known)].join(' ');
}

/** Rows of `name cell cell ...` as a table: name -> column -> cell. Cells are separated by two or more blanks or a bar. */
export function parseTable(columns: readonly string[], text: string): Record<string, Record<string, string>> {
  const rows: Record<string, Record<string, string>> = {};
  for (const line of text.trim().split('\n')) {
    const [name = '', ...cells] = line.split('|').map((cell) => cell.trim());
    rows[name] = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  }
  return rows;
}

/** Every command of an order's life with the subjects of order o1, whatever its stage. */
export function orderCommands(world: RulesWorld): CommandDraft[] {
  const { orderId, taskId, toteId, toteCode, parcelId, courierId } = orderIdsOf('o1');
  const second = orderIdsOf('second');
  const pick = pickDrafts(world, 'o1')[0];
  const step = world.view.get('task', taskId)?.steps[0];
  const ref = { taskId, orderId, lineNo: 1, stepNo: 1 };
  const lastCommandId = step?.picks?.at(-1)?.commandId ?? world.view.get('parcel', parcelId)?.packs?.at(-1)?.commandId;
  const commandId = (lastCommandId ?? 'none') as never;
  const packId = (world.view.get('parcel', parcelId)?.packs?.at(-1)?.commandId ?? 'none') as never;
  const picked: CommandDraft = {
    kind: 'pickLine',
    payload: { ...ref, binId: (step?.binId ?? 'b1') as never, lotId: null, toteCode, toteId, quantity: 1, source: 'scan' },
  };
  return [
    { kind: 'acceptOrder', payload: { orderId } },
    { kind: 'releaseOrder', payload: { orderId, taskId } },
    { kind: 'editOrder', payload: { orderId, note: 'ring' } },
    { kind: 'cancelOrder', payload: { orderId, reason: 'customer' } },
    { kind: 'claimTask', payload: { taskId, isTakeover: false } },
    { kind: 'releaseTask', payload: { taskId } },
    { kind: 'bindTote', payload: { taskId, orderId, toteId: second.toteId, toteCode: second.toteCode } },
    pick === undefined ? picked : { ...pick, kind: 'pickLine', payload: { ...(pick.payload as typeof picked.payload), toteId } },
    { kind: 'undoPick', payload: { ...ref, commandId } },
    { kind: 'shortLine', payload: { ...ref, reason: 'notFound' } },
    { kind: 'skipStep', payload: { taskId, stepNo: 1 } },
    { kind: 'finishPicking', payload: { taskId } },
    { kind: 'startPacking', payload: { orderId } },
    { kind: 'reopenPacking', payload: { orderId } },
    { kind: 'openParcel', payload: { orderId, parcelId: second.parcelId, parcelCode: second.parcelCode, bagType: 'small' } },
    { kind: 'packItem', payload: { orderId, lineNo: 1, parcelId, toteId, quantity: 1 } },
    { kind: 'undoPack', payload: { orderId, lineNo: 1, parcelId, commandId: packId } },
    { kind: 'closeParcels', payload: { orderId, weightGrams: 500 } },
    { kind: 'recordLabel', payload: { orderId, parcelId, jobId: 'job', isReprint: false } },
    { kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: 'H02' } },
    {
      kind: 'planTrip',
      payload: { tripId: second.tripId, courierId: 'k2' as never, orderIds: [orderId], reason: { key: 'test', params: {} } },
    },
    { kind: 'handOver', payload: { orderId, courierId, parcelIds: [parcelId] } },
    { kind: 'collectOrder', payload: { orderId, parcelIds: [parcelId], isAgeChecked: false } },
    { kind: 'returnOrder', payload: { orderId, parcelIds: [parcelId], fate: 'again' } },
    { kind: 'confirmDelivery', payload: { orderId, courierId } },
  ];
}

/** A site whose order o1 (two breads) stands in the stage. */
export function siteInStage(stage: OrderStage): RulesWorld {
  const world = createRulesSite();
  if (stage !== 'cancelled') bringTo(world, 'o1', stage);
  else {
    bringTo(world, 'o1', 'picked');
    world.must({ kind: 'cancelOrder', payload: { orderId: orderIdsOf('o1').orderId, reason: 'customer' } });
  }
  return world;
}
