import type { Clock } from '#shared/base/clock.ts';

/** The browser's clock, corrected to the platform's. It reads the clock every time, so a suspend does no harm. */
export function createCorrectedClock(): Clock & { setOffset(offsetMs: number): void } {
  let correctionMs = 0;
  return {
    nowMs: () => Date.now() + correctionMs,
    setOffset(offsetMs) {
      correctionMs = Math.round(offsetMs);
    },
  };
}
