/** One reader's end of a stream: an async iterator that also ends while someone waits in `next`. */
export type EventStream<T> = AsyncIterableIterator<T, void, undefined> & {
  /** Hands an item to the reader. False when the stream has ended, now or before. */
  push(item: T): boolean;
  /** Ends the stream; what is queued is still read. */
  end(): void;
  /** Ends the stream with an error, after what is queued. */
  fail(fault: Error): void;
  return(): Promise<IteratorResult<T, void>>;
  readonly waiting: number;
};

/** A reader was too slow and its stream was cut; it comes back and resumes. */
export class SlowReaderFault extends Error {
  override readonly name = 'SlowReaderFault';
}

/**
 * Makes a stream with a bounded queue.
 * `maxQueued`: most items a slow reader may leave waiting. `whenFull`: 'cut' fails the stream with SlowReaderFault (the reader comes
 * back and resumes), 'keepNewest' drops the oldest item (for states, where only the newest counts).
 * `onClose` is called exactly once, when the stream ends for whatever reason: unsubscribe there.
 */
export function createEventStream<T>(options: {
  readonly maxQueued: number;
  readonly whenFull: 'cut' | 'keepNewest';
  readonly onClose?: () => void;
}): EventStream<T> {
  const queue: T[] = [];
  let waitingReaders: { resolve(result: IteratorResult<T, void>): void; reject(fault: Error): void }[] = [];
  let isEnded = false;
  let fault: Error | null = null;

  const close = (reason: Error | null) => {
    if (isEnded) return;
    isEnded = true;
    fault = reason;
    const readers = waitingReaders;
    waitingReaders = [];
    for (const [index, reader] of readers.entries()) {
      if (index === 0 && fault) {
        reader.reject(fault);
        fault = null;
      } else reader.resolve({ done: true, value: undefined });
    }
    options.onClose?.();
  };

  return {
    push(item) {
      if (isEnded) return false;
      const reader = waitingReaders.shift();
      if (reader) {
        reader.resolve({ done: false, value: item });
        return true;
      }
      if (queue.length >= options.maxQueued) {
        if (options.whenFull === 'cut') {
          queue.length = 0;
          close(new SlowReaderFault(`reader left ${options.maxQueued} items waiting`));
          return false;
        }
        queue.shift();
      }
      queue.push(item);
      return true;
    },
    end: () => close(null),
    fail: (reason) => close(reason),
    next() {
      if (queue.length > 0) return Promise.resolve({ done: false, value: queue.shift() as T });
      if (fault) {
        const reason = fault;
        fault = null;
        return Promise.reject(reason);
      }
      if (isEnded) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve, reject) => waitingReaders.push({ resolve, reject }));
    },
    return() {
      queue.length = 0;
      close(null);
      fault = null;
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    get waiting() {
      return queue.length;
    },
  };
}
