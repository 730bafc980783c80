import type { ScanWait } from './openScanDesk.ts';

/** How long scans waited, from the scanner's last byte until durable in the journal. Milliseconds. */
export type ScanWaits = {
  readonly scans: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** The longest without what the host's thread waited for a processor that others had. */
  readonly ownMaxMs: number;
  /** Most processor time the host's own thread used while a scan waited: what work of the host can hold a scan up; null where it cannot be told. */
  readonly hostBusyMaxMs: number | null;
};

/** Sums up the waits of many scans. */
export function sumUpWaits(waits: readonly ScanWait[]): ScanWaits {
  const sorted = waits.map(({ waitMs }) => waitMs).sort((one, other) => one - other);
  const busy = waits.flatMap(({ busyMs }) => (busyMs === null ? [] : [busyMs]));
  return {
    scans: waits.length,
    p50Ms: sorted[Math.floor(waits.length * 0.5)] ?? 0,
    p99Ms: sorted[Math.floor(waits.length * 0.99)] ?? 0,
    maxMs: sorted.at(-1) ?? 0,
    ownMaxMs: Math.max(0, ...waits.map(({ ownMs }) => ownMs)),
    hostBusyMaxMs: busy.length === 0 ? null : Math.max(...busy),
  };
}
