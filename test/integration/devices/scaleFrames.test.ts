import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import type { ScaleProtocol } from '#shared/model/device/deviceSetting.ts';
import { openDeviceHub } from '#test/support/openDeviceHub.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const framesPath = '../shared/data/scale/scale-frames.json';
const missing = ptyMissingReason ?? (existsSync(framesPath) ? null : `${framesPath} is not there`);

type Frame = { readonly protocol: string; readonly hex: string; readonly expect: { weight?: number; unit?: string; stable?: boolean } };
const protocolOf: Readonly<Record<string, ScaleProtocol>> = {
  'MT-SICS': 'mtSics',
  'Toledo 8217/8213 demand': 'toledo8217',
  'CAS 22-byte': 'cas',
  'CAS 10-byte': 'cas',
  'A&D/Excell 18-byte': 'and',
  'Toledo continuous': 'toledoContinuous',
  'DIGI DS-781 37-byte': 'digi',
  'Aihua ACS-P215': 'aihua',
};
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Frames with a weight, by protocol; the probe of the 8217 and frames of states have none. */
function framesByProtocol(): Map<ScaleProtocol, { hex: string; grams: number; isStable: boolean }[]> {
  const frames = JSON.parse(readFileSync(framesPath, 'utf8')) as Frame[];
  const byProtocol = new Map<ScaleProtocol, { hex: string; grams: number; isStable: boolean }[]>();
  for (const { protocol, hex, expect: wanted } of frames) {
    const name = protocolOf[protocol];
    if (name === undefined || wanted.weight === undefined) continue;
    const grams = Math.round(wanted.weight * (wanted.unit === 'g' ? 1 : 1_000)) + 0;
    byProtocol.set(name, [...(byProtocol.get(name) ?? []), { hex, grams, isStable: wanted.stable ?? true }]);
  }
  return byProtocol;
}

describe('recorded frames of scales', () => {
  test.skipIf(missing !== null)(
    `[SC8] every recorded frame, split anywhere, over a serial line ${missing ?? ''}`,
    async () => {
      const prng = createPrng(3);
      for (const [protocol, frames] of framesByProtocol()) {
        const cable = await openPtyPair();
        const folder = tempFolder();
        closers.push(
          () => folder.remove(),
          () => cable.close(),
        );
        const hub = await openDeviceHub(folder.path, [
          { kind: 'scale', via: 'serial', deviceId: 's', name: 's', path: cable.stationPath, protocol, maxGrams: 1_000_000 },
        ]);
        closers.push(() => hub.close());
        const readings: WeightReading[] = [];
        void (async () => {
          for await (const reading of hub.weights(new AbortController().signal)) readings.push(reading);
        })();
        for (const frame of frames) {
          const bytes = Buffer.from(frame.hex, 'hex');
          readings.length = 0;
          await waitUntil(
            `${protocol} ${frame.hex}`,
            async () => {
              const cut = Math.floor(prng.next() * bytes.length);
              await cable.send(bytes.subarray(0, cut));
              await new Promise((resolve) => setImmediate(resolve));
              await cable.send(bytes.subarray(cut));
              return readings.some((reading) => reading.grams === frame.grams && (reading.status === 'unstable') === !frame.isStable);
            },
            { everyMs: 60, timeoutMs: 5_000 },
          );
        }
        await hub.close();
      }
    },
    90_000,
  );
});
