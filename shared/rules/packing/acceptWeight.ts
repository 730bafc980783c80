import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** A supervisor lets a pack of the wrong weight go, and says why. It stays on record as something to look at. */
export const acceptWeight: CommandRule<'acceptWeight'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId: payload.orderId });
  if (order.stage !== 'packing')
    return refuse('STAGE_DOES_NOT_ALLOW', { orderId: order.id, daySequence: order.daySequence, stage: order.stage });
  const { weightGrams, expectedGrams, reason } = payload;
  change.disagree({
    kind: 'stageMismatch',
    key: 'discrepancy.weightAccepted',
    params: { daySequence: order.daySequence, weightGrams, expectedGrams, reason },
    orderId: order.id,
  });
  change.tell('weightAccepted', { orderId: order.id, weightGrams, expectedGrams, reason });
  return change.toResult();
};
