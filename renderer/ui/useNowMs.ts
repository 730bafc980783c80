import { useEffect, useState } from 'react';

/** The given clock, read again every `everyMs` so that countdowns move. Correct after a suspend: it reads, never adds. */
export function useNowMs(readNowMs: () => number, everyMs = 1000): number {
  const [nowMs, setNowMs] = useState(readNowMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(readNowMs()), everyMs);
    return () => clearInterval(timer);
  }, [readNowMs, everyMs]);
  return nowMs;
}
