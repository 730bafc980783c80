import { type Host, createHost } from '#electron/host/createHost.ts';
import { silentLog } from '#shared/base/log.ts';
import { createPrng } from '#shared/base/prng.ts';
import { deviceSettings } from '#shared/model/device/deviceSetting.ts';
import { scanBytes, startTcpLine } from '#platform/world/devices/startTcpLine.ts';
import { type Seat, openSeat } from '#platform/world/pickers/openSeat.ts';
import type { CrewStation } from './crewMessages.ts';

/** A station without a screen: the real host with its journal and a scanner on TCP, and the real store over the real bridge. */
export type SoakStation = {
  readonly name: string;
  readonly shareNo: number;
  readonly seat: Seat;
  /** Bytes of one read on the scanner's line. */
  sendScan(code: string): void;
  /** Faults that were shown since the start. */
  readonly faults: Set<string>;
  close(): Promise<void>;
};

const clock = { nowMs: () => Date.now() };

/** Opens a host, enrols it and loads its store. The line to the platform and the broker goes through the given ports of this machine. */
export async function openSoakStation(
  station: CrewStation,
  wires: { readonly httpPort: number; readonly mqttPort: number; readonly seed: number },
): Promise<SoakStation> {
  const scanner = await startTcpLine();
  const faults = new Set<string>();
  let host: Host | null = null;
  try {
    host = await createHost({
      dataFolder: station.folder,
      platformUrl: `http://127.0.0.1:${wires.httpPort}`,
      mqttUrl: `mqtt://127.0.0.1:${wires.mqttPort}`,
      enrolmentCode: station.oneTimeCode,
      stationName: station.name,
      devices: deviceSettings.parse([
        { kind: 'scanner', via: 'tcp', deviceId: 'scanner', name: 'scanner', isSimulated: true, host: '127.0.0.1', port: scanner.port },
      ]),
      clock,
      log: silentLog,
    });
    const opened = host;
    const prng = createPrng(wires.seed);
    const seat = await openSeat(opened, { clock, prng, onBug: (fault) => faults.add(`bug: ${String(fault)}`) });
    seat.store.onStatus((status) => {
      for (const [where, fault] of Object.entries({ line: status.linkFault, storage: status.storageFault, journal: status.journalFault }))
        if (fault !== null) faults.add(`${where}: ${fault}`);
    });
    return {
      name: station.name,
      shareNo: station.shareNo,
      seat,
      sendScan: (code) => scanner.write(scanBytes(code)),
      faults,
      async close() {
        await seat.close();
        await opened.close();
        await scanner.close();
      },
    };
  } catch (fault) {
    await host?.close();
    await scanner.close();
    throw fault;
  }
}
