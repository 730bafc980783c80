import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { cancelWhenNothingIsLeft, closeShort, shortSubjectOf, stockElsewhere } from './shortStep.ts';

/**
 * The picker could not take the rest of a step: the promise on that stock ends, what another bin has is promised instead, and somebody is
 * asked to count. Only what no bin has is missing from the line.
 */
export const shortLine: CommandRule<'shortLine'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const subject = shortSubjectOf(change, payload, 'shortLine');
  if (subject === null) return change.toResult();
  const rest = payload.reason === 'orderCancelled' ? [] : stockElsewhere(change, subject);
  const { order } = closeShort(change, subject, payload.reason, rest);
  cancelWhenNothingIsLeft(change, order);
  return change.toResult();
};
