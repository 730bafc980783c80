import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startHeadless, type Headless } from '#electron/headless/startHeadless.ts';
import { silentLog } from '#shared/base/log.ts';
import type { bridgeContract } from '#shared/features/bridgeContract.ts';
import { createFakeHub, type FakeHub } from '#test/support/host/createFakeHub.ts';
import { startFakePlatform, type FakePlatform } from '#test/support/host/startFakePlatform.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

type Client = ContractRouterClient<typeof bridgeContract>;
type Line = { readonly client: Client; cut(): Promise<void> };

let folder: TempFolder;
let platform: FakePlatform;
let hub: FakeHub;
let station: Headless;

beforeEach(async () => {
  folder = tempFolder();
  platform = await startFakePlatform();
  hub = createFakeHub({ nowMs: () => Date.now() });
  station = await startHeadless({
    port: 0,
    rendererFolder: folder.path,
    hostOptions: {
      dataFolder: `${folder.path}/data`,
      platformUrl: platform.url,
      enrolmentCode: 'CODE-1',
      devices: [],
      clock: { nowMs: () => Date.now() },
      log: silentLog,
      openHub: () => hub,
      lookWhileDownMs: 20,
      lookWhileUpMs: 50,
    },
  });
});

afterEach(async () => {
  await station.close();
  await platform.stop();
  folder.remove();
});

function overWebSocket(): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${station.port}/bridge`, ['halfhour', station.pairingToken]);
  const client: Client = createORPCClient(new SocketLink({ websocket: socket as never }));
  return Promise.resolve({
    client,
    cut: () =>
      new Promise((resolve) => {
        socket.on('close', () => resolve());
        socket.terminate();
      }),
  });
}

function overMessagePort(): Promise<Line> {
  const { port1, port2 } = new MessageChannel();
  station.host.attachPort(port1);
  const client: Client = createORPCClient(new PortLink({ port: port2 as never }));
  port2.start();
  return Promise.resolve({
    client,
    cut: () =>
      new Promise((resolve) => {
        port1.on('close', () => resolve());
        port2.close();
      }),
  });
}

async function take<T>(items: AsyncIterable<T>, howMany: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === howMany) break;
  }
  return taken;
}

describe.each([
  ['WebSocket', overWebSocket],
  ['message port', overMessagePort],
])('bridge over %s', (_name, connect) => {
  it('[BR1] the handshake tells versions and the station', async () => {
    const { client } = await connect();
    await expect.poll(() => station.host.stationId()).toBe('station-1');
    expect(await client.station.handshake({ bridgeVersion: 1, client: 'browser' })).toEqual({
      bridgeVersion: 1,
      hostRunId: station.host.hostRunId,
      stationId: 'station-1',
      stationCode: 'S1',
      siteId: 'site-1',
      capabilities: ['serial'],
      demoHint: null,
    });
  });

  it('[BR2] after a handshake of another version only the handshake is answered', async () => {
    const { client } = await connect();
    await client.station.handshake({ bridgeVersion: 99, client: 'browser' });
    await expect(client.devices.acknowledgeScans({ scanNo: 0 })).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    await client.station.handshake({ bridgeVersion: 1, client: 'browser' });
    expect(await client.devices.acknowledgeScans({ scanNo: 0 })).toEqual({ waiting: 0 });
  });

  it('[BR3] scans nobody acknowledged come again after the line was cut, in order', async () => {
    hub.scan('A');
    hub.scan('B');
    const first = await connect();
    const before = await take(await first.client.devices.scans(), 2);
    await first.client.devices.acknowledgeScans({ scanNo: 1 });
    await first.cut();
    hub.scan('C');
    const second = await connect();
    const after = await take(await second.client.devices.scans(), 2);
    expect([before.map((scan) => scan.text), after.map((scan) => scan.text)]).toEqual([
      ['A', 'B'],
      ['B', 'C'],
    ]);
  });

  it('[BR4] streams end on the host when the client goes away', async () => {
    const line = await connect();
    const scans = await line.client.devices.scans();
    const jobs = await line.client.devices.printJobs();
    await expect.poll(() => hub.readers()).toBe(2);
    await line.cut();
    await expect.poll(() => hub.readers()).toBe(0);
    void scans;
    void jobs;
  });

  it('[BR4] a stream the client gives back ends on the host', async () => {
    const { client } = await connect();
    hub.scan('A');
    await take(await client.devices.scans(), 1);
    await expect.poll(() => hub.readers()).toBe(0);
  });

  it('[BR5] an input outside the contract is refused and nothing happens', async () => {
    const { client } = await connect();
    await expect(client.devices.acknowledgeScans({ scanNo: -1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(
      client.devices.print({ jobId: 'j', template: 'none', subject: '', parcelId: null, fields: {}, isReprint: false }),
    ).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'print.unknownTemplate', detail: 'none' },
    });
  });

  it('[BR6] connection states come at once and at each change', async () => {
    const { client } = await connect();
    await expect.poll(() => station.host.state().wan.status).toBe('up');
    const states = await client.station.connection();
    const [first] = await take(states, 1);
    expect(first).toMatchObject({
      wan: { status: 'up', fault: null },
      lan: { status: 'down', fault: 'notConfigured' },
      devices: [],
      scansWaiting: 0,
    });
  });

  it('[BR7] faults of the platform arrive as errors of the contract', async () => {
    const { client } = await connect();
    await expect.poll(() => station.host.stationId()).toBe('station-1');
    expect((await client.platformLink.changes({ afterSeq: 0, limit: 10 })).headSeq).toBe(7);
    await platform.stop();
    await expect(client.platformLink.changes({ afterSeq: 0, limit: 10 })).rejects.toMatchObject({ code: 'OFFLINE', defined: true });
    expect(station.host.state().wan).toMatchObject({ status: 'down', fault: 'offline' });
    await platform.start();
    await expect.poll(() => station.host.state().wan.status).toBe('up');
  });
});
