import { PassThrough } from 'node:stream';
import { openCommandJournal } from '#electron/host/openCommandJournal.ts';
import type { Log } from '#shared/base/log.ts';
import { deviceSetting, type DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { ownBusyMs, ownNowMs } from '#test/support/ownClock.ts';

/** How long a scan took from its scanner's last byte until it was durable as a scan and as a command of the journal. Milliseconds. */
export type ScanWait = {
  readonly waitMs: number;
  /** Without what the host's thread waited for a processor that others had. */
  readonly ownMs: number;
  /** Processor time of the host's thread meanwhile; null where it cannot be told. */
  readonly busyMs: number | null;
};

/** A scanner at the host, and what the host does with a scan before the beep: frame, number, keep, tell, put into the journal. */
export type ScanDesk = {
  readonly setting: DeviceSetting;
  readonly port: PassThrough;
  /** Reads the hub's scans from now on. */
  attach(hub: DeviceHub): void;
  /** One scan after the other. */
  scan(text: string): Promise<ScanWait>;
  close(): Promise<void>;
};

const outboxId = 'outbox-1';
/** The platform acknowledges this many commands at a time. */
const acknowledgedTogether = 50;

/** Opens the desk with a journal in `dataFolder`, on the disk the hub writes to. */
export async function openScanDesk(dataFolder: string, log: Log): Promise<ScanDesk> {
  const journal = await openCommandJournal({ dataFolder, log, storeKey: 'A'.repeat(43) });
  const port = new PassThrough();
  const stop = new AbortController();
  let stationSeq = 0;
  let whenDurable: (() => void) | null = null;
  const read = async (hub: DeviceHub): Promise<void> => {
    for await (const { scanNo } of hub.scans(stop.signal)) {
      stationSeq += 1;
      await journal.append(someCommands(1, { outboxId, fromSeq: stationSeq }));
      whenDurable?.();
      void hub.acknowledgeScans(scanNo);
      if (stationSeq % acknowledgedTogether === 0) void journal.prune(outboxId, stationSeq);
    }
  };
  return {
    setting: deviceSetting.parse({ kind: 'scanner', via: 'port', deviceId: 'gun', name: 'gun', bounceMs: 0 }),
    port,
    attach: (hub) => void read(hub),
    scan: async (text) => {
      const startedAt = { wallMs: performance.now(), ownMs: ownNowMs(), busyMs: ownBusyMs() };
      const durable = new Promise<void>((resolve) => (whenDurable = resolve));
      port.write(`${text}\r`);
      await durable;
      const busyMs = startedAt.busyMs === null ? null : (ownBusyMs() ?? 0) - startedAt.busyMs;
      return { waitMs: performance.now() - startedAt.wallMs, ownMs: ownNowMs() - startedAt.ownMs, busyMs };
    },
    close: async () => {
      stop.abort();
      await journal.close();
    },
  };
}
