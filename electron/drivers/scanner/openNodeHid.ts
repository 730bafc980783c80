import type { HidPort } from './openHidLine.ts';

/** The computer's HID devices through node-hid. Loaded when first used: without its system library only HID scanners are at fault. */
export function openNodeHid(): HidPort {
  return {
    list: async () => (await import('node-hid')).devicesAsync(),
    open: async (path) => {
      const { HIDAsync } = await import('node-hid');
      const device = await HIDAsync.open(path);
      return {
        onReport: (use) => void device.on('data', use),
        onError: (use) => void device.on('error', use),
        close: () => device.close(),
      };
    },
  };
}
