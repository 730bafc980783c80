import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { isCustomsGateOpen } from '#shared/rules/order/acceptOrder.ts';
import { type HandoverState, type HandoverTools, startHandover } from './handoverState.ts';
import { bagsOf } from './tripBags.ts';

type Step = WorkflowStep<HandoverState>;

/** The code of a customer's order at the counter: its bags are asked for, where it is one to be collected. */
export function greetCustomer(state: HandoverState, text: string, orderId: OrderId, tools: HandoverTools): Step {
  const order = tools.view.get('order', orderId);
  if (order === undefined) return stepWith(state, 'warning', { message: messageOf('scan.unknownOrder', { scanned: text }) });
  const about = { order: order.daySequence };
  if (state.scannedParcelIds.length > 0)
    return stepWith(state, 'warning', { message: messageOf('hand.expectedBag', { scanned: text, ...nothing(order) }) });
  if (channelPolicies[order.channel].needsCourier) return stepWith(state, 'warning', { message: messageOf('hand.courierOrder', about) });
  if (order.stage !== 'packed' && order.stage !== 'shelved') {
    const key = order.stage === 'delivered' ? 'hand.alreadyLeft' : order.stage === 'cancelled' ? 'hand.orderCancelled' : 'hand.notReady';
    return stepWith(startHandover(), 'warning', { message: messageOf(key, about) });
  }
  if (!isCustomsGateOpen(order)) {
    const held = messageOf('hand.customsPending', about);
    return stepWith({ ...startHandover(), held }, 'stop', { message: held });
  }
  const bags = bagsOf(orderId, tools).length;
  return stepWith({ ...startHandover(), phase: 'pickup', orderId }, 'ok', { message: messageOf('hand.customerHere', { ...about, bags }) });
}

/** A bag for the customer at the counter: the last one asks for the age check where it is needed, else the order is collected. */
export function collectBag(state: HandoverState, orderId: OrderId, parcelId: ParcelId, tools: HandoverTools): Step {
  const order = tools.view.get('order', orderId);
  const bags = bagsOf(orderId, tools);
  if (order === undefined) return stepWith(startHandover(), 'warning', { message: messageOf('scan.unknownOrder') });
  if (bags.every((bag) => bag.id !== parcelId)) {
    const other = tools.view.get('parcel', parcelId);
    const scanned = other === undefined ? '?' : (tools.view.get('order', other.orderId)?.daySequence ?? '?');
    const message = messageOf('hand.wrongBag', { scanned, expected: order.daySequence });
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  if (state.scannedParcelIds.includes(parcelId))
    return stepWith(state, 'tick', { message: messageOf('hand.bagAgain', { order: order.daySequence }) });
  const scannedParcelIds = [...state.scannedParcelIds, parcelId];
  const left = bags.filter((bag) => !scannedParcelIds.includes(bag.id)).length;
  if (left > 0)
    return stepWith({ ...state, scannedParcelIds }, 'ok', {
      message: messageOf('hand.moreBags', { order: order.daySequence, bags: left }),
    });
  const years = ageLimitOf(order, tools);
  if (years !== null) {
    const message = messageOf('hand.checkAge', { order: order.daySequence, years });
    return stepWith({ ...state, phase: 'age', scannedParcelIds }, 'warning', { message });
  }
  return collected(order, scannedParcelIds, false);
}

/** The answer to the age check: nothing with an age limit leaves without a YES. */
export function answerAge(state: HandoverState, isOldEnough: boolean, tools: HandoverTools): Step {
  const order = state.orderId === null ? undefined : tools.view.get('order', state.orderId);
  if (order === undefined) return stepWith(startHandover(), 'warning', { message: messageOf('scan.unknownOrder') });
  if (isOldEnough) return collected(order, state.scannedParcelIds, true);
  const message = messageOf('hand.ageRefused', { order: order.daySequence });
  return stepWith({ ...startHandover(), held: message }, 'stop', { message });
}

/** The strictest age limit of what is in an order's bags, years; null where there is none. */
export function ageLimitOf(order: Order, tools: Pick<HandoverTools, 'view'>): number | null {
  const limits = order.lines.flatMap((line) => (line.packedQuantity > 0 ? (tools.view.get('sku', line.skuId)?.ageLimitYears ?? []) : []));
  return limits.length === 0 ? null : Math.max(...limits);
}

function collected(order: Order, parcelIds: readonly ParcelId[], isAgeChecked: boolean): Step {
  return stepWith(startHandover(), 'orderDone', {
    drafts: [{ kind: 'collectOrder', payload: { orderId: order.id, parcelIds: [...parcelIds], isAgeChecked } }],
    message: messageOf('hand.collected', { order: order.daySequence }),
  });
}

function nothing(order: Order) {
  return { thingKind: 'order', thingZh: String(order.daySequence), thingEn: String(order.daySequence) } as const;
}
