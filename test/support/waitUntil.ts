import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until `check` is true or gives a value, for tests against real programs and sockets that cannot be told a clock.
 * Throws after `timeoutMs`, naming `what` was awaited. Errors thrown by `check` count as "not yet".
 */
export async function waitUntil<T>(
  what: string,
  check: () => T | Promise<T>,
  options: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadlineMs = performance.now() + (options.timeoutMs ?? 15_000);
  let lastError: unknown;
  for (;;) {
    try {
      const found = await check();
      if (found !== null && found !== undefined && found !== false) return found;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadlineMs) throw new Error(`gave up waiting for ${what}`, { cause: lastError });
    await delay(options.everyMs ?? 25);
  }
}
