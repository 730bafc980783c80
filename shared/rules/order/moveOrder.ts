import { type Result, ok } from '#shared/base/result.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { Refusal } from '#shared/rules/decision.ts';
import { type OrderDecision, applyOrder, decideOrder } from './decideOrder.ts';
import type { OrderStep } from './stageTable.ts';

/** An order after a step was tried on it, already written to the change set. */
export type MovedOrder = { readonly order: Order; readonly standing: OrderDecision['standing'] };

/** Tries a claim on an order: refused by the stage table, or written with its new stage. */
export function claimOrder(change: ChangeSet, order: Order, step: OrderStep): Result<MovedOrder, Refusal> {
  const decided = decideOrder(order, step, change.context.atMs);
  if (!decided.ok) return decided;
  let next = order;
  for (const event of decided.value.events) {
    next = applyOrder(next, event);
    change.tell('orderMoved', { orderId: order.id, from: order.stage, to: event.stage });
  }
  if (next !== order) change.put('order', next);
  return ok({ order: next, standing: decided.value.standing });
}

/**
 * Records a fact on an order: never refused. Where it does not fit the stage a discrepancy is opened:
 * late facts as lateFact, facts ahead of the books as stageMismatch.
 */
export function moveOrder(change: ChangeSet, order: Order, step: OrderStep): MovedOrder {
  const moved = claimOrder(change, order, step);
  if (!moved.ok) return { order, standing: 'late' };
  const { standing } = moved.value;
  if (standing !== 'agreed') {
    change.disagree({
      kind: standing === 'late' ? 'lateFact' : 'stageMismatch',
      key: standing === 'late' ? 'discrepancy.lateFact' : 'discrepancy.stageMismatch',
      params: { step, stage: order.stage, daySequence: order.daySequence },
      orderId: order.id,
    });
  }
  return moved.value;
}
