import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Somebody began work at a station: the station was seen. */
export const signIn: CommandRule<'signIn'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const station = view.get('station', context.stationId);
  if (station !== undefined) change.put('station', { ...station, lastSeenAtMs: Math.max(context.atMs, station.lastSeenAtMs ?? 0) });
  change.tell('signedIn', { stationId: context.stationId, operatorId: context.operatorId ?? '', method: payload.method });
  return change.toResult();
};
