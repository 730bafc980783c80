import { useCallback, useEffect, useRef, useState } from 'react';
import type { FleetHistory, FleetView } from '#shared/features/robots/robotsContract.ts';
import type { BridgeClient } from '#renderer/bridge/bridgeClient.ts';
import { createObservable } from '#renderer/bridge/observable.ts';

type Past = { readonly history: FleetHistory; readonly atMs: number; readonly view: FleetView | null };

/** Looking at the fleet as it was. `past` is null while the present is shown; `go` is given a moment, which is kept within what there is. */
export function useReplay(calls: BridgeClient['robots']) {
  const [past, setPast] = useState<Past | null>(null);
  const [live] = useState(() => createObservable<FleetView | null>(null));
  const asked = useRef(0);
  const show = useCallback(
    (history: FleetHistory, wantedMs: number) => {
      const no = (asked.current += 1);
      const atMs = Math.min(history.toMs, Math.max(history.fromMs, wantedMs));
      setPast((before) => ({ history, atMs, view: before?.view ?? null }));
      calls
        .viewAt({ atMs })
        .then((view) => {
          if (no !== asked.current) return;
          live.set(view);
          setPast({ history, atMs, view });
        })
        .catch(() => undefined);
    },
    [calls, live],
  );
  const end = useCallback(() => {
    asked.current += 1;
    setPast(null);
  }, []);
  const begin = useCallback(() => {
    calls
      .history()
      .then((history) => history && show(history, history.toMs))
      .catch(() => undefined);
  }, [calls, show]);
  useEffect(() => () => void (asked.current += 1), []);
  const go = (atMs: number) => past && show(past.history, atMs);
  return { past, live, begin, end, go, step: (byMs: number) => past && go(past.atMs + byMs) };
}

export type Replay = ReturnType<typeof useReplay>;
