import type { Log } from '#shared/base/log.ts';

/** What went wrong in the world, counted by name: the world goes on, and the report says it. */
export type TroubleCounter = {
  count(name: string, error?: unknown): void;
  counts(): Readonly<Record<string, number>>;
};

/** A counter that also tells the log. */
export function createTroubleCounter(log: Log): TroubleCounter {
  const counts = new Map<string, number>();
  return {
    count(name, error) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      log.warn(`world.${name}`, error === undefined ? {} : { error: error instanceof Error ? error.message : JSON.stringify(error) });
    },
    counts: () => Object.fromEntries(counts),
  };
}
