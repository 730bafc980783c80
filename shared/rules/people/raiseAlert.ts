import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** A call for help or a warning for the board; raised twice it is one alert. */
export const raiseAlert: CommandRule<'raiseAlert'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  if (view.get('alert', payload.alertId) !== undefined) return change.toResult();
  change.put('alert', {
    id: payload.alertId,
    kind: payload.kind,
    stationId: context.stationId,
    orderId: payload.orderId,
    reason: payload.reason,
    raisedAtMs: context.atMs,
    status: 'open',
  });
  change.tell('alertRaised', { alertId: payload.alertId, alertKind: payload.kind });
  return change.toResult();
};
