import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';

/** Everybody who reads one kind of event. */
export type Readers<T> = {
  /** A stream that starts with `first` and goes on with what is pushed; ended by its signal, its reader or `end`. */
  open(signal: StopSignal, first: readonly T[]): EventStream<T>;
  push(item: T): void;
  /** Ends all streams; what is queued is still read. */
  end(): void;
};

/** `maxQueued` and `whenFull` say what happens to a reader that is too slow. */
export function createReaders<T>(maxQueued: number, whenFull: 'cut' | 'keepNewest'): Readers<T> {
  const streams = new Set<EventStream<T>>();
  let isEnded = false;
  return {
    open: (signal, first) => {
      const abort = (): void => stream.end();
      const onClose = (): void => {
        streams.delete(stream);
        signal.removeEventListener('abort', abort);
      };
      const stream: EventStream<T> = createEventStream<T>({ maxQueued, whenFull, onClose });
      for (const item of first) stream.push(item);
      streams.add(stream);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted || isEnded) stream.end();
      return stream;
    },
    push: (item) => {
      for (const stream of streams) stream.push(item);
    },
    end: () => {
      isEnded = true;
      for (const stream of streams) stream.end();
    },
  };
}
