import { useEffect, useState } from 'react';
import type { FleetView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';

/** The site's robots as the host tells them, at most five times a second; `ways` is undefined until the host has answered. */
export function useFleet() {
  const { bridge } = useStation();
  const { robots } = bridge.client;
  const [ways, setWays] = useState<RobotWaysView | undefined>(undefined);
  const [fleet, setFleet] = useState<FleetView | null>(null);
  useEffect(() => {
    robots
      .ways()
      .then(setWays)
      .catch(() => undefined);
    return followStream(bridge, (signal) => robots.fleet(undefined, { signal }), setFleet);
  }, [bridge, robots]);
  return { ways, fleet, robots };
}
