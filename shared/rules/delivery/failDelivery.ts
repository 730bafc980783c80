import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { finishTripOf } from './tripOf.ts';

/**
 * The customer did not get it and the courier brings it back. A person decides what becomes of it; until then it counts as away, and a
 * second try that succeeds is an ordinary delivery.
 */
export const failDelivery: CommandRule<'failDelivery'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'failDelivery' } });
    return change.toResult();
  }
  if (order.stage !== 'handedOver' || order.deliveryFailure !== undefined) {
    change.disagree({
      kind: 'lateFact',
      key: 'discrepancy.failedLate',
      params: { daySequence: order.daySequence, stage: order.stage },
      orderId: order.id,
    });
    return change.toResult();
  }
  const discrepancyId = change.disagree({
    kind: 'deliveryFailed',
    key: 'discrepancy.deliveryFailed',
    params: { daySequence: order.daySequence, reason: payload.reason },
    orderId: order.id,
  });
  const failed = {
    ...order,
    deliveryFailure: { courierId: payload.courierId, reason: payload.reason, atMs: context.atMs, discrepancyId },
  };
  change.put('order', failed);
  finishTripOf(change, failed, payload.courierId, 0);
  change.tell('deliveryFailed', { orderId: order.id, courierId: payload.courierId, reason: payload.reason });
  return change.toResult();
};
