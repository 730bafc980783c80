import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import type { ConnectionState } from '#shared/features/station/stationContract.ts';

/** Time between states when nothing changes. */
export const tellEveryMs = 5_000;

/** The state of all lines, told at every change and every `tellEveryMs`; a slow reader gets only the newest. */
export type ConnectionStates = {
  follow(signal: StopSignal | undefined): AsyncIterableIterator<ConnectionState>;
  /** Something changed; changes of one turn of the event loop are told once. */
  changed(): void;
  close(): void;
};

/** Starts telling; `read` gives the state of now. */
export function createConnectionStates(read: () => ConnectionState, everyMs = tellEveryMs): ConnectionStates {
  const readers = new Set<EventStream<ConnectionState>>();
  let isTelling = false;
  const tell = () => {
    isTelling = false;
    if (readers.size === 0) return;
    const state = read();
    for (const reader of readers) reader.push(state);
  };
  const timer = setInterval(tell, everyMs);
  timer.unref();
  return {
    follow(signal) {
      const reader = createEventStream<ConnectionState>({ maxQueued: 1, whenFull: 'keepNewest', onClose: () => readers.delete(reader) });
      readers.add(reader);
      if (signal?.aborted) reader.end();
      signal?.addEventListener('abort', () => reader.end(), { once: true });
      reader.push(read());
      return reader;
    },
    changed() {
      if (isTelling) return;
      isTelling = true;
      setImmediate(tell);
    },
    close() {
      clearInterval(timer);
      for (const reader of readers) reader.end();
    },
  };
}
