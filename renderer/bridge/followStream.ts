import type { Bridge } from './openBridge.ts';

/** Pause before a stream that ended on a living line is asked for again, milliseconds. */
const reopenAfterMs = 500;

/** Reads a stream of the host for as long as the page lives: asked for again after every reconnect. Returns the stop. */
export function followStream<T>(
  bridge: Bridge,
  ask: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  use: (item: T) => void,
): () => void {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await whenUp(bridge, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        for await (const item of await ask(stopping.signal)) {
          if (stopping.signal.aborted) return;
          use(item);
        }
      } catch {
        // A stream that broke with the line is asked for again; the light of the line tells the operator.
      }
      await new Promise((resolve) => setTimeout(resolve, reopenAfterMs));
    }
  };
  void run();
  return () => stopping.abort();
}

function whenUp(bridge: Bridge, signal: AbortSignal): Promise<void> {
  if (bridge.state().status === 'up') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = bridge.onState((state) => {
      if (state.status !== 'up') return;
      stop();
      resolve();
    });
    signal.addEventListener('abort', () => {
      stop();
      resolve();
    });
  });
}
