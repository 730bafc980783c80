import { createDeviceHub } from '#electron/host/devices/createDeviceHub.ts';
import { silentLog } from '#shared/base/log.ts';
import { deviceSetting } from '#shared/model/device/deviceSetting.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const scansPerSecond = 20;
const defaultSeconds = 60;
const idleWaitMs = 10_000;

/**
 * A serial scanner at 20 codes a second through a pseudo terminal, the driver and the durable spool of the host: every code must come out
 * once and in order. `-- serial 10` for ten seconds instead of sixty. Then the cable is pulled and put back.
 */
export async function run({ arguments: words = [] }: { arguments?: readonly string[] }): Promise<{ metrics: Record<string, number> }> {
  if (ptyMissingReason !== null) throw new Error(ptyMissingReason);
  const seconds = Number(words[0] ?? defaultSeconds);
  if (!(seconds > 0)) throw new Error(`'${words[0]}' is no number of seconds`);
  const folder = tempFolder();
  const cable = await openPtyPair();
  const setting = deviceSetting.parse({ kind: 'scanner', via: 'serial', deviceId: 'gun', name: 'gun', path: cable.stationPath });
  const clock = { nowMs: () => Date.now() };
  const hub = await createDeviceHub({ dataFolder: folder.path, devices: [setting], clock, log: silentLog });
  const isReady = (): boolean => hub.states()[0]?.status === 'ready';
  try {
    await waitUntil('the scanner', isReady);
    const codes = Array.from({ length: seconds * scansPerSecond }, (_, index) => `CODE${String(index).padStart(6, '0')}`);
    const reading = readScans(hub, codes.length, seconds * 1_000 + idleWaitMs);
    const sentAtMs: number[] = [];
    const startedMs = performance.now();
    for (const [index, code] of codes.entries()) {
      const waitMs = startedMs + (index * 1_000) / scansPerSecond - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      sentAtMs.push(performance.now());
      await cable.send(`${code}\r\n`);
    }
    const read = await reading;
    const lagsMs = read.map(({ atMs }, index) => atMs - (sentAtMs[index] ?? atMs)).toSorted((a, b) => a - b);
    await cable.unplug();
    await waitUntil('the missing port', () => hub.states()[0]?.status === 'fault');
    await cable.replug();
    const replugMs = performance.now();
    await waitUntil('the scanner again', isReady);
    return {
      metrics: {
        sent: codes.length,
        read: read.length,
        wrong: read.filter(({ text }, index) => text !== codes[index]).length + Math.abs(codes.length - read.length),
        lagP50Ms: round(lagsMs[Math.floor(lagsMs.length / 2)] ?? 0),
        lagMaxMs: round(lagsMs.at(-1) ?? 0),
        backAfterMs: round(performance.now() - replugMs),
      },
    };
  } finally {
    await hub.close();
    await cable.close();
    folder.remove();
  }
}

async function readScans(
  hub: Awaited<ReturnType<typeof createDeviceHub>>,
  count: number,
  timeoutMs: number,
): Promise<{ text: string; atMs: number }[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  const read: { text: string; atMs: number }[] = [];
  for await (const { text, scanNo } of hub.scans(stop.signal)) {
    read.push({ text, atMs: performance.now() });
    await hub.acknowledgeScans(scanNo);
    if (read.length >= count) break;
  }
  clearTimeout(timer);
  return read;
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}
