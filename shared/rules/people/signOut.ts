import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Somebody left a station. Tasks they hold stay theirs until the lease ends. */
export const signOut: CommandRule<'signOut'> = (view, _payload, context) => {
  const change = createChangeSet(view, context);
  change.tell('signedOut', { stationId: context.stationId, operatorId: context.operatorId ?? '' });
  return change.toResult();
};
