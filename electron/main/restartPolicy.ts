/** Shortest and longest pause before a crashed host is started again. */
export const firstRestartMs = 250;
export const longestRestartMs = 30_000;
/** A host that lived this long counts as well: the pauses begin anew. */
export const healthyAfterMs = 60_000;
/** Crashes in a row after which the person in front is told. */
export const crashesBeforeTelling = 4;

export type RestartPlan = { readonly inMs: number; readonly isTold: boolean; readonly crashes: number };

/** Decides when a crashed host is started again: at once at first, then in doubling pauses; never given up. */
export function createRestartPolicy(): { crashed(livedMs: number): RestartPlan } {
  let crashes = 0;
  return {
    crashed(livedMs) {
      crashes = livedMs >= healthyAfterMs ? 1 : crashes + 1;
      const inMs = Math.min(firstRestartMs * 2 ** Math.min(crashes - 1, 20), longestRestartMs);
      return { inMs, isTold: crashes === crashesBeforeTelling, crashes };
    },
  };
}
