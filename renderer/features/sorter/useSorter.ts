import { useEffect, useState } from 'react';
import type { SorterView } from '#shared/features/sorter/sorterContract.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';

/** The site's sorter as the host tells it, at most five times a second; undefined until the host has answered, null where the site has none. */
export function useSorter() {
  const { bridge } = useStation();
  const { sorter } = bridge.client;
  const [view, setView] = useState<SorterView | null | undefined>(undefined);
  useEffect(() => followStream(bridge, (signal) => sorter.view(undefined, { signal }), setView), [bridge, sorter]);
  return { view, sorter };
}
