import { asId } from '#shared/base/ids.ts';
import { choreDrafts } from './choreDrafts.ts';
import type { Chore } from './planSchedule.ts';
import { dayStartMs } from './simulatedSite.ts';
import type { SimulatedStation } from './simulatedStation.ts';
import type { VirtualTime } from './virtualTime.ts';

/** Lets people at the stations do what is not picking: each thing at its time, where the page runs then. */
export function playChores(chores: readonly Chore[], stations: readonly SimulatedStation[], time: VirtualTime): void {
  for (const [number, chore] of chores.entries()) {
    time.after(dayStartMs + chore.atMs - time.nowMs(), () => {
      const station = stations[chore.station];
      const store = station?.store() ?? null;
      if (station === undefined || store === null || store.status().phase !== 'ready') return;
      const drafts = choreDrafts(chore, { store, stationId: station.stationId, number, nowMs: time.nowMs() });
      const by = { operatorId: asId<'operator'>(`operator-${chore.station}`), triggerId: `chore-${number}` };
      // A full disk is told to the person, who leaves it at that.
      if (drafts.length > 0) void station.commit(drafts, by).catch(() => undefined);
    });
  }
}
