import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { moveOrder } from '#shared/rules/order/moveOrder.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { liveTaskOf } from '#shared/rules/task/taskOfFact.ts';
import { bindToteToOrder } from './orderTotes.ts';

/** A picker put a tote on the cart for an order; a second one when the first is full. */
export const bindTote: CommandRule<'bindTote'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'bindTote' } });
    return change.toResult();
  }
  const moved = moveOrder(change, order, 'bindTote');
  if (moved.standing === 'late' || moved.standing === 'early') return change.toResult();
  bindToteToOrder(change, moved.order, payload.toteId, payload.toteCode);
  const task = liveTaskOf(change, payload.taskId);
  if (task === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command: 'bindTote' }, orderId: order.id });
  } else {
    change.put('task', renewLease({ ...task, toteByOrder: { ...task.toteByOrder, [order.id]: payload.toteCode } }, context));
  }
  change.tell('toteBound', { orderId: order.id, tote: payload.toteCode });
  return change.toResult();
};
