/** The difference between the platform's clock and this machine's, learnt from answers. */
export type ClockOffset = {
  /** Platform clock minus host clock, milliseconds; 0 until known. */
  offsetMs(): number;
  /** Takes one answer's mark, corrected by half its round trip. */
  learn(mark: { readonly platformNowMs: number | null; readonly sentAtMs: number; readonly receivedAtMs: number }): void;
};

/** Marks kept; the one with the shortest round trip counts, as its error is at most half of it. */
export const keptMarks = 8;
/** A new mark this far from the offset in use means that a clock was set: earlier marks are forgotten. */
export const clockJumpMs = 2000;

/** Makes an offset that knows nothing yet. */
export function createClockOffset(): ClockOffset {
  let marks: { readonly offsetMs: number; readonly roundTripMs: number }[] = [];
  const best = () =>
    marks.reduce<(typeof marks)[number] | null>((least, mark) => (least && least.roundTripMs <= mark.roundTripMs ? least : mark), null);
  return {
    offsetMs: () => Math.round(best()?.offsetMs ?? 0),
    learn({ platformNowMs, sentAtMs, receivedAtMs }) {
      const roundTripMs = receivedAtMs - sentAtMs;
      // A negative or huge round trip: this machine's clock was set, or it slept, in between.
      if (platformNowMs === null || roundTripMs < 0 || roundTripMs > 30_000) return;
      const offsetMs = platformNowMs - (sentAtMs + roundTripMs / 2);
      const inUse = best();
      if (inUse && Math.abs(inUse.offsetMs - offsetMs) > clockJumpMs + roundTripMs) marks = [];
      marks = [...marks, { offsetMs, roundTripMs }].slice(-keptMarks);
    },
  };
}
