import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { openDrivers, type DriverOptions, type Drivers } from './openDrivers.ts';

/** The drivers of all scanners and scales; each can be closed and opened anew without the others noticing. */
export type DriverSet = Omit<Drivers, 'close'> & {
  /** Closes what is not wanted any more or has changed and opens what is new. */
  use(devices: readonly DeviceSetting[]): Promise<void>;
  close(): Promise<void>;
};

/** Starts with no driver. */
export function createDriverSet(options: Omit<DriverOptions, 'devices'>): DriverSet {
  const open = new Map<string, { readonly setting: string; readonly drivers: Drivers }>();
  const closeOne = async (deviceId: string): Promise<void> => {
    const drivers = open.get(deviceId)?.drivers;
    open.delete(deviceId);
    await drivers?.close();
  };
  return {
    use: async (devices) => {
      const wanted = new Map(devices.map((setting) => [setting.deviceId, JSON.stringify(setting)]));
      const over = [...open].filter(([deviceId, one]) => wanted.get(deviceId) !== one.setting).map(([deviceId]) => deviceId);
      // All old ones first: two that were swapped need each other's port.
      await Promise.all(over.map(closeOne));
      for (const setting of devices) {
        const { deviceId } = setting;
        if (open.has(deviceId)) continue;
        try {
          open.set(deviceId, { setting: JSON.stringify(setting), drivers: openDrivers({ ...options, devices: [setting] }) });
        } catch (error) {
          options.log.error('driver broke at its start', { deviceId, error: String(error) });
          options.board.fault(deviceId, 'device.driverFault');
        }
      }
    },
    zeroScale: async (deviceId) => (await open.get(deviceId)?.drivers.zeroScale(deviceId)) ?? false,
    tareScale: async (deviceId) => (await open.get(deviceId)?.drivers.tareScale(deviceId)) ?? false,
    recordScale: async (deviceId) => (await open.get(deviceId)?.drivers.recordScale(deviceId)) ?? '',
    close: async () => {
      await Promise.all([...open.keys()].map(closeOne));
    },
  };
}
