import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';

/** Newest site sequence, told to everyone who listens. */
export type NewsFeed = {
  headSeq(): number | null;
  /** A sequence became known. The same one again is told only when `isRepeatTold` (after an outage, so that everyone syncs). */
  announce(headSeq: number, isRepeatTold?: boolean): void;
  /** The newest known at once, then each newer; a slow reader gets only the newest. Ends with the signal or `close`. */
  follow(signal: StopSignal | undefined): AsyncIterableIterator<{ headSeq: number }>;
  close(): void;
};

/** Makes a feed without news. */
export function createNewsFeed(): NewsFeed {
  const readers = new Set<EventStream<{ headSeq: number }>>();
  let newest: number | null = null;
  return {
    headSeq: () => newest,
    announce(headSeq, isRepeatTold = false) {
      if (headSeq === newest && !isRepeatTold) return;
      newest = headSeq;
      for (const reader of readers) reader.push({ headSeq });
    },
    follow(signal) {
      const reader = createEventStream<{ headSeq: number }>({
        maxQueued: 1,
        whenFull: 'keepNewest',
        onClose: () => readers.delete(reader),
      });
      readers.add(reader);
      if (signal?.aborted) reader.end();
      signal?.addEventListener('abort', () => reader.end(), { once: true });
      if (newest !== null) reader.push({ headSeq: newest });
      return reader;
    },
    close() {
      for (const reader of readers) reader.end();
    },
  };
}
