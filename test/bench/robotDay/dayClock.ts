/** Virtual time of a day: acts happen when their moment comes, those of one moment in the order they were asked for. */
export type DayClock = {
  nowMs(): number;
  /** So many milliseconds from now. */
  later(afterMs: number, act: () => void): void;
  advanceTo(untilMs: number): void;
};

/** A clock that stands at `startMs`. */
export function createDayClock(startMs: number): DayClock {
  let nowMs = startMs;
  const waiting: { readonly atMs: number; readonly act: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    later(afterMs, act) {
      const atMs = nowMs + Math.max(0, Math.round(afterMs));
      const place = waiting.findIndex((other) => other.atMs > atMs);
      waiting.splice(place === -1 ? waiting.length : place, 0, { atMs, act });
    },
    advanceTo(untilMs) {
      while (waiting[0] !== undefined && waiting[0].atMs <= untilMs) {
        const { atMs, act } = waiting.shift()!;
        nowMs = Math.max(nowMs, atMs);
        act();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}
