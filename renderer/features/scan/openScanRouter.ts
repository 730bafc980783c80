import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { ScannedThing } from '#shared/model/workflow/workflow.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';

/** Name of the Web Lock that decides which window of the browser takes the scans. */
const handsLockName = 'halfhour.hands';

/** Names a scan against the station's own copy. */
export function resolveAtStation(text: string, aim: string | null, station: Pick<Station, 'store' | 'tools' | 'nowMs'>): ScannedThing {
  const tools = station.tools();
  if (tools === null) return { kind: 'unknown', reason: 'scan.unknownCode' };
  return resolveScan(text, aim, { view: station.store.view, find: station.store.find, site: tools.site, nowMs: station.nowMs() });
}

/**
 * Gives every scan and weight of the host to the station's queue of inputs, on whatever screen. Only one window of a browser
 * does: the others wait until it closes. Returns the way out.
 */
export function openScanRouter(station: Station, setHands: (hasHands: boolean) => void): () => void {
  const leaving = new AbortController();
  const closers: (() => void)[] = [];
  const take = () => {
    setHands(true);
    closers.push(followStream(station.bridge, (signal) => station.bridge.client.devices.scans(undefined, { signal }), (scan) => station.runner.submitScan(scan)));
  };
  const held = new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()));
  if (typeof navigator === 'undefined' || navigator.locks === undefined) take();
  else {
    void navigator.locks
      .request(handsLockName, { signal: leaving.signal }, async () => {
        take();
        await held;
      })
      .catch(() => undefined);
  }
  return () => {
    leaving.abort();
    setHands(false);
    for (const close of closers) close();
  };
}
