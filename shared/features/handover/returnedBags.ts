import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { isTooLongOutOfCold } from '#shared/rules/handover/outOfCold.ts';
import { type HandoverState, type HandoverTools, startHandover } from './handoverState.ts';
import { bagsOf } from './tripBags.ts';

type Step = WorkflowStep<HandoverState>;

/** What becomes of bags that came back, in the order of their numbers on the screen. */
export const returnFates = ['again', 'stock', 'waste'] as const satisfies readonly PayloadOf<'returnOrder'>['fate'][];

/** Goods that wait to be brought to a bin: the task, its step, and whether they are kept apart. */
export type GoodsToPutBack = { readonly task: Task; readonly step: PickStep };

/** A bag that left is here again: what becomes of its order is asked. */
export function askFate(order: Order, parcelId: ParcelId, tools: HandoverTools): Step {
  const left = bagsAway(order.id, tools).filter((bag) => bag.id !== parcelId).length;
  const about = { order: order.daySequence, bags: left };
  const state = { ...startHandover(), phase: 'back', orderId: order.id, scannedParcelIds: [parcelId] } as const;
  return stepWith(state, 'warning', { message: messageOf(left === 0 ? 'hand.cameBack' : 'hand.cameBackMore', about) });
}

/** A bag of a cancelled order: a stop, and then where its goods go, where they wait to be brought back. */
export function holdCancelled(state: HandoverState, order: Order, tools: HandoverTools): Step {
  const message = messageOf('hand.orderCancelled', { order: order.daySequence });
  const next: HandoverState =
    goodsToPutBack(order.id, tools) === null ? state : { ...startHandover(), phase: 'putBack', orderId: order.id };
  return stepWith({ ...next, held: message }, 'stop', { message });
}

/** An input while bags are taken back; null where it means what it means everywhere at the counter. */
export function stepBack(state: HandoverState, input: WorkflowInput, action: SheetAction | null, tools: HandoverTools): Step | null {
  const order = state.orderId === null ? undefined : tools.view.get('order', state.orderId);
  if (order === undefined) return stepWith(startHandover(), 'warning', { message: messageOf('scan.unknownOrder') });
  if (action === 'choice') return state.phase === 'back' ? answerFate(state, order, argumentOf(input), tools) : stepWith(state, 'tick');
  if (action === 'next' || action === 'no' || action === 'pause') return stepWith(startHandover(), 'ok');
  if (input.kind !== 'scan' || action !== null || input.thing.kind === 'unknown') return null;
  if (state.phase === 'back' && input.thing.kind === 'parcel') return anotherBag(state, order, input.thing.parcelId, tools);
  if (state.phase === 'putBack' && input.thing.kind === 'bin') return putBack(state, order, input.thing.binId, input.text, tools);
  if (state.phase === 'putBack' && input.thing.kind === 'parcel') return null;
  const key = state.phase === 'back' ? 'hand.expectedFate' : 'hand.expectedBin';
  return stepWith(state, 'warning', { message: messageOf(key, { scanned: input.text, ...thingName(input.thing, tools) }) });
}

/** The next goods of an order to bring to a bin; null where there are none. */
export function goodsToPutBack(orderId: OrderId, tools: Pick<HandoverTools, 'find'>): GoodsToPutBack | null {
  for (const task of tools.find.openTasks()) {
    if (task.kind !== 'returnToShelf' || !task.orderIds.includes(orderId)) continue;
    const step = task.steps.find((candidate) => candidate.status === 'open');
    if (step !== undefined) return { task, step };
  }
  return null;
}

/** Bags of an order that left and were not delivered. */
export function bagsAway(orderId: OrderId, tools: Pick<HandoverTools, 'find'>) {
  return bagsOf(orderId, tools).filter((bag) => bag.status === 'handedOver');
}

/** Whether cold goods of an order were away for too long to go out again or to be sold. */
export function isColdTooLong(order: Order, tools: Pick<HandoverTools, 'view' | 'nowMs'>): boolean {
  const packed = order.lines.filter((line) => line.packedQuantity > 0);
  return packed.some((line) => isTooLongOutOfCold(tools.view, order, line.skuId, tools.nowMs));
}

function argumentOf(input: WorkflowInput): string | null {
  if (input.kind === 'act') return input.argument;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.argument : null;
}

function anotherBag(state: HandoverState, order: Order, parcelId: ParcelId, tools: HandoverTools): Step {
  const about = { order: order.daySequence };
  if (state.scannedParcelIds.includes(parcelId)) return stepWith(state, 'tick', { message: messageOf('hand.bagAgain', about) });
  const away = bagsAway(order.id, tools);
  if (away.every((bag) => bag.id !== parcelId)) {
    const message = messageOf('hand.otherOrderBack', about);
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  const scannedParcelIds = [...state.scannedParcelIds, parcelId];
  const left = away.filter((bag) => !scannedParcelIds.includes(bag.id)).length;
  const message = messageOf(left === 0 ? 'hand.cameBack' : 'hand.cameBackMore', { ...about, bags: left });
  return stepWith({ ...state, scannedParcelIds }, 'ok', { message });
}

function answerFate(state: HandoverState, order: Order, argument: string | null, tools: HandoverTools): Step {
  const fate = returnFates[Number(argument) - 1];
  const about = { order: order.daySequence };
  if (fate === undefined) return stepWith(state, 'tick');
  if (fate === 'again' && isColdTooLong(order, tools)) {
    const message = messageOf('hand.coldTooLong', about);
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  const parcelIds = [...state.scannedParcelIds];
  const [only] = parcelIds;
  const after: Record<typeof fate, HandoverState> = {
    again: only !== undefined && parcelIds.length === 1 ? { ...startHandover(), phase: 'shelf', parcelId: only } : startHandover(),
    stock: { ...startHandover(), phase: 'putBack', orderId: order.id },
    waste: startHandover(),
  };
  return stepWith(after[fate], 'ok', {
    drafts: [{ kind: 'returnOrder', payload: { orderId: order.id, parcelIds, fate } }],
    message: messageOf(`hand.fate.${fate}`, about),
  });
}

function putBack(state: HandoverState, order: Order, binId: PayloadOf<'returnStep'>['binId'], text: string, tools: HandoverTools): Step {
  const goods = goodsToPutBack(order.id, tools);
  if (goods === null) return stepWith(startHandover(), 'ok', { message: messageOf('hand.allPutBack', { order: order.daySequence }) });
  const { task, step } = goods;
  // Goods kept apart go to another bin than the one they are sold from: any is right. Others are asked for again where it is another.
  if (step.isSetApart !== true && binId !== step.binId && state.repeatToConfirm !== text) {
    const bin = tools.view.get('bin', step.binId)?.code ?? '?';
    return stepWith({ ...state, repeatToConfirm: text }, 'warning', { message: messageOf('hand.otherBin', { bin, scanned: text }) });
  }
  const open = task.steps.filter((candidate) => candidate.status === 'open').length;
  const isLast = open === 1;
  const quantity = step.quantity - step.pickedQuantity;
  return stepWith(isLast ? startHandover() : { ...state, repeatToConfirm: null }, isLast ? 'orderDone' : 'lineDone', {
    drafts: [{ kind: 'returnStep', payload: { taskId: task.id, stepNo: step.stepNo, binId, quantity } }],
    message: messageOf(isLast ? 'hand.allPutBack' : 'hand.putBackMore', { order: order.daySequence, left: open - 1 }),
  });
}
