import { asId } from '#shared/base/ids.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { choreDrafts } from './choreDrafts.ts';
import type { Chore } from './planChores.ts';
import { dayStartMs } from './simulatedSite.ts';
import type { SimulatedStation } from './simulatedStation.ts';
import type { VirtualTime } from './virtualTime.ts';

/** Between two looks for an occasion. */
const lookEveryMs = 4_000;

/** Lets people at the stations do what is not picking: each thing at its time, or as soon as there is an occasion, where the page runs then. */
export function playChores(chores: readonly Chore[], stations: readonly SimulatedStation[], time: VirtualTime): void {
  for (const [number, chore] of chores.entries()) {
    const untilMs = dayStartMs + chore.atMs + chore.patienceMs;
    const look = (): void => {
      const station = stations[chore.station];
      if (station !== undefined && play(chore, number, station, time.nowMs())) return;
      if (time.nowMs() < untilMs) time.after(lookEveryMs, look);
    };
    time.after(dayStartMs + chore.atMs - time.nowMs(), look);
  }
}

/** False where there is nothing of the kind to do now. */
function play(chore: Chore, number: number, station: SimulatedStation, nowMs: number): boolean {
  const store = station.store();
  if (store === null || store.status().phase !== 'ready') return false;
  const drafts = choreDrafts(chore, { store, stationId: station.stationId, number, nowMs });
  if (drafts.length === 0) return false;
  const by = { operatorId: asId<'operator'>(`operator-${chore.station}`), triggerId: `chore-${number}` };
  // A full disk is told to the person, who leaves it at that.
  void station.commit(drafts, by).catch((error: unknown) => {
    if (!(error instanceof StorageFault)) station.ports.onBug(`${chore.kind}: ${String(error)}`);
  });
  return true;
}
