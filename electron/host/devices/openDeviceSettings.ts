import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#shared/base/log.ts';
import { mergeDevices, type StoredDevices } from '#shared/features/devices/deviceSettingList.ts';
import { deviceSetting, deviceSettings, type DeviceSetting } from '#shared/model/device/deviceSetting.ts';

const storedFile = z.object({ devices: deviceSettings, removed: z.array(z.string().max(80)).max(200), isTraining: z.boolean() });
type Stored = StoredDevices & { readonly isTraining: boolean };

/** The devices of this station as they are set up; every change is on the disk when it resolves. */
export type DeviceSettings = {
  /** What is in force, by the station's start and by the screen. */
  list(): DeviceSetting[];
  isTraining(): boolean;
  /** Adds a device or takes the place of the one with its id. Rejects when the disk refuses; then nothing has changed. */
  save(settings: readonly DeviceSetting[]): Promise<void>;
  remove(deviceId: string): Promise<void>;
  /** Exactly these and no others. */
  replaceAll(settings: readonly DeviceSetting[]): Promise<void>;
  setTraining(isTraining: boolean): Promise<void>;
};

/** Opens `settings.json` in the devices' folder. A file that cannot be read is put aside, and the station starts with what it was given. */
export async function openDeviceSettings(folder: string, given: readonly DeviceSetting[], log: Log): Promise<DeviceSettings> {
  const path = join(folder, 'settings.json');
  let stored = await readStored(path, log);
  const write = async (next: Stored): Promise<void> => {
    await writeDurably(path, JSON.stringify(next, null, 2));
    stored = next;
  };
  const idsOf = (settings: readonly DeviceSetting[]): Set<string> => new Set(settings.map((setting) => setting.deviceId));
  return {
    list: () => mergeDevices(given, stored),
    isTraining: () => stored.isTraining,
    save: (settings) => {
      const ids = idsOf(settings);
      const devices = [...stored.devices.filter((one) => !ids.has(one.deviceId)), ...settings];
      return write({ ...stored, devices, removed: stored.removed.filter((deviceId) => !ids.has(deviceId)) });
    },
    remove: (deviceId) => {
      const devices = stored.devices.filter((one) => one.deviceId !== deviceId);
      return write({ ...stored, devices, removed: [...new Set([...stored.removed, deviceId])] });
    },
    replaceAll: (settings) => {
      const ids = idsOf(settings);
      const removed = given.map((one) => one.deviceId).filter((deviceId) => !ids.has(deviceId));
      return write({ ...stored, devices: settings, removed });
    },
    setTraining: (isTraining) => write({ ...stored, isTraining }),
  };
}

async function readStored(path: string, log: Log): Promise<Stored> {
  const nothing: Stored = { devices: [], removed: [], isTraining: false };
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return nothing;
  try {
    const json: unknown = JSON.parse(text);
    const whole = storedFile.safeParse(json);
    if (whole.success) return whole.data;
    // One setting that is not right any more must not cost the others.
    const loose = z.object({ devices: z.array(z.unknown()), removed: z.array(z.string()).catch([]) }).safeParse(json);
    if (loose.success) {
      const devices = loose.data.devices.flatMap((one) => deviceSetting.safeParse(one).data ?? []);
      log.warn('devices.settingsPartlyRead', { kept: devices.length, of: loose.data.devices.length });
      return { devices, removed: loose.data.removed, isTraining: false };
    }
  } catch {
    // Put aside below.
  }
  await rename(path, `${path}.broken`).catch(() => undefined);
  log.error('devices.settingsUnreadable', { putAside: `${path}.broken` });
  return nothing;
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
