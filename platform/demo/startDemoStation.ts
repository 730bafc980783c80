import type { Clock } from '#shared/base/clock.ts';
import type { SiteId } from '#shared/base/ids.ts';
import type { Log } from '#shared/base/log.ts';
import { deviceSettings } from '#shared/model/device/deviceSetting.ts';
import type { PlatformApi } from '#platform/world/createPlatformApi.ts';
import { createDuplexPair } from '#platform/world/devices/createDuplexPair.ts';
import { createScaleSimulator } from '#platform/world/devices/createScaleSimulator.ts';
import { startLabelPrinter } from '#platform/world/devices/startLabelPrinter.ts';
import { scanBytes, startTcpLine } from '#platform/world/devices/startTcpLine.ts';
import { demoHint } from '#platform/world/site/demoPeople.ts';
import type { StationParts } from './stationParts.ts';

/** The station for the person who tries the demo. */
export type DemoStation = {
  readonly url: string;
  readonly portNote: string | null;
  /** The simulated scanner reads a code. */
  scan(code: string): void;
  /** Something lies on the simulated scale. */
  weigh(grams: number): void;
  labelsPrinted(): number;
  close(): Promise<void>;
};

/** Starts a station that serves its page, with a simulated scanner, label printer and scale, each on a TCP port of its own. */
export async function startDemoStation(options: {
  readonly port: number;
  readonly rendererFolder: string;
  readonly folder: string;
  readonly platformUrl: string;
  readonly siteId: SiteId;
  readonly admin: PlatformApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly parts: StationParts;
  /** Where the demo's robots drive; undefined where it has none. */
  readonly robotWays: unknown;
}): Promise<DemoStation> {
  const { platformUrl, clock, log } = options;
  const scanner = await startTcpLine();
  const printer = await startLabelPrinter();
  const { near, far } = createDuplexPair();
  const scale = createScaleSimulator(far);
  const scaleLine = await startTcpLine((bytes) => near.write(bytes));
  near.on('data', (bytes: Uint8Array) => scaleLine.write(bytes));
  const closeDevices = async (): Promise<void> => {
    scale.close();
    near.destroy();
    await Promise.all([scanner.close(), printer.close(), scaleLine.close()]);
  };
  const on = (port: number) => ({ via: 'tcp', host: '127.0.0.1', port, isSimulated: true });
  try {
    const { oneTimeCode } = await options.admin.sites.issueCode({ siteId: options.siteId });
    const served = await options.parts.startHeadless({
      port: options.port,
      rendererFolder: options.rendererFolder,
      hostOptions: {
        dataFolder: options.folder,
        platformUrl,
        enrolmentCode: oneTimeCode,
        stationName: 'demo',
        clock,
        log,
        demoHint,
        ...(options.robotWays === undefined ? {} : { robotWays: options.robotWays }),
        devices: deviceSettings.parse([
          { kind: 'scanner', deviceId: 'scanner', name: 'scanner', ...on(scanner.port) },
          { kind: 'printer', deviceId: 'printer', name: 'printer', ...on(printer.port) },
          { kind: 'scale', deviceId: 'scale', name: 'scale', ...on(scaleLine.port) },
        ]),
      },
    });
    return {
      url: served.url,
      portNote: served.portNote,
      scan: (code) => scanner.write(scanBytes(code)),
      weigh: (grams) => scale.setGrams(grams),
      labelsPrinted: () => printer.printedCount(),
      async close() {
        await served.close();
        await closeDevices();
      },
    };
  } catch (error) {
    await closeDevices();
    throw error;
  }
}
