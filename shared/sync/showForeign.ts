import type { StoreCore } from './storeCore.ts';

/** Brings the counts of foreign commands on the status up to date. */
export function showForeign(core: Pick<StoreCore, 'pending' | 'board'>): void {
  const counts = core.pending.foreignCounts();
  if (counts.size === 0 && core.board.get().foreign.length === 0) return;
  const foreign = [...counts].map(([stationId, pending]) => ({ stationId, pending }));
  core.board.set({ foreign: foreign.sort((a, b) => (a.stationId < b.stationId ? -1 : 1)) });
}
