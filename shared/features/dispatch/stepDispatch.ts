import { asId, type CourierId, type OrderId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith, type WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';
import type { Ride } from './ridesOf.ts';

/** Which ride is chosen, and whether a courier is asked for: for the ride, or for one order alone. */
export type DispatchState = { readonly rideKey: string | null; readonly isAskingCourier: boolean; readonly orderId?: OrderId };

export type DispatchTools = WorkflowTools<RecordView, StoreLookups> & {
  readonly rides: readonly Ride[];
  /** Couriers in the order the board numbers them. */
  readonly courierIds: readonly CourierId[];
};

/** What begins the argument of the choice of one order; its id follows. */
export const orderChoice = 'order/';
/** Holding an order once is this long. */
export const holdMs = 5 * 60_000;

type Step = WorkflowStep<DispatchState>;

/** Nothing chosen: the first ride is meant. */
export function startDispatch(): DispatchState {
  return { rideKey: null, isAskingCourier: false };
}

/** The ride that is meant. */
export function chosenRide(state: DispatchState, rides: readonly Ride[]): Ride | undefined {
  return state.rideKey === null ? rides[0] : rides.find((ride) => ride.key === state.rideKey);
}

/** One input of the board. */
export function stepDispatch(state: DispatchState, input: WorkflowInput, tools: DispatchTools): Step {
  if (input.kind === 'weight') return stepWith(state, 'tick');
  if (input.kind === 'act') return stepAction(state, input.action, input.argument, tools);
  const { thing } = input;
  if (thing.kind === 'commandSheet') return stepAction(state, thing.action, thing.argument, tools);
  if (thing.kind === 'courier') return giveTo(state, thing.courierId, tools);
  if (thing.kind === 'order') return chooseOrder(state, thing.orderId, tools);
  if (thing.kind === 'parcel') {
    const orderId = tools.view.get('parcel', thing.parcelId)?.orderId;
    return orderId === undefined
      ? stepWith(state, 'warning', { message: messageOf('scan.unknownParcel') })
      : chooseOrder(state, orderId, tools);
  }
  return stepWith(state, 'warning', { message: messageOf('dispatch.expected', { scanned: input.text }) });
}

function stepAction(state: DispatchState, action: SheetAction, argument: string | null, tools: DispatchTools): Step {
  switch (action) {
    case 'choice': {
      if (argument?.startsWith(orderChoice) === true) return askForOrder(state, asId<'order'>(argument.slice(orderChoice.length)), tools);
      const index = Number(argument) - 1;
      const courierId = tools.courierIds[index];
      if (state.isAskingCourier && courierId !== undefined) return giveTo(state, courierId, tools);
      const ride = tools.rides[index];
      return ride === undefined
        ? stepWith(state, 'warning')
        : stepWith({ rideKey: ride.key, isAskingCourier: state.isAskingCourier }, 'tick');
    }
    case 'next':
      return move(state, argument === 'back' ? -1 : 1, tools);
    case 'confirm':
    case 'yes':
      return argument === 'pin' ? pin(state, tools) : accept(state, tools);
    case 'skip':
      return hold(state, tools);
    case 'pause':
      return stepWith({ rideKey: state.rideKey, isAskingCourier: !state.isAskingCourier }, 'tick');
    case 'undo':
    case 'no':
      return state.isAskingCourier ? stepWith({ rideKey: state.rideKey, isAskingCourier: false }, 'ok') : takeBack(state, tools);
    default:
      return stepWith(state, 'tick');
  }
}

function move(state: DispatchState, by: number, { rides }: DispatchTools): Step {
  const at = rides.findIndex((ride) => ride.key === state.rideKey);
  const next = rides[Math.min(rides.length - 1, Math.max(0, (at < 0 ? 0 : at) + by))];
  return stepWith({ ...state, rideKey: next?.key ?? null }, 'tick');
}

function chooseOrder(state: DispatchState, orderId: OrderId, tools: DispatchTools): Step {
  const ride = tools.rides.find((each) => orderIdsOf(each).includes(orderId));
  const order = tools.view.get('order', orderId)?.daySequence ?? '?';
  if (ride === undefined) return stepWith(state, 'warning', { message: messageOf('dispatch.noRide', { order }) });
  return stepWith({ ...state, rideKey: ride.key }, 'ok');
}

function accept(state: DispatchState, tools: DispatchTools): Step {
  const ride = chosenRide(state, tools.rides);
  if (ride === undefined) return gone();
  if (ride.kind === 'planned') return stepWith(state, 'tick', { message: messageOf('dispatch.isPlanned') });
  if (ride.kind === 'held') return hold(state, tools);
  const { courierId, orderIds } = ride.trip;
  const params = { courier: nameOf(courierId, tools), orders: numbersOf(orderIds, tools) };
  const payload = { tripId: tools.newId<'trip'>(), courierId, orderIds: [...orderIds], reason: { key: 'dispatch.accepted', params: {} } };
  return stepWith(startDispatch(), 'lineDone', {
    drafts: [{ kind: 'planTrip', payload }],
    message: messageOf('dispatch.acceptedNow', params),
  });
}

function pin(state: DispatchState, tools: DispatchTools): Step {
  const ride = chosenRide(state, tools.rides);
  if (ride === undefined) return gone();
  return ride.kind === 'suggested'
    ? pinTo(ride.trip.orderIds, ride.trip.courierId, tools)
    : stepWith(state, 'tick', { message: messageOf(ride.kind === 'planned' ? 'dispatch.isPlanned' : 'dispatch.isHeld') });
}

function pinTo(orderIds: readonly OrderId[], courierId: CourierId, tools: DispatchTools): Step {
  return stepWith(startDispatch(), 'ok', {
    drafts: orderIds.map((orderId): CommandDraft => ({ kind: 'pinOrder', payload: { orderId, courierId } })),
    message: messageOf('dispatch.pinnedNow', { courier: nameOf(courierId, tools), orders: numbersOf(orderIds, tools) }),
  });
}

function hold(state: DispatchState, tools: DispatchTools): Step {
  const ride = chosenRide(state, tools.rides);
  if (ride === undefined) return gone();
  if (ride.kind !== 'suggested') return takeBack(state, tools);
  const untilMs = tools.nowMs + holdMs;
  return stepWith(startDispatch(), 'ok', {
    drafts: ride.trip.orderIds.map((orderId): CommandDraft => ({ kind: 'holdOrder', payload: { orderId, untilMs } })),
    message: messageOf('dispatch.heldNow', { orders: numbersOf(ride.trip.orderIds, tools), minutes: holdMs / 60_000 }),
  });
}

/** A planned ride is cancelled, a hold ends, the pins of a suggestion come off. */
function takeBack(state: DispatchState, tools: DispatchTools): Step {
  const ride = chosenRide(state, tools.rides);
  if (ride === undefined) return gone();
  if (ride.kind === 'planned') {
    return stepWith(startDispatch(), 'ok', {
      drafts: [{ kind: 'cancelTrip', payload: { tripId: ride.trip.id } }],
      message: messageOf('dispatch.cancelledNow', { courier: nameOf(ride.trip.courierId, tools) }),
    });
  }
  if (ride.kind === 'held') {
    return stepWith(startDispatch(), 'ok', {
      drafts: [{ kind: 'holdOrder', payload: { orderId: ride.order.id, untilMs: null } }],
      message: messageOf('dispatch.letGoNow', { orders: ride.order.daySequence }),
    });
  }
  const pinned = ride.trip.orderIds.filter((id) => tools.view.get('order', id)?.dispatchWish?.courierId != null);
  if (pinned.length === 0) return stepWith(state, 'tick', { message: messageOf('common.nothingToUndo') });
  return stepWith(startDispatch(), 'ok', {
    drafts: pinned.map((orderId): CommandDraft => ({ kind: 'pinOrder', payload: { orderId, courierId: null } })),
    message: messageOf('dispatch.unpinnedNow', { orders: numbersOf(pinned, tools) }),
  });
}

/** One order is taken up, to be given to somebody: by key, by touch, or dragged. */
function askForOrder(state: DispatchState, orderId: OrderId, tools: DispatchTools): Step {
  const order = tools.view.get('order', orderId);
  if (order === undefined || order.stage === 'handedOver' || order.stage === 'delivered') return gone();
  return stepWith({ rideKey: state.rideKey, isAskingCourier: true, orderId }, 'tick');
}

/** An order without a ride is pinned; of a planned ride the whole goes over, for its bags are told to one courier. */
function giveOrder(orderId: OrderId, courierId: CourierId, tools: DispatchTools): Step {
  const tripId = tools.view.get('order', orderId)?.tripId ?? null;
  if (tripId === null) return pinTo([orderId], courierId, tools);
  const ride = tools.rides.find((each) => each.kind === 'planned' && each.trip.id === tripId);
  return ride === undefined ? gone() : giveTo({ rideKey: ride.key, isAskingCourier: true }, courierId, tools);
}

function giveTo(state: DispatchState, courierId: CourierId, tools: DispatchTools): Step {
  if (state.orderId !== undefined) return giveOrder(state.orderId, courierId, tools);
  const ride = chosenRide(state, tools.rides);
  if (ride === undefined) return gone();
  if (ride.kind === 'held') return pinTo([ride.order.id], courierId, tools);
  if (ride.kind === 'suggested') return pinTo(ride.trip.orderIds, courierId, tools);
  return stepWith(startDispatch(), 'lineDone', {
    drafts: [{ kind: 'reassignTrip', payload: { tripId: ride.trip.id, courierId } }],
    message: messageOf('dispatch.reassignedNow', { courier: nameOf(courierId, tools), orders: numbersOf(ride.trip.orderIds, tools) }),
  });
}

function gone(): Step {
  return stepWith(startDispatch(), 'warning', { message: messageOf('dispatch.gone') });
}

function orderIdsOf(ride: Ride): readonly OrderId[] {
  return ride.kind === 'held' ? [ride.order.id] : ride.trip.orderIds;
}

function nameOf(courierId: CourierId, { view }: DispatchTools): string {
  return view.get('courier', courierId)?.name ?? '?';
}

function numbersOf(orderIds: readonly OrderId[], { view }: DispatchTools): string {
  return orderIds.map((id) => view.get('order', id)?.daySequence ?? '?').join(' · ');
}
