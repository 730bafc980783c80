import { existsSync, readFileSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import type { ScaleProtocol } from '#shared/model/device/deviceSetting.ts';
import { openDeviceHub } from '#test/support/openDeviceHub.ts';
import { openPtyPair, ptyMissingReason, type PtyPair } from '#test/support/openPtyPair.ts';
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
        const { cable, hub, readings } = await openScale(protocol);
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

  test.skipIf(missing !== null)(
    `[SC8] a cable pulled out in the middle of any frame costs that frame only; the scale is read again within three seconds ${missing ?? ''}`,
    async () => {
      const waitsMs = await Promise.all([...framesByProtocol()].map(([protocol, frames], index) => pullAndPlug(protocol, frames, index)));
      expect(Math.max(...waitsMs.flat())).toBeLessThan(3_000);
    },
    90_000,
  );

  test.skipIf(missing !== null)(
    `[SC8] nothing that was asked of a scale while its cable was out reaches it afterwards ${missing ?? ''}`,
    async () => {
      const { cable, hub } = await openScale('mtSics', { pollMs: 50 });
      const first = listen(cable);
      await waitUntil('the first questions', () => first.heard().includes('SI\r\n'));
      await first.close();
      await cable.unplug();
      await waitUntil('the fault', () => hub.states()[0]?.status === 'fault');
      const asked = [await hub.zeroScale('s'), await hub.setup.tareScale('s')];
      await cable.replug();
      const second = listen(cable);
      closers.push(() => second.close());
      await waitUntil('questions again', () => second.heard().split('SI\r\n').length > 4);
      expect([asked, second.heard().replaceAll(/SI\r\n/g, '')]).toEqual([[{ isDone: false }, false], expect.stringMatching(/^S?I?\r?$/)]);
    },
    30_000,
  );
});

/** A hub with one scale on a cable, and what it reads. */
async function openScale(protocol: ScaleProtocol, more: { readonly pollMs?: number } = {}) {
  const cable = await openPtyPair();
  const folder = tempFolder();
  closers.push(
    () => folder.remove(),
    () => cable.close(),
  );
  const hub = await openDeviceHub(folder.path, [
    { kind: 'scale', via: 'serial', deviceId: 's', name: 's', path: cable.stationPath, protocol, maxGrams: 1_000_000, ...more },
  ]);
  closers.push(() => hub.close());
  const readings: WeightReading[] = [];
  void (async () => {
    for await (const reading of hub.weights(new AbortController().signal)) readings.push(reading);
  })();
  return { cable, hub, readings };
}

type Weighed = { readonly hex: string; readonly grams: number; readonly isStable: boolean };

/** Pulls the cable at a random byte of each frame and plugs it in again; how long it took until the scale was read again, milliseconds. */
async function pullAndPlug(protocol: ScaleProtocol, frames: readonly Weighed[], seed: number): Promise<number[]> {
  const prng = createPrng(seed + 11);
  const { cable, hub, readings } = await openScale(protocol);
  const sendUntil = (frame: Weighed, what: string): Promise<unknown> =>
    waitUntil(
      `${protocol} ${what} ${frame.hex}`,
      async () => {
        await cable.send(Buffer.from(frame.hex, 'hex'));
        return readings.some((one) => one.grams === frame.grams && (one.status === 'unstable') === !frame.isStable);
      },
      { everyMs: 60, timeoutMs: 10_000 },
    );
  const waitsMs: number[] = [];
  for (const frame of frames) {
    const bytes = Buffer.from(frame.hex, 'hex');
    const cut = 1 + Math.floor(prng.next() * (bytes.length - 1));
    readings.length = 0;
    await sendUntil(frame, 'before');
    await cable.send(bytes.subarray(0, cut));
    await cable.unplug();
    await waitUntil(`${protocol} the fault`, () => ['device.disconnected', 'device.notFound'].includes(hub.states()[0]?.fault ?? ''));
    readings.length = 0;
    await cable.replug();
    const pluggedAt = performance.now();
    // The rest of the torn frame comes first: a scale does not know that nobody listened.
    await cable.send(bytes.subarray(cut));
    await sendUntil(frame, 'after');
    waitsMs.push(performance.now() - pluggedAt);
    expect(readings.filter((one) => one.grams !== frame.grams)).toEqual([]);
  }
  return waitsMs;
}

/** What the station writes, heard at the scale's end of the cable. */
function listen(cable: PtyPair): { heard(): string; close(): Promise<void> } {
  const far = new SerialPort({ path: cable.devicePath, baudRate: 9_600, lock: false });
  let heard = '';
  far.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  return { heard: () => heard, close: () => new Promise((resolve) => (far.isOpen ? far.close(() => resolve()) : resolve())) };
}
