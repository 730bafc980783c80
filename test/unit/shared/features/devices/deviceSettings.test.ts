import { describe, expect, test } from 'vitest';
import { checkDeviceSetting } from '#shared/features/devices/checkDeviceSetting.ts';
import { mergeDevices, swapLines } from '#shared/features/devices/deviceSettingList.ts';
import { deviceSetting, type DeviceSettingInput } from '#shared/model/device/deviceSetting.ts';

const scanner = (deviceId: string, path: string, changes: Partial<DeviceSettingInput> = {}) =>
  deviceSetting.parse({ kind: 'scanner', via: 'serial', deviceId, name: deviceId, path, ...changes });

describe('device settings', () => {
  test.each([
    [{ kind: 'scanner', via: 'serial', deviceId: 'a', name: 'a', path: '' }, 'path', 'setting.missing'],
    [{ kind: 'printer', via: 'tcp', deviceId: 'a', name: 'a', host: 'h', port: 99_999 }, 'port', 'setting.tooBig'],
    [{ kind: 'scale', via: 'serial', deviceId: 'a', name: 'a', path: '/dev/x', baudRate: 10 }, 'baudRate', 'setting.tooSmall'],
    [{ kind: 'scale', via: 'serial', deviceId: 'a', name: 'a', path: '/dev/x', protocol: 'none' }, 'protocol', 'setting.notAllowed'],
    [{ kind: 'scanner', via: 'serial', deviceId: 'a', name: 'a', path: '/dev/taken' }, 'path', 'setting.lineTaken'],
    [{ kind: 'scanner', via: 'serial', deviceId: 'a', name: 'b', path: '/dev/x' }, 'name', 'setting.nameTaken'],
  ])('[DV2] %o explains that %s is wrong: %s', (given, field, key) => {
    const checked = checkDeviceSetting(given, [scanner('b', '/dev/taken')]);
    expect(checked.ok ? [] : checked.error.map((problem) => [problem.field, problem.key])).toContainEqual([field, key]);
  });

  test('[DV2] a right setting is taken, with its defaults', () => {
    const checked = checkDeviceSetting({ kind: 'printer', via: 'ipp', deviceId: 'p', name: 'p', host: 'cups' }, []);
    expect(checked.ok && checked.value).toMatchObject({ port: 631, path: '/ipp/print', language: 'zpl', isShared: false });
  });

  test('[DV3] two devices of one kind exchange their lines and nothing else', () => {
    const swapped = swapLines(scanner('a', '/dev/1', { bounceMs: 300 } as never), scanner('b', '/dev/2'));
    expect(swapped?.map((one) => ({ ...one }))).toMatchObject([
      { deviceId: 'a', path: '/dev/2', bounceMs: 300 },
      { deviceId: 'b', path: '/dev/1', bounceMs: 150 },
    ]);
  });

  test('[DV1] what the screen has set up takes the place of what the station was started with; a simulated device keeps its line', () => {
    const given = [scanner('a', '/dev/1'), scanner('b', '/dev/2'), scanner('c', '/dev/3', { isSimulated: true })];
    const stored = {
      devices: [scanner('a', '/dev/9'), scanner('c', '/dev/old', { name: 'left' }), scanner('d', '/dev/4')],
      removed: ['b'],
    };
    expect(mergeDevices(given, stored).map((one) => [one.deviceId, one.name, 'path' in one && one.path])).toEqual([
      ['a', 'a', '/dev/9'],
      ['c', 'left', '/dev/3'],
      ['d', 'd', '/dev/4'],
    ]);
  });
});
