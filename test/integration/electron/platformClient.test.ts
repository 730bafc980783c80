import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClockOffset } from '#electron/features/platformLink/createClockOffset.ts';
import {
  createPlatformClient,
  EnrolRefusal,
  type PlatformCaller,
  type PlatformClient,
} from '#electron/features/platformLink/createPlatformClient.ts';
import { asId } from '#shared/base/ids.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { startFakePlatform, type FakePlatform, type Misbehaviour } from '#test/support/host/startFakePlatform.ts';

let platform: FakePlatform;
let client: PlatformClient;
let outcomes: (string | null)[];
let clockOffset: ReturnType<typeof createClockOffset>;
let hostOffsetMs: number;

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const rawPublicKey = publicKey.export({ format: 'jwk' }).x as string;
const caller: PlatformCaller = {
  stationId: asId<'station'>('station-1'),
  siteId: asId<'site'>('site-1'),
  sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
};

beforeEach(async () => {
  platform = await startFakePlatform();
  outcomes = [];
  hostOffsetMs = 0;
  clockOffset = createClockOffset();
  client = createPlatformClient({
    platformUrl: platform.url,
    caller: () => caller,
    nowMs: () => Date.now() + hostOffsetMs,
    clockOffset,
    onOutcome: (fault) => outcomes.push(fault?.kind ?? null),
    timeouts: { smallMs: 300, syncMs: 300, snapshotMs: 300 },
  });
  await client.enrol({ oneTimeCode: 'CODE-1', stationName: 'one', publicKey: rawPublicKey });
});

afterEach(() => platform.stop());

/** Misbehaves on the changes only, so that the token is still to be had. */
const onChanges =
  (misbehave: Misbehaviour): Misbehaviour =>
  (request, response, body) =>
    request.url?.includes('/changes') ? misbehave(request, response, body) : false;

const answerWith = (status: number, text: string, contentType = 'application/json') =>
  onChanges((_request, response) => {
    response.writeHead(status, { 'content-type': contentType });
    response.end(text);
    return true;
  });

describe('platform client', () => {
  it('[PL1] asks with a token got by signature, and keeps it', async () => {
    expect(await client.changes(3, 10)).toEqual({ epoch: 'e1', rows: [], cursor: 7, headSeq: 7, hasMore: false });
    await client.push({ protocolVersion: 1, outboxId: asId<'outbox'>('outbox-1'), commands: someCommands(2) });
    expect(platform.asked).toEqual([
      'POST /v1/stations/enrol',
      'POST /v1/stations/station-1/token',
      'GET /v1/sites/site-1/changes',
      'POST /v1/sites/site-1/commands',
    ]);
  });

  it('[PL1] calls made together share one token', async () => {
    await Promise.all([client.changes(0, 1), client.snapshot(), client.changes(1, 1)]);
    expect(platform.asked.filter((asked) => asked.endsWith('/token'))).toHaveLength(1);
  });

  it('[PL2] a token that is not accepted any more is renewed, and the call made once more', async () => {
    await client.changes(0, 1);
    platform.forgetTokens();
    expect((await client.changes(0, 1)).headSeq).toBe(7);
    expect(outcomes).toEqual([null, null, null]);
  });

  it('[PL2] a platform that never accepts the station is asked twice, not for ever', async () => {
    platform.misbehave = answerWith(401, '{}');
    await expect(client.changes(0, 1)).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(platform.asked.filter((asked) => asked.includes('/changes'))).toHaveLength(2);
  });

  it('[PL2] a revoked station is unauthorized', async () => {
    platform.misbehave = answerWith(403, '{"code":"REVOKED"}');
    await expect(client.changes(0, 1)).rejects.toMatchObject({ kind: 'unauthorized', message: 'changes: 403 REVOKED' });
  });

  it.each([
    ['an error of the server', 500, '{"code":"INTERNAL"}', 'badAnswer'],
    ['a gateway without a platform behind it', 502, '<html>', 'offline'],
    ['an overloaded platform', 503, '', 'offline'],
    ['too many calls', 429, '{}', 'offline'],
    ['a platform that asks for a newer station', 426, '{}', 'versionTooOld'],
    ['a page of a hotel network', 200, '<html>Welcome</html>', 'badAnswer'],
    ['a value outside the contract', 200, '{"epoch":"e1","rows":"none","cursor":1,"headSeq":1,"hasMore":false}', 'badAnswer'],
    ['an empty answer', 200, '', 'badAnswer'],
  ])('[PL3] %s (%i) is told apart', async (_what, status, text, kind) => {
    platform.misbehave = answerWith(status, text);
    await expect(client.changes(0, 1)).rejects.toMatchObject({ name: 'LinkFault', kind });
    expect(outcomes.at(-1)).toBe(kind);
  });

  it('[PL3] a redirect is not followed', async () => {
    platform.misbehave = onChanges((_request, response) => {
      response.writeHead(302, { location: `${platform.url}/v1/clock` });
      response.end();
      return true;
    });
    await expect(client.changes(0, 1)).rejects.toMatchObject({ name: 'LinkFault' });
  });

  it('[PL4] a platform that never answers is a timeout', async () => {
    platform.misbehave = onChanges(() => true);
    await expect(client.changes(0, 1)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('[PL4] an answer that stops half-way is a timeout', async () => {
    platform.misbehave = onChanges((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"epoch":');
      return true;
    });
    await expect(client.changes(0, 1)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('[PL4] a connection cut in the middle of the answer is offline', async () => {
    platform.misbehave = onChanges((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"epoch":', () => request.socket.destroy());
      return true;
    });
    await expect(client.changes(0, 1)).rejects.toMatchObject({ kind: 'offline' });
  });

  it('[PL4] a platform that is away is offline, and answers again when it is back', async () => {
    await platform.stop();
    await expect(client.changes(0, 1)).rejects.toMatchObject({ kind: 'offline' });
    await platform.start();
    expect((await client.changes(0, 1)).headSeq).toBe(7);
    await platform.stop();
    await platform.start();
    expect((await client.changes(0, 1)).headSeq).toBe(7);
  });

  it('[PL12] a platform that knows no relays is told apart from one that does', async () => {
    const relay = () => client.relay({ protocolVersion: 1, commands: someCommands(2) });
    expect([await relay(), outcomes.at(-1)]).toEqual([null, null]);
    const taken = { status: 'taken', epoch: 'e1', headSeq: 7, results: [] } as const;
    platform.misbehave = (request, response) => {
      if (request.url?.endsWith('/relay') !== true) return false;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(taken));
      return true;
    };
    expect(await relay()).toEqual(taken);
  });

  it('[PL5] a used code is a refusal, not a fault', async () => {
    await expect(client.enrol({ oneTimeCode: 'CODE-1', stationName: 'two', publicKey: rawPublicKey })).rejects.toBeInstanceOf(EnrolRefusal);
    expect(outcomes.at(-1)).toBeNull();
  });

  it('[PL6] a station whose clock is an hour wrong still gets a token, and knows the offset', async () => {
    hostOffsetMs = -3_600_000;
    expect((await client.changes(0, 1)).headSeq).toBe(7);
    expect(Math.abs(clockOffset.offsetMs() - 3_600_000)).toBeLessThan(200);
  });
});
