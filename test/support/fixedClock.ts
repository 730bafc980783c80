import type { Clock } from '#shared/base/clock.ts';

export type FixedClock = Clock & {
  /** Moves the clock on by `deltaMs` (backwards when negative: a clock jump). */
  advance(deltaMs: number): void;
  /** Puts the clock at UTC epoch `atMs`. */
  set(atMs: number): void;
};

/** 2026-03-02 10:00:00 in Shanghai: where tests start unless they say otherwise. */
export const testStartMs = Date.UTC(2026, 2, 2, 2, 0, 0);

/** A clock that stands still until it is moved. */
export function createFixedClock(startMs: number = testStartMs): FixedClock {
  let currentMs = startMs;
  return {
    nowMs: () => currentMs,
    advance: (deltaMs) => {
      currentMs += deltaMs;
    },
    set: (atMs) => {
      currentMs = atMs;
    },
  };
}
