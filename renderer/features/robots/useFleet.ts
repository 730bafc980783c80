import { useEffect, useState } from 'react';
import type { FleetView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import { createObservable, type Observable } from '#renderer/bridge/observable.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';

/** Least time between two changes of what is written: nobody reads faster. */
const wordsEveryMs = 400;

/** The fleet as the map follows it: every view the host tells. */
export type LiveFleet = Observable<FleetView | null>;

/**
 * The site's robots as the host tells them: `live` at most ten times a second, for the map; `fleet` the same for what is written, less often. `ways` is undefined until the host
 * has answered.
 */
export function useFleet() {
  const { bridge } = useStation();
  const { robots } = bridge.client;
  const [ways, setWays] = useState<RobotWaysView | undefined>(undefined);
  const [fleet, setFleet] = useState<FleetView | null>(null);
  const [live] = useState(() => createObservable<FleetView | null>(null));
  useEffect(() => {
    robots
      .ways()
      .then(setWays)
      .catch(() => undefined);
    let wroteAtMs = -Infinity;
    let later: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      clearTimeout(later);
      later = undefined;
      wroteAtMs = performance.now();
      setFleet(live.get());
    };
    const stop = followStream(
      bridge,
      (signal) => robots.fleet(undefined, { signal }),
      (view) => {
        live.set(view);
        const restMs = wroteAtMs + wordsEveryMs - performance.now();
        if (restMs <= 0) write();
        else later ??= setTimeout(write, restMs);
      },
    );
    return () => {
      stop();
      clearTimeout(later);
    };
  }, [bridge, robots, live]);
  return { ways, fleet, live, robots };
}
