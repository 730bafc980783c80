import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** A supervisor chose how the site makes and orders its pick tasks; it holds from the next task on. */
export const setPickingPolicy: CommandRule<'setPickingPolicy'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const site = view.site();
  if (site === undefined) return refuse('STAGE_DOES_NOT_ALLOW', { command: 'setPickingPolicy' });
  change.put('site', { ...site, pickingPolicy: payload.policy });
  change.tell('pickingPolicySet', { siteId: site.id });
  return change.toResult();
};
