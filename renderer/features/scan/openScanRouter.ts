import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { ScannedThing } from '#shared/model/workflow/workflow.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';

/** Names a scan against the station's own copy. */
export function resolveAtStation(text: string, aim: string | null, station: Pick<Station, 'store' | 'tools' | 'nowMs'>): ScannedThing {
  const tools = station.tools();
  if (tools === null) return { kind: 'unknown', reason: 'scan.unknownCode' };
  return resolveScan(text, aim, { view: station.store.view, find: station.store.find, site: tools.site, nowMs: station.nowMs() });
}

/** Gives every scan of the host to the station's queue of inputs, on whatever screen. Returns the way out. */
export function openScanRouter(station: Station): () => void {
  const { bridge, runner } = station;
  return followStream(
    bridge,
    (signal) => bridge.client.devices.scans(undefined, { signal }),
    (scan) => runner.submitScan(scan),
  );
}
