import { createLanLine, type LanReader } from '#electron/features/lan/createLanLine.ts';
import { createLanService, type LanService } from '#electron/features/lan/createLanService.ts';
import { asId, type StationId } from '#shared/base/ids.ts';
import { silentLog } from '#shared/base/log.ts';
import type { BridgeLanClient } from '#shared/sync/createBridgeGossip.ts';
import type { SimulatedBroker, LanState } from './simulatedBroker.ts';
import type { Life } from './simulatedDisk.ts';
import type { JournalContent } from './simulatedLine.ts';
import { never, type VirtualTime } from './virtualTime.ts';

type HostPorts = {
  readonly stationId: StationId;
  readonly broker: SimulatedBroker;
  readonly reader: LanReader;
  readonly lan: LanState;
  readonly journal: JournalContent;
  readonly time: VirtualTime;
};

/** The part of a host that speaks with the other stations: the real service and line over the simulated broker. */
export class SimulatedLanHost {
  readonly #ports: HostPorts;
  #runs = 0;
  #service: LanService | null = null;

  constructor(ports: HostPorts) {
    this.#ports = ports;
    this.start();
  }

  /** Messages that were not what they should be, in this run of the host. */
  malformed = () => this.#service?.state().malformed ?? 0;

  /** The host ends: what it had in memory is gone. */
  stop(): void {
    void this.#service?.close();
    this.#service = null;
  }

  /** What a page sees of it. */
  client(life: Life): BridgeLanClient {
    const ask = async <T>(run: (service: LanService) => T): Promise<T> => {
      if (!life.isAlive) return never();
      if (this.#service === null) throw new Error('the host is away');
      return run(this.#service);
    };
    return {
      publish: ({ commands }) => ask((service) => ({ isSent: service.publish(commands) })),
      askCatchUp: ({ known }) => ask((service) => ({ isSent: service.ask(known) })),
      heard: ({ afterNo }) => ask((service) => this.#follow(service.follow(afterNo, life.ended.signal), life)),
    };
  }

  #follow<T>(stream: AsyncIterator<T>, life: Life): AsyncIterator<T, unknown, void> {
    return {
      next: async () => {
        const item = await stream.next();
        if (!life.isAlive) return never();
        return item;
      },
      return: async () => (await stream.return?.()) ?? { done: true, value: undefined },
    };
  }

  /** The host starts, with what its journal has. */
  start(): void {
    const { stationId, broker, lan, journal, time, reader } = this.#ports;
    this.#runs += 1;
    this.#service = createLanService({
      station: () => ({ stationId, siteId: asId<'site'>('site-test') }),
      mqttUrl: () => 'simulated',
      journal: {
        read: (outboxId) =>
          Promise.resolve([...journal].filter(([id]) => outboxId === null || id === outboxId).flatMap(([, kept]) => [...kept.values()])),
      },
      hostRunId: `run-${this.#runs}`,
      nowMs: time.nowMs,
      log: silentLog,
      openLine: (options) => createLanLine(options, broker.connect(lan), reader),
    });
    this.#service.look();
  }
}
