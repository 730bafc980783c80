/** Runs something later. Given as an argument, so that tests move time by hand. */
export type Scheduler = {
  /** Runs `run` once after `delayMs` (at least); the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void;
};

/** Waits for `delayMs`; with 0 it lets other work have the thread. */
export function pause(scheduler: Scheduler, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(delayMs, resolve);
  });
}
