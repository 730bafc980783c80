/** Work repeated in the background. */
export type Worker = {
  /** Runs once more now, after a run that is under way. */
  runNow(): Promise<void>;
  /** Ends after the run under way. */
  stop(): Promise<void>;
};

/** Longest pause after repeated faults. */
const maxPauseMs = 60_000;

/**
 * Repeats `run` with `everyMs` of true time between the end of one run and the start of the next; runs never overlap.
 * A fault of the world is told to `onRun` and lengthens the pause, up to a minute.
 */
export function createWorker(everyMs: number, run: () => Promise<unknown>, onRun: (seconds: number, fault: unknown) => void): Worker {
  let isStopped = false;
  let faults = 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();

  const runOnce = async () => {
    const startMs = performance.now();
    try {
      await run();
      faults = 0;
      onRun((performance.now() - startMs) / 1000, null);
    } catch (fault) {
      faults += 1;
      onRun((performance.now() - startMs) / 1000, fault);
    }
  };
  const plan = () => {
    if (isStopped) return;
    const pauseMs = Math.min(maxPauseMs, everyMs * 2 ** Math.min(faults, 10));
    timer = setTimeout(() => void next(), Math.max(everyMs, pauseMs));
  };
  const next = () => {
    clearTimeout(timer);
    underWay = underWay.then(async () => {
      if (!isStopped) await runOnce();
    });
    void underWay.then(() => {
      clearTimeout(timer);
      plan();
    });
    return underWay;
  };
  plan();
  return {
    runNow: next,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
