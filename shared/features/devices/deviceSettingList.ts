import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';

/** Where a device is reached; the rest of a setting is what it is. */
const lineFields = ['via', 'path', 'host', 'port', 'baudRate', 'dataBits', 'parity', 'stopBits', 'believesQueue'] as const;

/** What a person has set up on the station's screen, over what the station was started with. */
export type StoredDevices = { readonly devices: readonly DeviceSetting[]; readonly removed: readonly string[] };

/**
 * The devices in force. A stored one takes the place of a given one of the same id; a given simulated one keeps its line, which is another
 * at every start.
 */
export function mergeDevices(given: readonly DeviceSetting[], stored: StoredDevices): DeviceSetting[] {
  const storedById = new Map(stored.devices.map((setting) => [setting.deviceId, setting]));
  const kept = given.flatMap((setting) => {
    if (stored.removed.includes(setting.deviceId)) return [];
    const mine = storedById.get(setting.deviceId);
    storedById.delete(setting.deviceId);
    if (mine === undefined) return [setting];
    return [setting.isSimulated && mine.kind === setting.kind ? withLineOf(mine, setting) : mine];
  });
  return [...kept, ...storedById.values()];
}

/** Two devices of one kind with their lines exchanged: each is now the machine the other was. Null where they are of different kinds. */
export function swapLines(one: DeviceSetting, other: DeviceSetting): readonly [DeviceSetting, DeviceSetting] | null {
  return one.kind === other.kind ? [withLineOf(one, other), withLineOf(other, one)] : null;
}

/** `setting` reached as `other` is. Both are of one kind, so that the result is a setting again. */
function withLineOf(setting: DeviceSetting, other: DeviceSetting): DeviceSetting {
  const isLine = (name: string): boolean => lineFields.some((field) => field === name);
  const traits = Object.entries(setting).filter(([name]) => !isLine(name));
  const line = Object.entries(other).filter(([name]) => isLine(name));
  return Object.fromEntries([...traits, ...line]) as DeviceSetting;
}
