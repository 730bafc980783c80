import { afterEach, describe, expect, test } from 'vitest';
import { createDeviceHub } from '#electron/host/devices/createDeviceHub.ts';
import { silentLog } from '#shared/base/log.ts';
import type { Scan } from '#shared/model/device/device.ts';
import { deviceSetting, type DeviceSettingInput } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { createScannerPort } from '#platform/world/devices/createScannerPort.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const clock = { nowMs: () => Date.now() };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openHub(dataFolder: string, devices: DeviceSettingInput[], ports = {}): Promise<DeviceHub> {
  const hub = await createDeviceHub({ dataFolder, devices: devices.map((one) => deviceSetting.parse(one)), clock, log: silentLog, ports });
  closers.push(() => hub.close());
  return hub;
}

function newFolder(): string {
  const folder = tempFolder();
  closers.push(() => folder.remove());
  return folder.path;
}

/** Collects what a reader gets until it has `count` scans. */
async function takeScans(hub: DeviceHub, count: number): Promise<Scan[]> {
  const stop = new AbortController();
  const taken: Scan[] = [];
  const timer = setTimeout(() => stop.abort(), 10_000);
  for await (const scan of hub.scans(stop.signal)) {
    taken.push(scan);
    if (taken.length >= count) break;
  }
  clearTimeout(timer);
  return taken;
}

const codes = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `CODE${String(from + index).padStart(5, '0')}`);
const statusOf = (hub: DeviceHub, deviceId: string) => hub.states().find((state) => state.deviceId === deviceId);

describe.skipIf(ptyMissingReason !== null)(`serial scanners ${ptyMissingReason ?? ''}`, () => {
  async function openGun(dataFolder = newFolder()) {
    const cable = await openPtyPair();
    closers.push(() => cable.close());
    const setting = { kind: 'scanner', via: 'serial', deviceId: 'gun', name: 'gun', path: cable.stationPath } as const;
    const hub = await openHub(dataFolder, [setting]);
    await waitUntil('the scanner', () => statusOf(hub, 'gun')?.status === 'ready');
    return { cable, hub, dataFolder, setting };
  }

  test('[SN5] bursts of 20 scans a second come in order, none lost, none doubled', async () => {
    const { cable, hub } = await openGun();
    const sent = codes(100);
    const reading = takeScans(hub, sent.length);
    for (const code of sent) {
      await cable.send(`${code}\r\n`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const read = await reading;
    expect([read.map((scan) => scan.text), read.map((scan) => scan.scanNo)]).toEqual([sent, sent.map((_, index) => index + 1)]);
  });

  test('[SN5] a hundred codes at once, split anywhere, are the same hundred', async () => {
    const { cable, hub } = await openGun();
    const sent = codes(100);
    const bytes = sent.map((code) => `${code}\r`).join('');
    const reading = takeScans(hub, sent.length);
    for (let at = 0; at < bytes.length; at += 7) await cable.send(bytes.slice(at, at + 7));
    expect((await reading).map((scan) => scan.text)).toEqual(sent);
  });

  test('[SN6] unplugged and plugged in again it reads on within 3 s; the fault has a name', async () => {
    const { cable, hub } = await openGun();
    await cable.send('BEFORE\r69012');
    await waitUntil('the first scan', () => hub.scansWaiting() === 1);
    await cable.unplug();
    const fault = await waitUntil('the fault', () => statusOf(hub, 'gun')?.fault);
    await waitUntil('the missing port', () => statusOf(hub, 'gun')?.fault === 'device.notFound');
    await cable.replug();
    const startedAt = performance.now();
    await waitUntil('the scanner again', () => statusOf(hub, 'gun')?.status === 'ready');
    const backAfterMs = performance.now() - startedAt;
    await cable.send('AFTER\r');
    const read = await takeScans(hub, 2);
    expect([['device.disconnected', 'device.notFound'].includes(fault), backAfterMs < 3_000, read.map((scan) => scan.text)]).toEqual([
      true,
      true,
      ['BEFORE', 'AFTER'],
    ]);
  });

  test('[SN2] broken and oversize frames are counted and lose nothing else', async () => {
    const { cable, hub } = await openGun();
    await cable.send(`GOOD1\r${'7'.repeat(6_000)}\r`);
    await cable.send(`]C1\rGOOD2\r`);
    const read = await takeScans(hub, 2);
    expect([read.map((scan) => scan.text), statusOf(hub, 'gun')?.malformedFrames]).toEqual([['GOOD1', 'GOOD2'], 2]);
  });

  test('[SP1] scans survive a restart of the hub and come once after they were acknowledged', async () => {
    const { cable, hub, dataFolder, setting } = await openGun();
    await cable.send('A\rB\rC\r');
    const first = await takeScans(hub, 3);
    await hub.acknowledgeScans(first[0]?.scanNo ?? 0);
    await hub.close();
    const second = await openHub(dataFolder, [setting]);
    await waitUntil('the scanner', () => statusOf(second, 'gun')?.status === 'ready');
    await cable.send('D\r');
    const again = await takeScans(second, 3);
    const left = await second.acknowledgeScans(again.at(-1)?.scanNo ?? 0);
    await second.close();
    const third = await openHub(dataFolder, [setting]);
    expect([again.map((scan) => [scan.scanNo, scan.text]), left.waiting, third.scansWaiting()]).toEqual([
      [
        [2, 'B'],
        [3, 'C'],
        [4, 'D'],
      ],
      0,
      0,
    ]);
  });
});

describe('other sources', () => {
  test('[SN7] a port in process and the keyboard wedge share one numbering; a bounce is marked', async () => {
    const gun = createScannerPort();
    closers.push(() => gun.close());
    const hub = await openHub(newFolder(), [{ kind: 'scanner', via: 'port', deviceId: 'sim', name: 'sim', isSimulated: true }], {
      sim: gun.port,
    });
    await waitUntil('the scanner', () => statusOf(hub, 'sim')?.status === 'ready');
    gun.send('0110614141000415', ']C1');
    gun.send('0110614141000415', ']C1');
    await waitUntil('two scans', () => hub.scansWaiting() === 2);
    const wedge = await hub.submitWedgeScan(']E06901234567892');
    const read = await takeScans(hub, 3);
    expect([wedge, read.map((scan) => [scan.scanNo, scan.deviceId, scan.aim, scan.text, scan.isBounce])]).toEqual([
      { scanNo: 3 },
      [
        [1, 'sim', ']C1', '0110614141000415', false],
        [2, 'sim', ']C1', '0110614141000415', true],
        [3, 'wedge', ']E0', '6901234567892', false],
      ],
    ]);
  });

  test('[SN8] devices that are not there, or that no driver knows, are states and stop nothing', async () => {
    const hub = await openHub(newFolder(), [
      { kind: 'scanner', via: 'serial', deviceId: 'missing', name: 'm', path: '/dev/halfhour-none' },
      { kind: 'scanner', via: 'hid', deviceId: 'hid', name: 'h', path: 'x' },
      { kind: 'scale', via: 'port', deviceId: 'pattern', name: 'p', protocol: 'pattern', pattern: { expression: '(' } },
    ]);
    await waitUntil('the fault', () => statusOf(hub, 'missing')?.status === 'fault');
    await waitUntil('the look for the scanner', () => statusOf(hub, 'hid')?.status === 'fault');
    expect(hub.states().map((state) => [state.deviceId, state.status, state.fault])).toEqual([
      ['missing', 'fault', 'device.notFound'],
      ['hid', 'fault', 'device.notFound'],
      ['pattern', 'fault', 'device.notSupported'],
    ]);
  });

  test('[SN7] a reader that stops and comes back gets again what nobody acknowledged; closing ends every stream', async () => {
    const hub = await openHub(newFolder(), []);
    await hub.submitWedgeScan('A');
    const first = await takeScans(hub, 1);
    const second = await takeScans(hub, 1);
    const waiting = takeScans(hub, 2);
    await hub.close();
    expect([first, await waiting]).toEqual([second, second]);
  });

  test('[SN7] a reader gets every scan once, whenever it opens', async () => {
    const hub = await openHub(newFolder(), []);
    const sent = codes(60);
    const readers: Promise<Scan[]>[] = [];
    for (const [index, code] of sent.entries()) {
      const keeping = hub.submitWedgeScan(code);
      for (let turn = 0; turn < index % 12; turn += 1) await Promise.resolve();
      readers.push(takeScans(hub, sent.length));
      await keeping;
      readers.push(takeScans(hub, sent.length));
    }
    const wrong = (await Promise.all(readers)).filter((read) => read.some((scan, index) => scan.scanNo !== index + 1));
    expect(wrong).toEqual([]);
  });
});
