import type { Prng } from '#shared/base/prng.ts';
import type { Scheduler } from '#shared/ports/scheduler.ts';
import type { StoreLimits } from './storeLimits.ts';

/** Decides when rounds run: one at a time, at once when asked, soon after commits, later after failures, and on a timer. */
export type SyncLoop = {
  /** Runs a round that begins now, or right after the one that is running. Resolves when it is over, also when it failed. */
  now(): Promise<void>;
  /** A round shortly; while the platform is away the backoff decides instead. */
  soon(): void;
  close(): Promise<void>;
};

/** `round` must not reject; it tells whether it went well. */
export function createSyncLoop(
  round: () => Promise<boolean>,
  scheduler: Scheduler,
  limits: StoreLimits,
  prng: Prng | null,
  isAutomatic: boolean,
): SyncLoop {
  let running: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  let failures = 0;
  let isClosed = false;
  let cancelNext = () => {};
  let cancelSoon: (() => void) | null = null;

  const planNext = () => {
    cancelNext();
    if (isClosed || !isAutomatic) return;
    cancelNext = scheduler.after(failures > 0 ? backoffMs(failures, limits, prng) : limits.pollMs, () => void now());
  };
  const start = (): Promise<void> => {
    if (isClosed) return Promise.resolve();
    cancelSoon?.();
    cancelSoon = null;
    running = round().then((isGood) => {
      failures = isGood ? 0 : failures + 1;
      running = null;
      planNext();
    });
    return running;
  };
  const now = (): Promise<void> => {
    if (!running) return start();
    following ??= running.then(() => {
      following = null;
      return start();
    });
    return following;
  };
  return {
    now,
    soon() {
      if (isClosed || !isAutomatic || cancelSoon || failures > 0) return;
      cancelSoon = scheduler.after(limits.commitDebounceMs, () => {
        cancelSoon = null;
        void now();
      });
    },
    async close() {
      isClosed = true;
      cancelNext();
      cancelSoon?.();
      await running;
    },
  };
}

/** Doubles from the first wait to the longest; with a prng anywhere between half of it and all of it. */
export function backoffMs(failures: number, limits: Pick<StoreLimits, 'backoffFirstMs' | 'backoffMostMs'>, prng: Prng | null): number {
  const fullMs = Math.min(limits.backoffMostMs, limits.backoffFirstMs * 2 ** Math.min(failures - 1, 20));
  return prng ? Math.round(fullMs * (0.5 + prng.next() / 2)) : fullMs;
}
