import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Clock } from '#shared/base/clock.ts';
import { createNewId } from '#shared/base/ids.ts';
import type { SiteId, StationId } from '#shared/base/ids.ts';
import type { Prng } from '#shared/base/prng.ts';
import type { bridgeContract } from '#shared/features/bridgeContract.ts';
import { bridgeVersion } from '#shared/features/station/stationContract.ts';
import type { Scan } from '#shared/model/device/device.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createBridgeJournal, createBridgeLink } from '#shared/sync/createBridgeLink.ts';
import { createBridgeGossip } from '#shared/sync/createBridgeGossip.ts';
import { createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { StationHost } from './stationHost.ts';

export type BridgeClient = ContractRouterClient<typeof bridgeContract>;

/** A screen without pixels: the bridge's client, the store over it, and the scans that come in. */
export type Seat = {
  readonly stationId: StationId;
  readonly siteId: SiteId;
  readonly client: BridgeClient;
  readonly store: StationStore;
  /** The next scan nobody here has taken yet, or null when none came within `realTimeoutMs`. */
  nextScan(realTimeoutMs: number): Promise<Scan | null>;
  close(): Promise<void>;
};

const enrolPollMs = 50;
/** Longest wait for enrolment and for the first load of the store, real milliseconds each. */
const seatTimeoutMs = 60_000;
const firstScanRetryMs = 100;

/** Sits down at a host: connects over a message port, waits for its enrolment, opens a store in memory and loads it. */
export async function openSeat(
  host: StationHost,
  ports: { readonly clock: Clock; readonly prng: Prng; readonly onBug: (error: unknown) => void },
): Promise<Seat> {
  const { port1, port2 } = new MessageChannel();
  if (!host.attachPort(port1)) throw new Error('the host has no seat left');
  const client: BridgeClient = createORPCClient(new RPCLink({ port: port2 as never }));
  port2.start();
  const { stationId, siteId } = await waitForEnrolment(client);
  const scheduler = createTimerScheduler({ setTimeout, clearTimeout });
  const store = await createStationStore({
    stationId,
    storage: createMemoryStorage(),
    link: createBridgeLink(client.platformLink, scheduler),
    journal: createBridgeJournal(client.platformLink),
    gossip: createBridgeGossip(client.lan, scheduler),
    decide: decideCommand,
    clock: ports.clock,
    newId: createNewId(ports.clock, ports.prng),
    prng: ports.prng,
    scheduler,
    onBug: ports.onBug,
  });
  await waitUntilReady(store);
  const scans = readScans(client);
  return {
    stationId,
    siteId,
    client,
    store,
    nextScan: scans.next,
    async close() {
      scans.stop();
      await store.close();
      port2.close();
    },
  };
}

async function waitForEnrolment(client: BridgeClient): Promise<{ stationId: StationId; siteId: SiteId }> {
  for (let waitedMs = 0; waitedMs < seatTimeoutMs; waitedMs += enrolPollMs) {
    const { stationId, siteId } = await client.station.handshake({ bridgeVersion, client: 'world' });
    if (stationId !== null && siteId !== null) return { stationId, siteId };
    await pause(enrolPollMs);
  }
  throw new Error('the station was not enrolled in time');
}

function waitUntilReady(store: StationStore): Promise<void> {
  if (store.status().phase === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      stop();
      reject(new Error(`the store was not loaded in time: ${JSON.stringify(store.status())}`));
    }, seatTimeoutMs);
    const stop = store.onStatus((status) => {
      if (status.phase !== 'ready') return;
      clearTimeout(late);
      stop();
      resolve();
    });
  });
}

/** Follows the host's scans; after a break it goes on with what nobody has acknowledged. */
function readScans(client: BridgeClient): { next(realTimeoutMs: number): Promise<Scan | null>; stop(): void } {
  const waiting: Scan[] = [];
  const abort = new AbortController();
  let lastScanNo = 0;
  let wake: () => void = () => {};
  const follow = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      try {
        for await (const scan of await client.devices.scans(undefined, { signal: abort.signal })) {
          if (scan.scanNo <= lastScanNo) continue;
          lastScanNo = scan.scanNo;
          waiting.push(scan);
          wake();
        }
      } catch {
        // The line broke or the seat is being left: the loop's condition tells which.
      }
      if (!abort.signal.aborted) await pause(firstScanRetryMs);
    }
  };
  void follow();
  return {
    async next(realTimeoutMs) {
      const ready = waiting.shift();
      if (ready !== undefined) return ready;
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, realTimeoutMs);
        wake = () => {
          clearTimeout(late);
          resolve();
        };
      });
      wake = () => {};
      return waiting.shift() ?? null;
    },
    stop: () => abort.abort(),
  };
}

function pause(lastsMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lastsMs));
}
