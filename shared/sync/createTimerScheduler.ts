import type { Scheduler } from '#shared/ports/scheduler.ts';

/** The two functions that every JavaScript host has; given as arguments because shared code has no host. */
export type HostTimers<Handle> = {
  setTimeout(run: () => void, delayMs: number): Handle;
  clearTimeout(handle: Handle): void;
};

/** A Scheduler on the host's timers: `createTimerScheduler({ setTimeout, clearTimeout })`. */
export function createTimerScheduler<Handle>(timers: HostTimers<Handle>): Scheduler {
  return {
    after(delayMs, run) {
      const { setTimeout, clearTimeout } = timers;
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
  };
}
