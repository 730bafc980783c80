/** Time allowed for a graceful stop before the process ends all the same. */
export const stopTimeoutMs = 5_000;

/** Waits for SIGINT, SIGTERM, SIGHUP or the death of a parent that holds an IPC channel, then runs `close`. A second signal ends at once. */
export function untilAskedToStop(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const stop = () => {
      if (isStopping) process.exit(130);
      isStopping = true;
      const tooSlow = setTimeout(() => process.exit(1), stopTimeoutMs);
      tooSlow.unref();
      void close().finally(resolve);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (process.channel) process.on('disconnect', stop);
  });
}
