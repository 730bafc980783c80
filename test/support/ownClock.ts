import { readFileSync } from 'node:fs';

/**
 * A clock that stands still while this thread waits for a processor (proc(5), schedstat): on a crowded machine it tells what the product took, not what
 * the others took. Where that cannot be read it is an ordinary clock. Milliseconds.
 */
export function ownNowMs(): number {
  return performance.now() - schedule().waitedMs;
}

/** Processor time this thread has had, milliseconds; null where it cannot be told. */
export function ownBusyMs(): number | null {
  return schedule().busyMs;
}

function schedule(): { readonly busyMs: number | null; readonly waitedMs: number } {
  try {
    const [busy, waited] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ').map(Number);
    return { busyMs: (busy ?? 0) / 1e6, waitedMs: (waited ?? 0) / 1e6 };
  } catch {
    return { busyMs: null, waitedMs: 0 };
  }
}
