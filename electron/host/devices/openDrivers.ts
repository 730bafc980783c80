import type { Duplex } from 'node:stream';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#shared/base/log.ts';
import type { Scan, WeightReading } from '#shared/model/device/device.ts';
import type { DeviceSetting, ScaleSetting, ScannerSetting } from '#shared/model/device/deviceSetting.ts';
import { listeningProtocol, toPatternProtocol } from '#shared/wire/scale/scalePattern.ts';
import { scaleProtocols, type ScaleProtocolRow } from '#shared/wire/scale/scaleProtocols.ts';
import type { OpenLine } from '#electron/drivers/line/byteLine.ts';
import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import { openPortLine } from '#electron/drivers/line/openPortLine.ts';
import { openSerialLine } from '#electron/drivers/line/openSerialLine.ts';
import { openTcpLine } from '#electron/drivers/line/openTcpLine.ts';
import { createScaleDriver, type ScaleDriver } from '#electron/drivers/scale/createScaleDriver.ts';
import { createHidPosFramer } from '#electron/drivers/scanner/createHidPosFramer.ts';
import { createScannerDriver, type DriverReport, type ScannerDriver } from '#electron/drivers/scanner/createScannerDriver.ts';
import { openHidLine } from '#electron/drivers/scanner/openHidLine.ts';
import { openNodeHid } from '#electron/drivers/scanner/openNodeHid.ts';
import type { StateBoard } from './createStateBoard.ts';

/** Everything that reads from a wire all day: scanners and scales. */
export type Drivers = {
  zeroScale(deviceId: string): Promise<boolean>;
  tareScale(deviceId: string): Promise<boolean>;
  /** What the scale sends in the next moments, latin1 characters; empty where there is none. */
  recordScale(deviceId: string): Promise<string>;
  close(): Promise<void>;
};

export type DriverOptions = {
  readonly devices: readonly DeviceSetting[];
  readonly clock: Clock;
  readonly log: Log;
  readonly board: StateBoard;
  readonly ports: Readonly<Record<string, Duplex>>;
  readonly addresses: AddressBook;
  onRead(read: Omit<Scan, 'scanNo'>): void;
  onReading(reading: WeightReading): void;
};

/** Starts a driver for every scanner and scale; one that no driver knows is at fault with `device.notSupported`. */
export function openDrivers(options: DriverOptions): Drivers {
  const scanners: ScannerDriver[] = [];
  const scales = new Map<string, ScaleDriver>();
  for (const setting of options.devices) {
    // Printers belong to the print queue.
    if (setting.kind === 'printer') continue;
    const open = lineOf(setting, options);
    const scale = setting.kind === 'scale' && open !== null ? openScale(setting, open, options) : null;
    if (scale !== null) scales.set(setting.deviceId, scale);
    else if (setting.kind === 'scanner' && open !== null) scanners.push(openScanner(setting, open, options));
    else options.board.fault(setting.deviceId, 'device.notSupported');
  }
  return {
    zeroScale: async (deviceId) => (await scales.get(deviceId)?.zero()) ?? false,
    tareScale: async (deviceId) => (await scales.get(deviceId)?.tare()) ?? false,
    recordScale: async (deviceId) => (await scales.get(deviceId)?.record()) ?? '',
    close: async () => {
      await Promise.all([...scanners, ...scales.values()].map((driver) => driver.close()));
    },
  };
}

function openScanner(setting: ScannerSetting, open: OpenLine, options: DriverOptions): ScannerDriver {
  const { deviceId } = setting;
  const onRead = (read: Omit<Scan, 'scanNo' | 'deviceId'>): void => options.onRead({ ...read, deviceId });
  const framer = setting.via === 'hid' ? { framer: createHidPosFramer() } : {};
  return createScannerDriver({ setting, open, clock: options.clock, report: reportOf(deviceId, options), onRead, ...framer });
}

function openScale(setting: ScaleSetting, open: OpenLine, options: DriverOptions): ScaleDriver | null {
  const { deviceId } = setting;
  const protocol = protocolOf(setting);
  if (protocol === null) return null;
  const { clock, onReading } = options;
  return createScaleDriver({ deviceId, protocol, setting, open, clock, report: reportOf(deviceId, options), onReading });
}

function protocolOf({ protocol, pattern }: ScaleSetting): ScaleProtocolRow | null {
  if (protocol !== 'pattern') return scaleProtocols[protocol];
  // Until its pattern is known it is only listened to.
  if (pattern === null) return listeningProtocol;
  const made = toPatternProtocol(pattern);
  return made.ok ? made.value : null;
}

function reportOf(deviceId: string, { board, log }: DriverOptions): DriverReport {
  return {
    onReady: () => board.ready(deviceId),
    onFault: (faultKey, detail) => {
      if (board.get(deviceId)?.fault !== faultKey) log.warn('device fault', { deviceId, faultKey, detail });
      board.fault(deviceId, faultKey);
    },
    onMalformed: (total) => board.malformed(deviceId, total),
  };
}

function lineOf(setting: ScannerSetting | ScaleSetting, { ports, addresses }: DriverOptions): OpenLine | null {
  if (setting.via === 'serial') return openSerialLine(setting);
  if (setting.via === 'tcp') return openTcpLine(setting, addresses);
  if (setting.via === 'hid') return openHidLine(setting.path, openNodeHid());
  return setting.via === 'port' ? openPortLine(ports[setting.deviceId]) : null;
}
