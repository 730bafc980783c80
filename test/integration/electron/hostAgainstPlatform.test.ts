import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost, type Host } from '#electron/host/createHost.ts';
import { startPlatform, type Platform } from '#platform/server/startPlatform.ts';
import { silentLog } from '#shared/base/log.ts';
import { asId } from '#shared/base/ids.ts';
import { createFakeHub } from '#test/support/host/createFakeHub.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';
import { createTestSite } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { pino } from 'pino';

let folder: TempFolder;
let platform: Platform;
let host: Host;

const { site } = createTestSite();

const askAsAdmin = async (path: string, body: unknown) => {
  const response = await fetch(`${platform.url}/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${platform.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, string>;
};

beforeEach(async () => {
  folder = tempFolder();
  platform = await startPlatform({ port: 0, clock: { nowMs: () => Date.now() }, log: pino({ level: 'silent' }) });
  await askAsAdmin('/sites', site);
  const { oneTimeCode } = await askAsAdmin(`/sites/${site.id}/enrolment-codes`, {});
  host = await createHost({
    dataFolder: folder.path,
    platformUrl: platform.url,
    enrolmentCode: oneTimeCode ?? '',
    stationName: 'packing 1',
    devices: [],
    clock: { nowMs: () => Date.now() },
    log: silentLog,
    openHub: () => createFakeHub({ nowMs: () => Date.now() }),
    lookWhileUpMs: 60_000,
  });
});

afterEach(async () => {
  await host.close();
  await platform.close();
  folder.remove();
});

describe('host and platform', () => {
  it('[PL11] enrols, pushes, hears the news over the broker and pulls what it pushed', async () => {
    await waitUntil('both lines', () => host.state().wan.status === 'up' && host.state().lan.status === 'up');
    const { platformLink, station } = host.client();
    const { stationId, siteId } = await station.handshake({ bridgeVersion: 1, client: 'world' });
    const before = await platformLink.changes({ afterSeq: 0, limit: 100 });
    const news = await platformLink.news();
    await news.next();
    const commands = someCommands(2).map((command) => ({ ...command, stationId: stationId ?? asId<'station'>('') }));
    await platformLink.appendJournal({ commands });
    const pushed = await platformLink.push({ protocolVersion: 1, outboxId: asId<'outbox'>('outbox-1'), commands });
    const told = await news.next();
    const repeated = await platformLink.push({ protocolVersion: 1, outboxId: asId<'outbox'>('outbox-1'), commands });
    const left = await platformLink.pruneJournal({ outboxId: 'outbox-1', throughSeq: 2 });
    expect({
      siteId,
      pushed: pushed.status === 'taken' && pushed.results.map((result) => result.outcome),
      repeated: repeated.status === 'taken' && repeated.results.map((result) => result.outcome),
      hasMoved: told.done !== true && told.value.headSeq > before.headSeq,
      left,
    }).toEqual({ siteId: site.id, pushed: ['applied', 'applied'], repeated: ['applied', 'applied'], hasMoved: true, left: { left: 0 } });
    expect(Math.abs(host.state().clockOffsetMs)).toBeLessThan(100);
    await news.return?.();
  });

  it('[PL11] loads a snapshot page by page', async () => {
    await waitUntil('enrolment', () => host.siteId() !== null && host.state().wan.status === 'up');
    const { platformLink } = host.client();
    const manifest = await platformLink.snapshot();
    const pages = await Promise.all(manifest.pages.map(({ hash }) => platformLink.snapshotPage({ hash })));
    expect(pages.map((page) => page.hash)).toEqual(manifest.pages.map((page) => page.hash));
    expect(manifest.pages.some((page) => page.kind === 'site')).toBe(true);
  });
});
