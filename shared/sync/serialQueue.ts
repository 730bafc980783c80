/** Runs jobs one after another in the order they were given; a job that rejects does not stop the next. */
export type SerialQueue = {
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Resolves when everything given so far is over. */
  idle(): Promise<void>;
};

/** An empty queue. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<T>(job: () => Promise<T>): Promise<T> {
      const outcome = last.then(job);
      last = outcome.catch(() => undefined);
      return outcome;
    },
    async idle() {
      await last;
    },
  };
}
