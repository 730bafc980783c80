import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost, type Host } from '#electron/host/createHost.ts';
import { silentLog } from '#shared/base/log.ts';
import { createFakeHub } from '#test/support/host/createFakeHub.ts';
import { startFakePlatform, type FakePlatform } from '#test/support/host/startFakePlatform.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

let folder: TempFolder;
let platform: FakePlatform;
let host: Host;
let broker: Aedes;
let brokerServer: Server;
let mqttUrl: string;

const openHost = (options: { readonly enrolmentCode?: string; readonly lookWhileUpMs?: number } = {}) =>
  createHost({
    dataFolder: folder.path,
    platformUrl: platform.url,
    devices: [],
    clock: { nowMs: () => Date.now() },
    log: silentLog,
    openHub: () => createFakeHub({ nowMs: () => Date.now() }),
    lookWhileDownMs: 20,
    lookWhileUpMs: 60_000,
    timeouts: { smallMs: 500, syncMs: 500, snapshotMs: 500 },
    ...options,
  });

const publish = (headSeq: unknown) =>
  new Promise<void>((resolve, reject) =>
    broker.publish(
      {
        cmd: 'publish',
        topic: 'halfhour/v1/site-1/news',
        payload: Buffer.from(typeof headSeq === 'string' ? headSeq : JSON.stringify({ headSeq })),
        qos: 1,
        retain: true,
        dup: false,
      },
      (error) => (error ? reject(error) : resolve()),
    ),
  );

beforeEach(async () => {
  folder = tempFolder();
  broker = await Aedes.createBroker();
  brokerServer = createServer({ noDelay: true }, broker.handle);
  const port = await new Promise<number>((resolve) =>
    brokerServer.listen(0, '127.0.0.1', () => resolve((brokerServer.address() as AddressInfo).port)),
  );
  mqttUrl = `mqtt://127.0.0.1:${port}`;
  platform = await startFakePlatform({ mqttUrl });
});

afterEach(async () => {
  await host.close();
  await platform.stop();
  await new Promise<void>((resolve) => broker.close(() => resolve()));
  brokerServer.close();
  folder.remove();
});

const collectNews = () => {
  const heard: number[] = [];
  const run = async () => {
    for await (const news of await host.client().platformLink.news()) heard.push(news.headSeq);
    heard.push(-1);
  };
  void run();
  return heard;
};

describe('platform line', () => {
  it('[PL7] news come over the broker the platform named', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('both lines', () => host.state().wan.status === 'up' && host.state().lan.status === 'up');
    const heard = collectNews();
    await waitUntil('the known sequence', () => heard.includes(7));
    await publish(8);
    await publish(9);
    await waitUntil('the newest', () => heard.includes(9));
    await host.close();
    await waitUntil('the end of the stream', () => heard.at(-1) === -1);
  });

  it('[PL7] malformed news are dropped, and the line goes on', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('the broker', () => host.state().lan.status === 'up');
    const heard = collectNews();
    for (const text of ['', '{', '{"headSeq":"9"}', '{"headSeq":-4}', 'x'.repeat(5000)]) await publish(text);
    await publish(12);
    await waitUntil('the good one', () => heard.includes(12));
    expect(heard.filter((seq) => seq !== 7 && seq !== 12)).toEqual([]);
  });

  it('[PL8] without a broker the platform is asked', async () => {
    platform = Object.assign(platform, { headSeq: 7 });
    brokerServer.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    host = await openHost({ enrolmentCode: 'CODE-1', lookWhileUpMs: 20 });
    const heard = collectNews();
    await waitUntil('the first', () => heard.includes(7));
    platform.headSeq = 31;
    await waitUntil('the next', () => heard.includes(31));
    expect(host.state().lan).toMatchObject({ status: 'down', fault: 'offline' });
    broker = await Aedes.createBroker();
  });

  it('[PL9] the line goes down with the first failed call, comes up by itself, and tells the news again then', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('the platform', () => host.stationId() !== null && host.state().wan.status === 'up');
    const heard = collectNews();
    await waitUntil('the first', () => heard.length > 0);
    await platform.stop();
    await expect(host.client().platformLink.changes({ afterSeq: 0, limit: 1 })).rejects.toMatchObject({ code: 'OFFLINE' });
    const down = host.state().wan;
    expect(down).toMatchObject({ status: 'down', fault: 'offline' });
    const before = heard.length;
    await platform.start();
    await waitUntil('the platform again', () => host.state().wan.status === 'up');
    await waitUntil('news again', () => heard.length > before);
    expect([host.state().wan.sinceMs >= down.sinceMs, heard.at(-1)]).toEqual([true, 7]);
  });

  it('[PL9] one strange answer is no outage while the platform answers otherwise', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('the platform', () => host.stationId() !== null && host.state().wan.status === 'up');
    platform.misbehave = (request, response) => {
      if (!request.url?.endsWith('/snapshot')) return false;
      response.writeHead(500).end();
      return true;
    };
    await expect(host.client().platformLink.snapshot()).rejects.toMatchObject({ code: 'BAD_ANSWER' });
    const looks = platform.asked.length;
    await waitUntil('the second look', () => platform.asked.length > looks);
    expect(host.state().wan.status).toBe('up');
  });

  it('[PL9] a platform that takes calls and never answers is down after one look, and up when it answers', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('the platform', () => host.stationId() !== null && host.state().wan.status === 'up');
    platform.misbehave = () => true;
    await expect(host.client().platformLink.changes({ afterSeq: 0, limit: 1 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await waitUntil('the line to be down', () => host.state().wan.status === 'down');
    expect(host.state().wan.fault).toBe('timeout');
    platform.misbehave = null;
    await waitUntil('the platform again', () => host.state().wan.status === 'up');
  });

  it('[PL10] a station shut out is up with a fault, so that the operator is told the right thing', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('the platform', () => host.stationId() !== null && host.state().wan.fault === null);
    platform.misbehave = (request, response) => {
      if (!request.url?.includes('/sites/')) return false;
      response.writeHead(403).end('{"code":"REVOKED"}');
      return true;
    };
    await expect(host.client().platformLink.changes({ afterSeq: 0, limit: 1 })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(host.state().wan).toMatchObject({ status: 'up', fault: 'unauthorized' });
  });
});

describe('enrolment', () => {
  it('[HI1] a station enrolled once works on after a restart without code and without platform', async () => {
    host = await openHost({ enrolmentCode: 'CODE-1' });
    await waitUntil('enrolment', () => host.stationId() === 'station-1');
    await host.close();
    await platform.stop();
    host = await openHost({ enrolmentCode: 'CODE-1' });
    const handshake = await host.client().station.handshake({ bridgeVersion: 1, client: 'world' });
    expect(handshake).toMatchObject({ stationId: 'station-1', siteId: 'site-1', stationCode: 'S1' });
    expect(platform.asked.filter((asked) => asked.endsWith('/enrol'))).toHaveLength(1);
    await platform.start();
  });

  it('[HI2] a code given while the platform is away is used when it is there', async () => {
    await platform.stop();
    host = await openHost({ enrolmentCode: 'CODE-1' });
    expect(host.stationId()).toBeNull();
    await platform.start();
    await waitUntil('enrolment', () => host.stationId() === 'station-1');
  });

  it('[HI3] enrolling from the page: a wrong code and a platform that is away are told apart', async () => {
    host = await openHost();
    const { station } = host.client();
    await expect(station.enrol({ oneTimeCode: 'WRONG', stationName: 'one' })).rejects.toMatchObject({
      code: 'INVALID_CODE',
      defined: true,
    });
    expect(await station.enrol({ oneTimeCode: 'CODE-2', stationName: 'one' })).toEqual({ stationId: 'station-1', siteId: 'site-1' });
    await platform.stop();
    await expect(station.enrol({ oneTimeCode: 'CODE-1', stationName: 'one' })).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
    await platform.start();
  });
});
