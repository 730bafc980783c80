import type { Scheduler } from '#shared/ports/scheduler.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** Between two looks, milliseconds. */
export const lookEveryMs = 5_000;
/** A look that comes so much later than it should, or earlier, means that the machine slept or its clock was set, milliseconds. */
const wokeAfterMs = 20_000;
/** Name of the note that is written to see whether the disk takes something again. */
const probeNote = 'probe';

/** What tells that a line is there again. */
export type WakePorts = {
  readonly scheduler: Scheduler;
  /** The machine's own clock, epoch milliseconds. */
  readonly nowMs: () => number;
  onOnline(use: () => void): () => void;
};

/**
 * Looks after an open store: while the disk does not take anything it is tried again, so that the light goes out by itself
 * when there is space; after a sleep, a set clock or a cable put back the store syncs at once. Returns how to stop.
 */
export function watchStation(store: Pick<StationStore, 'status' | 'writeNote' | 'syncNow'>, ports: WakePorts): () => void {
  let lastLookMs = ports.nowMs();
  let isProbing = false;
  let cancel = () => {};
  const look = () => {
    const nowMs = ports.nowMs();
    if (Math.abs(nowMs - lastLookMs - lookEveryMs) > wokeAfterMs) void store.syncNow();
    lastLookMs = nowMs;
    if (store.status().storageFault !== null && !isProbing) {
      isProbing = true;
      // What it comes to is on the store's status.
      void store
        .writeNote(probeNote, nowMs)
        .catch(() => undefined)
        .finally(() => (isProbing = false));
    }
    cancel = ports.scheduler.after(lookEveryMs, look);
  };
  cancel = ports.scheduler.after(lookEveryMs, look);
  const stopOnline = ports.onOnline(() => void store.syncNow());
  return () => {
    cancel();
    stopOnline();
  };
}
