import type { Scheduler } from '#shared/ports/scheduler.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';

/** The part of `window.scheduler` that is used (Prioritized Task Scheduling); not every browser has it. */
type TaskScheduler = { postTask(run: () => void, options: { priority: 'background'; signal: AbortSignal }): Promise<void> };

/**
 * Timers of the page. A wait of 0 ms lets the screen be painted and every input be handled first: that is what long work
 * in parts needs between its parts.
 */
export function createPageScheduler(page: Window & typeof globalThis = window): Scheduler {
  const timers = createTimerScheduler({
    setTimeout: (run: () => void, delayMs: number) => page.setTimeout(run, delayMs),
    clearTimeout: (handle: number) => page.clearTimeout(handle),
  });
  const tasks = (page as { scheduler?: TaskScheduler }).scheduler;
  if (tasks === undefined) return timers;
  return {
    after(delayMs, run) {
      if (delayMs > 0) return timers.after(delayMs, run);
      const taken = new AbortController();
      // Rejects when it is taken back, and with what `run` throws: that goes to the page's own report of errors.
      tasks.postTask(run, { priority: 'background', signal: taken.signal }).catch((error: unknown) => {
        if (!taken.signal.aborted) page.reportError(error);
      });
      return () => taken.abort();
    },
  };
}
