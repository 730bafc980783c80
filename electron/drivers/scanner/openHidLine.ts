import { LineFault, toLineFault, type OpenLine } from '#electron/drivers/line/byteLine.ts';

/** A HID device as the operating system lists it. */
export type HidListing = {
  readonly path?: string | undefined;
  readonly vendorId: number;
  readonly productId: number;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
};

/** An opened HID device. After `onError` nothing more comes. */
export type HidHandle = {
  onReport(use: (report: Uint8Array) => void): void;
  onError(use: (error: Error) => void): void;
  close(): Promise<void>;
};

/** HID devices of this computer. */
export type HidPort = { list(): Promise<readonly HidListing[]>; open(path: string): Promise<HidHandle> };

/** Usage page and usage of bar code scanners (HID Point of Sale Usage Tables 1.02). */
const posUsagePage = 0x8c;
const scannerUsage = 2;

/**
 * Opens a scanner in HID POS mode; every call of `onBytes` is one input report. `path` is `auto` for the first scanner there is, a vendor and
 * product such as `05e0:1300`, or a path of the operating system. A scanner in keyboard mode is not found: the system owns it.
 */
export function openHidLine(path: string, port: HidPort): OpenLine {
  return async (events) => {
    const listed = await port.list().catch((error: unknown) => {
      throw toLineFault(error);
    });
    const found = listed.find((device) => isWanted(device, path));
    if (found?.path === undefined) throw new LineFault('device.notFound', `no HID POS scanner at ${path}`);
    const handle = await port.open(found.path).catch((error: unknown) => {
      const fault = toLineFault(error);
      // The library has one sentence for everything; a listed device that does not open is one we may not.
      throw fault.key === 'device.ioFault' ? new LineFault('device.noPermission', fault.message) : fault;
    });
    let isOver = false;
    handle.onReport((report) => {
      if (!isOver) events.onBytes(report);
    });
    handle.onError((error) => {
      if (isOver) return;
      isOver = true;
      void handle.close().catch(() => undefined);
      events.onClosed(new LineFault('device.disconnected', error.message));
    });
    return {
      write: () => Promise.reject(new LineFault('device.ioFault', 'nothing is written to a scanner')),
      close: async () => {
        isOver = true;
        await handle.close();
      },
    };
  };
}

function isWanted(device: HidListing, path: string): boolean {
  if (path === device.path) return true;
  const isScanner = device.usagePage === posUsagePage && device.usage === scannerUsage;
  if (!isScanner) return false;
  const hex = (id: number): string => id.toString(16).padStart(4, '0');
  return path === 'auto' || path.toLowerCase() === `${hex(device.vendorId)}:${hex(device.productId)}`;
}
