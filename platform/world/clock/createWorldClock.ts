import type { Clock } from '#shared/base/clock.ts';
import type { Scheduler } from '#shared/ports/scheduler.ts';

/** Slowest and fastest a world may run. */
export const minSpeed = 1;
export const maxSpeed = 60;

/** Time in the simulated world: it runs `speed` times as fast as real time. */
export type WorldClock = Clock & {
  readonly speed: number;
  readonly startMs: number;
  /** Lets time run; before that it stands still at `startMs`. The second call does nothing. */
  start(): void;
  /** Resolves after so many milliseconds of the world, or at once when `signal` aborts. Never rejects. */
  sleep(worldMs: number, signal?: AbortSignal): Promise<void>;
  /** Real milliseconds that so many milliseconds of the world take. */
  toRealMs(worldMs: number): number;
};

/** A world clock that stands at `startMs` (UTC epoch) until it is started. Real time and waiting come from outside, so that tests move them by hand. */
export function createWorldClock(options: {
  readonly startMs: number;
  readonly speed: number;
  readonly real: Clock;
  readonly scheduler: Scheduler;
}): WorldClock {
  const { startMs, speed, real, scheduler } = options;
  if (!(speed >= minSpeed && speed <= maxSpeed)) throw new RangeError(`speed must be from ${minSpeed} to ${maxSpeed}, not ${speed}`);
  let realStartMs: number | null = null;
  const nowMs = (): number => (realStartMs === null ? startMs : Math.round(startMs + (real.nowMs() - realStartMs) * speed));
  return {
    speed,
    startMs,
    nowMs,
    start() {
      realStartMs ??= real.nowMs();
    },
    toRealMs: (worldMs) => worldMs / speed,
    sleep(worldMs, signal) {
      if (worldMs <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          cancel();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const cancel = scheduler.after(worldMs / speed, wake);
        signal?.addEventListener('abort', wake, { once: true });
      });
    },
  };
}
