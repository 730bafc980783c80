import { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, test } from 'vitest';
import { createDeviceHub } from '#electron/host/devices/createDeviceHub.ts';
import { silentLog } from '#shared/base/log.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import { deviceSetting, type DeviceSettingInput } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { createScaleSimulator } from '#platform/world/devices/createScaleSimulator.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const clock = { nowMs: () => Date.now() };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A hub with one scale, and everything it has told. */
async function openScaleHub(setting: DeviceSettingInput, ports = {}): Promise<{ hub: DeviceHub; readings: WeightReading[] }> {
  const folder = tempFolder();
  closers.push(() => folder.remove());
  const hub = await createDeviceHub({ dataFolder: folder.path, devices: [deviceSetting.parse(setting)], clock, log: silentLog, ports });
  closers.push(() => hub.close());
  const readings: WeightReading[] = [];
  void (async () => {
    for await (const reading of hub.weights(new AbortController().signal)) readings.push(reading);
  })();
  return { hub, readings };
}

const seen = (readings: readonly WeightReading[], status: WeightReading['status'], grams: number): boolean =>
  readings.some((reading) => reading.status === status && reading.grams === grams);

describe('scales', () => {
  test('[SC4] stable, unstable, zero, negative and overload are told apart; zero can be set', async () => {
    const scale = createScaleSimulator();
    closers.push(() => scale.close());
    const setting = { kind: 'scale', via: 'port', deviceId: 's', name: 's', pollMs: 50, maxGrams: 6_000 } as const;
    const { hub, readings } = await openScaleHub(setting, { s: scale.port });
    await waitUntil('zero', () => seen(readings, 'zero', 0));
    scale.setGrams(530, false);
    await waitUntil('unstable', () => seen(readings, 'unstable', 530));
    scale.setGrams(530);
    await waitUntil('stable', () => seen(readings, 'stable', 530));
    scale.setGrams(-40);
    await waitUntil('negative', () => seen(readings, 'negative', -40));
    scale.setGrams(7_000);
    await waitUntil('overload', () => seen(readings, 'overload', 7_000));
    scale.setGrams(120);
    await waitUntil('the bowl', () => seen(readings, 'stable', 120));
    const zeroed = await hub.zeroScale('s');
    readings.length = 0;
    await waitUntil('zero again', () => seen(readings, 'zero', 0));
    scale.setGrams(120, false);
    expect([zeroed, await hub.zeroScale('s'), await hub.zeroScale('none'), hub.states()[0]?.status]).toEqual([
      { isDone: true },
      { isDone: false },
      { isDone: false },
      'ready',
    ]);
  });

  test('[SC5] an unchanged weight is told again, so that it is never older than a second', async () => {
    const scale = createScaleSimulator();
    closers.push(() => scale.close());
    const { readings } = await openScaleHub({ kind: 'scale', via: 'port', deviceId: 's', name: 's', pollMs: 50 }, { s: scale.port });
    scale.setGrams(530);
    await waitUntil('four readings', () => readings.filter((reading) => reading.grams === 530).length >= 4);
    const times = readings.filter((reading) => reading.grams === 530).map((reading) => reading.atMs);
    expect(Math.max(...times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0)))).toBeLessThan(1_000);
  });

  test('[SC5] a scale that falls silent is at fault within two seconds', async () => {
    const scale = createScaleSimulator();
    const { hub, readings } = await openScaleHub({ kind: 'scale', via: 'port', deviceId: 's', name: 's', pollMs: 50 }, { s: scale.port });
    await waitUntil('zero', () => seen(readings, 'zero', 0));
    scale.port?.removeAllListeners('data');
    await waitUntil('the fault', () => hub.states()[0]?.fault === 'device.silent', { timeoutMs: 2_500 });
    scale.close();
  });

  test('[SC5] a scale whose line is open and that never says a word is at fault within two seconds', async () => {
    const mute = new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
    const { hub } = await openScaleHub({ kind: 'scale', via: 'port', deviceId: 's', name: 's', pollMs: 50 }, { s: mute });
    await waitUntil('the fault', () => hub.states()[0]?.fault === 'device.silent', { timeoutMs: 2_500 });
  });

  test.skipIf(ptyMissingReason !== null)(`[SC6] MT-SICS over a serial line ${ptyMissingReason ?? ''}`, async () => {
    const cable = await openPtyPair();
    closers.push(() => cable.close());
    const far = new SerialPort({ path: cable.devicePath, baudRate: 9600, lock: false });
    const scale = createScaleSimulator(far);
    closers.push(() => new Promise((resolve) => far.close(resolve)));
    const { readings } = await openScaleHub({
      kind: 'scale',
      via: 'serial',
      deviceId: 's',
      name: 's',
      path: cable.stationPath,
      pollMs: 50,
    });
    scale.setGrams(1_234);
    await waitUntil('the weight', () => seen(readings, 'stable', 1_234));
    scale.close();
  });
});
