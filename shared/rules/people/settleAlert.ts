import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Somebody saw to an alert: open -> acknowledged -> closed, never back. */
export const settleAlert: CommandRule<'settleAlert'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const alert = view.get('alert', payload.alertId);
  if (alert === undefined) return refuse('UNKNOWN_ALERT', { alertId: payload.alertId });
  if (alert.status === 'closed' || alert.status === payload.status)
    return refuse('ALREADY_DONE', { alertId: alert.id, status: alert.status });
  change.put('alert', { ...alert, status: payload.status });
  change.tell('alertSettled', { alertId: alert.id, status: payload.status });
  return change.toResult();
};
