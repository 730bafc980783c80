import type { MessagePort } from 'node:worker_threads';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#shared/base/log.ts';
import { type DeviceSetting, deviceSettings } from '#shared/model/device/deviceSetting.ts';
import { scanBytes, startTcpLine } from '#platform/world/devices/startTcpLine.ts';

/** The part of a station's host that a virtual picker uses: a screen's message port, as Electron hands it to a window. */
export type StationHost = {
  attachPort(port: MessagePort): boolean;
  close(): Promise<void>;
};

/** What a host is opened with; electron/host/createHost.ts takes it. */
export type StationHostOptions = {
  readonly dataFolder: string;
  readonly platformUrl: string;
  readonly mqttUrl?: string | undefined;
  readonly enrolmentCode: string;
  readonly stationName: string;
  readonly devices: readonly DeviceSetting[];
  readonly clock: Clock;
  readonly log: Log;
  /** Where the site's robots drive. */
  readonly robotWays?: unknown;
};
export type CreateStationHost = (options: StationHostOptions) => Promise<StationHost>;

/** A host with a simulated scanner wired to it. */
export type WiredStation = { readonly host: StationHost; readonly sendScan: (code: string) => void; close(): Promise<void> };

/** Opens a real host with its own data folder, enrolled with a one-time code, with a scanner and a printer on TCP. */
export type OpenStationHost = (request: {
  readonly folder: string;
  readonly stationName: string;
  readonly oneTimeCode: string;
  readonly printerPort: number;
}) => Promise<WiredStation>;

/** Opens hosts for virtual pickers with whatever makes hosts here. */
export function createStationOpener(
  createHost: CreateStationHost,
  common: { readonly platformUrl: string; readonly clock: Clock; readonly log: Log },
): OpenStationHost {
  return async (request) => {
    const scanner = await startTcpLine();
    try {
      const host = await createHost({
        ...common,
        dataFolder: request.folder,
        enrolmentCode: request.oneTimeCode,
        stationName: request.stationName,
        devices: deviceSettings.parse([
          { kind: 'scanner', via: 'tcp', deviceId: 'scanner', name: 'scanner', isSimulated: true, host: '127.0.0.1', port: scanner.port },
          {
            kind: 'printer',
            via: 'tcp',
            deviceId: 'printer',
            name: 'printer',
            isSimulated: true,
            host: '127.0.0.1',
            port: request.printerPort,
          },
        ]),
      });
      return {
        host,
        sendScan: (code) => scanner.write(scanBytes(code)),
        async close() {
          await host.close();
          await scanner.close();
        },
      };
    } catch (error) {
      await scanner.close();
      throw error;
    }
  };
}
