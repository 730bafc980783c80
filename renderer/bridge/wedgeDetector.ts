/** Longest pause between two characters of a scanner; people type slower (measured: 8-16 ms against more than 80 ms). */
export const longestScannerGapMs = 35;
/** Quiet time after which a burst is over, milliseconds. */
export const quietMs = 60;
/** Fewest characters of a scan; shorter bursts are quick fingers. */
const fewestScanCharacters = 4;
/** Most characters taken as one scan; more is a stuck key. */
const mostScanCharacters = 512;

/** Tells a keyboard-wedge scanner from a person by timing alone. `later` runs its argument after a delay and can be taken back. */
export type WedgeDetector = {
  /** A printable character was pressed at `atMs`. */
  character(text: string, atMs: number): void;
  /** Enter or Tab: ends a scan, or is a key of its own. */
  terminator(key: string, atMs: number): void;
};

/** A detector with no burst yet. `later` is a timer; the detector never reads a clock itself. */
export function createWedgeDetector(use: {
  readonly onScan: (text: string) => void;
  readonly onKey: (key: string) => void;
  readonly later: (run: () => void, afterMs: number) => () => void;
}): WedgeDetector {
  let burst: { text: string; lastAtMs: number } | null = null;
  let cancel: () => void = () => undefined;

  const finish = (): boolean => {
    cancel();
    const done = burst;
    burst = null;
    if (done === null) return false;
    if (done.text.length >= fewestScanCharacters) {
      use.onScan(done.text.slice(0, mostScanCharacters));
      return true;
    }
    for (const character of done.text) use.onKey(character);
    return false;
  };
  return {
    character(text, atMs) {
      if (burst !== null && atMs - burst.lastAtMs > longestScannerGapMs) finish();
      burst = { text: (burst?.text ?? '') + text, lastAtMs: atMs };
      cancel();
      cancel = use.later(finish, quietMs);
    },
    terminator(key, atMs) {
      const isOfBurst = burst !== null && atMs - burst.lastAtMs <= longestScannerGapMs;
      const wasScan = finish();
      if (!(isOfBurst && wasScan)) use.onKey(key);
    },
  };
}
