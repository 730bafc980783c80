import { assertNever } from '#shared/base/assert.ts';
import type { CourierId, ParcelId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Message, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { parcelTemperature } from '#shared/rules/packing/parcelTemperature.ts';
import { isCustomsGateOpen } from '#shared/rules/order/acceptOrder.ts';
import { type HandoverState, type HandoverTools, startHandover } from './handoverState.ts';
import { answerAge, collectBag, greetCustomer } from './pickup.ts';
import { askFate, holdCancelled, stepBack } from './returnedBags.ts';
import { bagsOf, type OrderToTake, ordersToTake, ordersWithoutTrip } from './tripBags.ts';

type Step = WorkflowStep<HandoverState>;

/** One input. Commit `drafts`, or keep the state where there are none, then play the sound. */
export function stepHandover(state: HandoverState, input: WorkflowInput, tools: HandoverTools): Step {
  const isSheet = input.kind === 'scan' && input.thing.kind === 'commandSheet';
  const action = input.kind === 'act' ? input.action : isSheet && input.thing.kind === 'commandSheet' ? input.thing.action : null;
  if (state.held !== null)
    return action === 'confirm' ? stepWith({ ...state, held: null }, 'ok') : stepWith(state, 'stop', { message: state.held });
  if (state.phase === 'back' || state.phase === 'putBack') {
    const step = stepBack(state, input, action, tools);
    if (step !== null) return step;
  }
  if (state.phase === 'age' && (action === 'yes' || action === 'no')) return answerAge(state, action === 'yes', tools);
  if (action !== null) return stepAction(state, action, tools);
  if (input.kind !== 'scan') return stepWith(state, 'tick');
  const { thing, text } = input;
  if (thing.kind === 'unknown') return stepWith(state, 'warning', { message: messageOf(thing.reason, { scanned: text }) });
  if (thing.kind === 'order') return greetCustomer(state, text, thing.orderId, tools);
  if (thing.kind === 'parcel' && state.orderId !== null) return collectBag(state, state.orderId, thing.parcelId, tools);
  if (thing.kind === 'courier') return greetCourier(thing.courierId, tools);
  if (thing.kind === 'parcel') {
    return state.phase === 'bags' && state.courierId !== null
      ? giveBag(state, text, state.courierId, thing.parcelId, tools)
      : takeBag(state, thing.parcelId, tools);
  }
  if (thing.kind === 'shelfPlace') return shelve(state, text, thing.shelfCode, tools);
  return stepWith(state, 'warning', { message: messageOf(expectedKey(state), { scanned: text, ...thingName(thing, tools) }) });
}

function expectedKey(state: HandoverState): string {
  if (state.phase === 'shelf') return 'hand.expectedShelf';
  if (state.phase === 'pickup' || state.phase === 'age') return 'hand.expectedBag';
  return state.phase === 'bags' ? 'hand.expectedBag' : 'hand.expectedBagOrCourier';
}

function greetCourier(courierId: CourierId, tools: HandoverTools): Step {
  const courier = tools.view.get('courier', courierId);
  const name = courier?.name ?? '?';
  const toTake = ordersToTake(courierId, tools);
  // His code at the counter says that he is here, also when his telephone could not.
  const drafts: CommandDraft[] =
    courier === undefined || courier.status === 'atSite'
      ? []
      : [{ kind: 'reportCourier', payload: { courierId, status: 'atSite', position: null } }];
  if (toTake.length === 0)
    return stepWith({ ...startHandover(), courierId, phase: 'bags' }, 'warning', {
      drafts,
      message: messageOf('hand.noTrip', { courier: name }),
    });
  const bags = toTake.reduce((sum, { parcels }) => sum + parcels.length, 0);
  return stepWith({ ...startHandover(), phase: 'bags', courierId }, 'ok', {
    drafts,
    message: messageOf('hand.courierHere', { courier: name, orders: toTake.length, bags }),
  });
}

function takeBag(state: HandoverState, parcelId: ParcelId, tools: HandoverTools): Step {
  const parcel = tools.view.get('parcel', parcelId);
  const order = parcel === undefined ? undefined : tools.view.get('order', parcel.orderId);
  if (parcel === undefined || order === undefined) return stepWith(state, 'warning', { message: messageOf('scan.unknownParcel') });
  if (parcel.status === 'handedOver') return askFate(order, parcel.id, tools);
  if (order.stage === 'cancelled') return holdCancelled(state, order, tools);
  if (parcel.status === 'delivered') return hold(state, messageOf('hand.alreadyLeft', { order: order.daySequence }));
  if (parcel.status === 'open' || parcel.status === 'voided') return hold(state, messageOf('hand.notPacked', { order: order.daySequence }));
  return stepWith({ ...startHandover(), phase: 'shelf', parcelId }, 'ok', {
    message: messageOf('hand.scanShelf', { order: order.daySequence, bag: parcel.bagNo }),
  });
}

function shelve(state: HandoverState, text: string, shelfCode: string, tools: HandoverTools): Step {
  const parcel = state.parcelId === null ? undefined : tools.view.get('parcel', state.parcelId);
  const order = parcel === undefined ? undefined : tools.view.get('order', parcel.orderId);
  if (state.phase !== 'shelf' || parcel === undefined || order === undefined) {
    return stepWith(state, 'warning', { message: messageOf('hand.bagBeforeShelf', { scanned: shelfCode }) });
  }
  const place = tools.find.shelfPlaceByCode(shelfCode);
  const isTooWarm =
    place?.temperature === 'ambient' && parcelTemperature(tools.view, parcel) !== 'ambient' && parcel.bagType !== 'insulated';
  if (isTooWarm && state.repeatToConfirm !== text) {
    return stepWith({ ...state, repeatToConfirm: text }, 'warning', {
      message: messageOf('hand.shelfTooWarm', { scanned: shelfCode, order: order.daySequence }),
    });
  }
  const isLast = bagsOf(order.id, tools).every((bag) => bag.id === parcel.id || bag.status !== 'packed');
  return stepWith(startHandover(), isLast ? 'orderDone' : 'lineDone', {
    drafts: [{ kind: 'shelveParcel', payload: { orderId: order.id, parcelId: parcel.id, shelfCode } }],
    message: messageOf('hand.shelved', { order: order.daySequence, bag: parcel.bagNo, shelf: shelfCode }),
  });
}

function giveBag(state: HandoverState, text: string, courierId: CourierId, parcelId: ParcelId, tools: HandoverTools): Step {
  const planned = ordersToTake(courierId, tools);
  const toTake = planned.length > 0 ? planned : ordersWithoutTrip(parcelId, tools);
  const mine = toTake.find(({ parcels }) => parcels.some((parcel) => parcel.id === parcelId));
  if (mine === undefined) return refuseBag(state, parcelId, planned, tools);
  if (!isCustomsGateOpen(mine.order)) return hold(state, messageOf('hand.customsPending', { order: mine.order.daySequence }));
  const isAgreed = planned.length > 0 || state.repeatToConfirm === text || state.scannedParcelIds.length > 0;
  const courier = tools.view.get('courier', courierId)?.name ?? '?';
  const order = mine.order.daySequence;
  if (!isAgreed)
    return stepWith({ ...state, repeatToConfirm: text }, 'warning', { message: messageOf('hand.noTripAgain', { order, courier }) });
  if (state.scannedParcelIds.includes(parcelId)) return stepWith(state, 'tick', { message: messageOf('hand.bagAgain', { order }) });
  const scanned = [...state.scannedParcelIds, parcelId];
  const missing = mine.parcels.filter((parcel) => !scanned.includes(parcel.id));
  if (missing.length > 0) {
    return stepWith({ ...state, scannedParcelIds: scanned, repeatToConfirm: null }, 'ok', {
      message: messageOf('hand.moreBags', { order, bags: missing.length }),
    });
  }
  const parcelIds = mine.parcels.map((parcel) => parcel.id);
  const rest = scanned.filter((scannedId) => !parcelIds.includes(scannedId));
  const isLastOrder = toTake.length === 1;
  return stepWith(
    isLastOrder ? startHandover() : { ...state, scannedParcelIds: rest, repeatToConfirm: null },
    isLastOrder ? 'orderDone' : 'lineDone',
    {
      drafts: [{ kind: 'handOver', payload: { orderId: mine.order.id, courierId, parcelIds } }],
      message: messageOf(isLastOrder ? 'hand.allGiven' : 'hand.orderGiven', { order, courier }),
    },
  );
}

/** Why a bag is not for the courier at the counter. */
function refuseBag(state: HandoverState, parcelId: ParcelId, planned: readonly OrderToTake[], tools: HandoverTools): Step {
  const parcel = tools.view.get('parcel', parcelId);
  const order = parcel === undefined ? undefined : tools.view.get('order', parcel.orderId);
  if (order?.stage === 'handedOver')
    return stepWith(state, 'warning', { message: messageOf('hand.alreadyLeft', { order: order.daySequence }) });
  if (order?.stage === 'cancelled') return hold(state, messageOf('hand.orderCancelled', { order: order.daySequence }));
  const expected = planned.map((taken) => taken.order.daySequence).join(', ') || '-';
  return hold(state, messageOf('hand.wrongBag', { scanned: order?.daySequence ?? '?', expected }));
}

function stepAction(state: HandoverState, action: SheetAction, tools: HandoverTools): Step {
  switch (action) {
    case 'undo':
      if (state.scannedParcelIds.length > 0)
        return stepWith({ ...state, scannedParcelIds: state.scannedParcelIds.slice(0, -1) }, 'ok', {
          message: messageOf('hand.bagTakenBack'),
        });
      return stepWith(startHandover(), 'ok');
    case 'home':
      return stepWith(startHandover(), 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] });
    case 'next':
    case 'no':
    case 'pause':
      return leaveCounter(state, tools);
    case 'help':
      return stepWith(state, 'ok', {
        drafts: [{ kind: 'raiseAlert', payload: { alertId: tools.newId<'alert'>(), kind: 'help', orderId: null, reason: 'handover' } }],
        message: messageOf('common.helpCalled'),
      });
    case 'confirm':
    case 'yes':
    case 'skip':
    case 'short':
    case 'toteFull':
    case 'choice':
    case 'training':
      return stepWith(state, 'tick');
    default:
      return assertNever(action, 'sheet action');
  }
}

/** Ends the work with a courier; an order with bags missing is not handed over, and is named. */
function leaveCounter(state: HandoverState, tools: HandoverTools): Step {
  if (state.orderId !== null && state.scannedParcelIds.length > 0) {
    return hold(state, messageOf('hand.bagMissing', { orders: tools.view.get('order', state.orderId)?.daySequence ?? '?' }));
  }
  if (state.courierId === null || state.scannedParcelIds.length === 0) return stepWith(startHandover(), 'ok');
  const begun = [
    ...ordersToTake(state.courierId, tools),
    ...state.scannedParcelIds.flatMap((parcelId) => ordersWithoutTrip(parcelId, tools)),
  ];
  const incomplete = new Map(
    begun
      .filter(({ parcels }) => parcels.some((parcel) => state.scannedParcelIds.includes(parcel.id)))
      .map(({ order }) => [order.id, order]),
  );
  const orders = [...incomplete.values()].map((order) => order.daySequence).join(', ');
  return hold(state, messageOf('hand.bagMissing', { orders }));
}

function hold(state: HandoverState, message: Message): Step {
  return stepWith({ ...state, held: message }, 'stop', { message });
}
