import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** A person says what became of a discrepancy. */
export const resolveDiscrepancy: CommandRule<'resolveDiscrepancy'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const found = view.get('discrepancy', payload.discrepancyId);
  if (found === undefined) return refuse('UNKNOWN_DISCREPANCY', { discrepancyId: payload.discrepancyId });
  if (found.status === 'resolved') return refuse('ALREADY_DONE', { discrepancyId: found.id });
  change.put('discrepancy', { ...found, status: 'resolved', resolution: payload.resolution });
  change.tell('discrepancyResolved', { discrepancyId: found.id });
  return change.toResult();
};
