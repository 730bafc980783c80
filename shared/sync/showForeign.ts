import type { StationId } from '#shared/base/ids.ts';
import type { ForeignPending } from './stationStore.ts';
import type { StoreCore } from './storeCore.ts';

/** Brings the counts of foreign commands on the status up to date. */
export function showForeign(core: Pick<StoreCore, 'pending' | 'board'>): void {
  const foreign = countForeign(core);
  if (foreign.length > 0 || core.board.get().foreign.length > 0) core.board.set({ foreign });
}

/** How many commands of each other station wait for the platform. */
function countForeign(core: Pick<StoreCore, 'pending'>): readonly ForeignPending[] {
  const counts = new Map<StationId, number>();
  for (const { isForeign, entry } of core.pending.merged()) {
    if (isForeign) counts.set(entry.command.stationId, (counts.get(entry.command.stationId) ?? 0) + 1);
  }
  return [...counts].map(([stationId, pending]) => ({ stationId, pending })).sort((a, b) => (a.stationId < b.stationId ? -1 : 1));
}
