import { generateKeyPairSync, sign } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';
import { type CommandId, type OutboxId, type SiteId, type StationId, asId } from '#shared/base/ids.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { Problem } from '#shared/wire/platform/problem.ts';
import type { ChangesResponse, PushResponse } from '#shared/wire/platform/syncMessages.ts';
import { type Platform, type PlatformOptions, startPlatform } from '#platform/server/startPlatform.ts';
import { type FixedClock, createFixedClock } from './fixedClock.ts';
import { createTestSite, testSkuIds } from './testSite.ts';

/** An answer as a caller sees it. */
export type Answer<T = unknown> = { readonly status: number; readonly contentType: string; readonly body: T };
export type TestPlatform = {
  readonly platform: Platform;
  readonly clock: FixedClock;
  call<T = Problem>(
    method: string,
    path: string,
    more?: { body?: unknown; token?: string | null; contentType?: string },
  ): Promise<Answer<T>>;
  /** A site with its layout, catalogue, stock and couriers; a new one at each call. */
  openSite(): Promise<SiteId>;
  enrol(siteId: SiteId): Promise<TestStation>;
  /** All changes of a site from the beginning. */
  feed(siteId: SiteId): Promise<ChangesResponse['rows']>;
  metric(text: string): Promise<boolean>;
};
/** What the sync contract asks of a platform, real or in memory. */
export type SyncTestPlatform = Pick<TestPlatform, 'call' | 'openSite' | 'enrol' | 'feed'> & { close(): Promise<void> };

export type TestStation = {
  readonly stationId: StationId;
  readonly siteId: SiteId;
  readonly outboxId: OutboxId;
  token: string;
  readonly privateSign: (text: string) => string;
  /** The drafts as this outbox's next commands. */
  number(drafts: readonly CommandDraft[]): Command[];
  push(commands: readonly Command[]): Promise<Answer<PushResponse>>;
};

/** What tests silence: they look at answers, not at logs. */
export const silentLog: PlatformOptions['log'] = { info: () => undefined, warn: () => undefined, error: () => undefined };
let madeSites = 0;
let madeIds = 0;

/** Starts a platform without background work of its own; `runWorkers` does it when a test says so. */
export async function openTestPlatform(options: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
  const clock = createFixedClock();
  const far = { releaseEveryMs: 3_600_000, wavesEveryMs: 3_600_000, dispatchEveryMs: 3_600_000 };
  const platform = await startPlatform({ port: 0, clock, log: silentLog, ...far, ...options });
  const call: TestPlatform['call'] = async (method, path, more = {}) => {
    const token = more.token === undefined ? platform.adminToken : more.token;
    const isText = typeof more.body === 'string';
    const answer = await fetch(`${platform.url}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(more.body === undefined ? {} : { 'content-type': more.contentType ?? 'application/json' }),
      },
      ...(more.body === undefined ? {} : { body: isText ? (more.body as string) : JSON.stringify(more.body) }),
    });
    const text = await answer.text();
    const contentType = answer.headers.get('content-type') ?? '';
    return { status: answer.status, contentType, body: (contentType.includes('json') ? JSON.parse(text) : text) as never };
  };
  const openSite = async () => {
    madeSites += 1;
    const site = createTestSite(`site-${madeSites}`);
    await call('POST', '/v1/sites', { body: { ...site.site, code: `T${madeSites}` } });
    for (const kind of ['zones', 'bins', 'shelfPlaces', 'skus', 'couriers', 'stock'] as const) {
      const { body } = await call<{ failed: number }>('POST', `/v1/sites/${site.site.id}/import/${kind}`, { body: site[kind] });
      if (body.failed !== 0) throw new Error(`the test site's ${kind} were not taken: ${JSON.stringify(body)}`);
    }
    return site.site.id;
  };
  const feed = async (siteId: SiteId) => {
    const { body } = await call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=0`);
    return body.rows;
  };
  const metric = async (text: string) => (await call<string>('GET', '/metrics')).body.includes(text);
  return { platform, clock, call, openSite, enrol: (siteId) => enrolStation(call, clock, siteId), feed, metric };
}

async function enrolStation(call: TestPlatform['call'], clock: FixedClock, siteId: SiteId): Promise<TestStation> {
  const { body: made } = await call<{ oneTimeCode: string }>('POST', `/v1/sites/${siteId}/enrolment-codes`, { body: {} });
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'jwk' }).x ?? '';
  const privateSign = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url');
  const enrolled = await call<{ stationId: StationId }>('POST', '/v1/stations/enrol', {
    token: null,
    body: { oneTimeCode: made.oneTimeCode, stationName: 'test', publicKey: raw },
  });
  const { stationId } = enrolled.body;
  const atMs = clock.nowMs();
  const { body: given } = await call<{ token: string }>('POST', `/v1/stations/${stationId}/token`, {
    token: null,
    body: { atMs, signature: privateSign(`${stationId}.${atMs}`) },
  });
  const outboxId = asId<'outbox'>(`outbox-${stationId}`);
  const station: TestStation = {
    stationId,
    siteId,
    outboxId,
    token: given.token,
    privateSign,
    number: numberDrafts(stationId, outboxId, clock),
    push: (commands) =>
      call('POST', `/v1/sites/${siteId}/commands`, { token: station.token, body: { protocolVersion: 1, outboxId, commands } }),
  };
  return station;
}

/** Gives drafts the next numbers of an outbox. */
export function numberDrafts(stationId: StationId, outboxId: OutboxId, clock: Clock): TestStation['number'] {
  let lastSeq = 0;
  return (drafts) =>
    drafts.map((draft) => {
      lastSeq += 1;
      madeIds += 1;
      const id: CommandId = asId<'command'>(`command-${madeIds}`);
      return { id, stationId, outboxId, stationSeq: lastSeq, operatorId: asId<'operator'>('operator-1'), atMs: clock.nowMs(), ...draft };
    });
}

/** A started platform for the sync contract. */
export async function openSyncPlatform(options: Partial<PlatformOptions> = {}): Promise<SyncTestPlatform> {
  const started = await openTestPlatform(options);
  return { ...started, close: () => started.platform.close() };
}

/** An order a channel might send; two bottles of milk unless told otherwise. */
export function testOrder(channelOrderId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    channel: 'app',
    channelOrderId,
    recipient: { name: '王小明', phone: '13812345678', address: '世纪大道 100 号 5-201', area: '陆家嘴' },
    destination: { lat: 31.235, lng: 121.48, distanceMetres: 900 },
    lines: [{ lineNo: 1, skuId: testSkuIds.milk, orderedQuantity: 2 }],
    ...more,
  };
}
