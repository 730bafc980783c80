import { assertNever } from '#shared/base/assert.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { ScannedThing, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { maxUndoItems, type PackingState, type PackingTools } from './packingState.ts';
import { chooseBag, openingOf } from './bagPlan.ts';
import { waitingEntries } from './packingLines.ts';
import { afterLastItem, packScan, putIntoBag } from './packItem.ts';
import { acceptWeightBy, stepPackWeight } from './weighPack.ts';
import { reopenLast, stepOwnBag } from './reopen.ts';
import { openOrder } from './openOrder.ts';

type Step = WorkflowStep<PackingState>;

/** One input. Commit `drafts`, then play the sound and carry out `effects`, then call settlePacking. */
export function stepPacking(state: PackingState, input: WorkflowInput, tools: PackingTools): Step {
  const isSheet = input.kind === 'scan' && input.thing.kind === 'commandSheet';
  const action = input.kind === 'act' ? input.action : isSheet && input.thing.kind === 'commandSheet' ? input.thing.action : null;
  if (state.held !== null)
    return action === 'confirm' ? stepWith({ ...state, held: null }, 'ok') : stepWith(state, 'stop', { message: state.held });
  if (input.kind === 'weight') return stepPackWeight(state, input.reading, tools);
  const argument = input.kind === 'act' ? input.argument : isSheet && input.thing.kind === 'commandSheet' ? input.thing.argument : null;
  if (action !== null) return stepAction(state, action, argument, tools);
  if (input.kind !== 'scan') return stepWith(state, 'tick');
  if (input.thing.kind === 'unknown')
    return stepWith(state, 'warning', { message: messageOf(input.thing.reason, { scanned: input.text }) });
  if (state.phase === 'tote') return openOrder(state, input.text, input.thing, tools);
  return stepItems(state, input.text, input.thing, tools);
}

/** The state after `commands` became durable. */
export function settlePacking(state: PackingState, commands: readonly Command[]): PackingState {
  let next = state;
  for (const command of commands) {
    if (command.kind === 'packItem') {
      const { orderId, lineNo, parcelId } = command.payload;
      next = { ...next, undoable: [...next.undoable, { commandId: command.id, orderId, lineNo, parcelId }].slice(-maxUndoItems) };
    } else if (command.kind === 'undoPack') {
      const undone = command.payload.commandId;
      next = { ...next, undoable: next.undoable.filter((item) => item.commandId !== undone) };
    } else if (command.kind === 'closeParcels') {
      next = { ...next, undoable: [] };
    }
  }
  return next;
}

function stepItems(state: PackingState, text: string, thing: ScannedThing, tools: PackingTools): Step {
  const order = state.orderId === null ? undefined : tools.view.get('order', state.orderId);
  if (order === undefined || state.parcelId === null) return openOrder({ ...state, phase: 'tote' }, text, thing, tools);
  if (order.stage === 'cancelled') return hold({ ...state, phase: 'tote' }, messageOf('pack.orderCancelled', { order: order.daySequence }));
  if (thing.kind === 'tote') {
    if (!order.toteIds.includes(thing.toteId)) {
      return hold(state, messageOf('pack.wrongTote', { scanned: thing.toteCode, expected: order.daySequence }));
    }
    return stepWith({ ...state, toteIds: [...new Set([...state.toteIds, thing.toteId])] }, 'ok');
  }
  if (thing.kind === 'parcel') return stepOwnBag(state, order, text, thing.parcelId, tools);
  if (state.phase === 'weigh') return stepWith(state, 'warning', { message: messageOf('pack.putOnScale') });
  if (thing.kind !== 'sku' && thing.kind !== 'ambiguous') {
    return stepWith(state, 'warning', {
      message: messageOf('pack.expectedItem', { scanned: text, order: order.daySequence, ...thingName(thing, tools) }),
    });
  }
  return packScan(state, order, state.parcelId, text, thing, tools);
}

function stepAction(state: PackingState, action: SheetAction, argument: string | null, tools: PackingTools): Step {
  const order = state.orderId === null ? undefined : tools.view.get('order', state.orderId);
  switch (action) {
    case 'undo':
      return undo(state, tools);
    case 'yes':
    case 'next':
      return order === undefined || state.parcelId === null ? stepWith(state, 'tick') : packNextWeighed(state, order, tools);
    case 'toteFull':
      return order === undefined ? stepWith(state, 'tick') : openNextParcel(state, order, tools);
    case 'help':
      return stepWith(state, 'ok', {
        drafts: [
          { kind: 'raiseAlert', payload: { alertId: tools.newId<'alert'>(), kind: 'help', orderId: state.orderId, reason: 'packing' } },
        ],
        message: messageOf('common.helpCalled'),
      });
    case 'pause':
    case 'home':
      return stepWith({ ...state, phase: 'tote', orderId: null, parcelId: null, toteIds: [], undoable: [] }, 'ok', {
        effects: [{ kind: 'go', screen: 'queue', subjectId: null }],
      });
    case 'choice':
      return state.phase === 'items' && order !== undefined
        ? chooseBag(state, order, argument, tools)
        : acceptWeightBy(state, argument, tools);
    case 'confirm':
    case 'skip':
    case 'short':
    case 'no':
    case 'training':
      return stepWith(state, 'tick');
    default:
      return assertNever(action, 'sheet action');
  }
}

/** Goods sold by weight without a price label are verified by eye: YES takes the next of them. */
function packNextWeighed(state: PackingState, order: Order, tools: PackingTools): Step {
  const waiting = waitingEntries(tools.view, order, tools.nowMs);
  if (waiting.length === 0) return afterLastItem(state, order, [], tools);
  const weighed = waiting.find(({ entry }) => tools.view.get('sku', entry.skuId)?.unit === 'gram');
  if (weighed === undefined || state.parcelId === null) return stepWith(state, 'warning', { message: messageOf('pack.scanItems') });
  return putIntoBag(state, order, state.parcelId, weighed, weighed.entry.quantity, tools);
}

function openNextParcel(state: PackingState, order: Order, tools: PackingTools): Step {
  const bag = tools.view.get('parcel', state.parcelId ?? '');
  const like = { bagType: bag?.bagType ?? 'medium', icePacks: bag?.icePacks ?? 0, planNo: bag?.planNo } as const;
  const { parcelId, draft, bagNo } = openingOf(order, like, tools);
  return stepWith({ ...state, parcelId }, 'ok', { drafts: [draft], message: messageOf('pack.nextBag', { bag: bagNo }) });
}

function undo(state: PackingState, tools: PackingTools): Step {
  const last = state.undoable.at(-1);
  if (state.phase === 'tote') return reopenLast(state, tools);
  if (last === undefined) return stepWith(state, 'warning', { message: messageOf('common.nothingToUndo') });
  const line = tools.view.get('order', last.orderId)?.lines.find((candidate) => candidate.lineNo === last.lineNo);
  const sku = line === undefined ? undefined : tools.view.get('sku', line.skuId);
  return stepWith({ ...state, phase: 'items' }, 'ok', {
    drafts: [
      { kind: 'undoPack', payload: { orderId: last.orderId, lineNo: last.lineNo, parcelId: last.parcelId, commandId: last.commandId } },
    ],
    message: messageOf('pack.undone', { skuZh: sku?.name.zh ?? '', skuEn: sku?.name.en ?? '' }),
  });
}

function hold(state: PackingState, message: NonNullable<PackingState['held']>): Step {
  return stepWith({ ...state, held: message }, 'stop', { message });
}
