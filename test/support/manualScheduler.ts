import type { Scheduler } from '#shared/ports/scheduler.ts';

/** Time that moves by hand. Waits of 0 ms happen by themselves, as a turn of the event loop. */
export function createManualScheduler(startMs = 1_800_000_000_000) {
  let nowMs = startMs;
  let jobs: { atMs: number; run: () => void }[] = [];
  const scheduler: Scheduler = {
    after(delayMs, run) {
      if (delayMs === 0) {
        const handle = setImmediate(run);
        return () => clearImmediate(handle);
      }
      const job = { atMs: nowMs + delayMs, run };
      jobs.push(job);
      return () => {
        jobs = jobs.filter((other) => other !== job);
      };
    },
  };
  return {
    scheduler,
    clock: { nowMs: () => nowMs },
    waiting: () => jobs.map((job) => job.atMs - nowMs).sort((a, b) => a - b),
    /** Moves time on and runs what is due, in order. */
    advance(byMs: number) {
      nowMs += byMs;
      const due = jobs.filter((job) => job.atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
      jobs = jobs.filter((job) => job.atMs > nowMs);
      for (const job of due) job.run();
    },
  };
}
